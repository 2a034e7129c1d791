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
