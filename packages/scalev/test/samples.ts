// The vendor's samples. Its documentation prints one whole reply, that of the course; the others are written from the
// fields of its OpenAPI document, in the same manner: every field, with a value of its type.
const progress = { updated_at: "2023-11-07T05:31:56Z", progress: 123, is_completed: true };

export const content = {
  uuid: "<string>",
  title: "<string>",
  text: "<string>",
  type: "<string>",
  duration: 123,
  video_url: "<string>",
  sequence_order: 123,
  is_shown: true,
  is_discussion_active: true,
  section_uuid: "<string>",
  variant_id: 123,
  boosts: [{}],
  progress,
  is_notification_enabled: true,
  inserted_at: "2023-11-07T05:31:56Z",
  updated_at: "2023-11-07T05:31:56Z",
};

export const section = {
  uuid: "<string>",
  title: "<string>",
  type: "<string>",
  sequence_order: 123,
  is_shown: true,
  variant_id: 123,
  course_contents: [content],
  progress,
  inserted_at: "2023-11-07T05:31:56Z",
  updated_at: "2023-11-07T05:31:56Z",
};

export const course = {
  id: 123,
  item_type: "<string>",
  pricing_type: "<string>",
  interval: "<string>",
  interval_count: 123,
  validity_period_unit: "<string>",
  validity_period: 123,
  product_id: 123,
  description: "<string>",
  product_name: "<string>",
  fullname: "<string>",
  course_settings: {},
  course_sections: [section],
};

/** A course before its fields are filled in: everything that can be null is null. */
export const emptyCourse = {
  id: 123,
  item_type: null,
  pricing_type: null,
  interval: null,
  interval_count: null,
  validity_period_unit: null,
  validity_period: null,
  product_id: 123,
  description: null,
  product_name: null,
  fullname: null,
  course_settings: null,
  course_sections: [],
};

export const tokens = {
  access: "eyJhbGciOiJIUzI1NiJ9.sample.access",
  refresh: "eyJhbGciOiJIUzI1NiJ9.sample.refresh",
  token_type: "Bearer",
  expires_in: 900,
  refresh_expires_in: 2_592_000,
  store_unique_id: null,
};

export const challenge = { message: "<string>" };

/** The shape of the vendor's sample of a store's products. */
export const businessProductPage = {
  data: [
    {
      id: 1,
      name: "<string>",
      is_visible: true,
      variants: [{ id: 123, unique_id: "variant_<string>", fullname: "<string>", sku: null, price: 200_000 }],
    },
  ],
  is_paginated: true,
  has_next: false,
};

const time = "2023-11-07T05:31:56Z";

/** The fields that we declare of the vendor's order, with values of its types: amounts are texts, but numbers in lines. */
export const businessOrder = {
  id: "00000000-0000-7000-8000-000000000001",
  order_id: "<string>",
  secret_slug: "<string>",
  status: "pending",
  payment_status: "settled",
  payment_method: "va_bca",
  draft_time: time,
  pending_time: time,
  confirmed_time: null,
  in_process_time: null,
  ready_time: null,
  shipped_time: null,
  completed_time: null,
  rts_time: null,
  canceled_time: null,
  closed_time: null,
  unpaid_time: time,
  paid_time: time,
  conflict_time: null,
  settled_time: time,
  transfer_time: null,
  created_at: time,
  last_updated_at: time,
  is_probably_spam: false,
  store: { id: 123, unique_id: "store_<string>", uuid: "<string>", name: "<string>" },
  customer: { id: 123, email: "<string>", phone: "<string>", name: "<string>", status: "<string>" },
  gross_revenue: "150000.00",
  net_revenue: "150000.00",
  product_price: "150000.00",
  product_discount: "0.00",
  discount_code_discount: "0.00",
  shipping_cost: "0.00",
  payment_fee: "0.00",
  orderlines: [
    {
      id: "<string>",
      quantity: 1,
      variant: 123,
      product_name: "<string>",
      item_type: "course",
      variant_sku: "<string>",
      pricing_type: "one_time",
      interval: "month",
      interval_count: 1,
      currency: "IDR",
      variant_price: 150_000,
      product_price: 150_000,
      discount: 0,
      discount_code_discount: 0,
      is_inventory: false,
      weight: 0.5,
    },
  ],
  notes: null,
};
