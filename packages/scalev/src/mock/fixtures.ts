import type { BundleCard, Product, Variant } from "../catalog.ts";
import type { CourseAccess, CourseContent, CourseSection } from "../courses.ts";
import type { Order, OrderLine } from "../order.ts";
import type { MockCustomer, ScalevSeed } from "./records.ts";

/** A UUID whose letter names its kind: `00000000-0000-4000-8000-a00000000001` is the first variant. */
export function mockUuid(kind: "variant" | "section" | "content" | "order" | "line", number: number): string {
  const letter = { variant: "a", section: "b", content: "c", order: "d", line: "e" }[kind];
  return `00000000-0000-4000-8000-${letter}${String(number).padStart(11, "0")}`;
}

/** The number of the mock's only store, which business routes use instead of its unique id. */
export const storeNumber = 1;

/** Its name. */
export const storeName = "Toko Contoh";

/** The domain of the mock's store. */
export const storeDomain = "toko.example";

/** The payment methods of the mock's store. */
export const paymentMethods = ["bank_transfer", "va_bca"];

const madeAt = "2026-01-05T02:00:00Z";

const topics = ["Menulis Cerita", "Fotografi Ponsel", "Memasak Nusantara", "Merajut", "Bahasa Isyarat"];
const kinds = ["Kelas Dasar", "Kelas Lanjutan", "Buku Elektronik", "Lokakarya", "Templat", "Buku Saku"];

/** One product for each kind and topic: 30, two pages. The number of a product's variant is its own times ten. */
const products = kinds
  .flatMap((kind) => topics.map((topic) => `${kind}: ${topic}`))
  .map((name, index): Product => {
    const number = index + 1;
    const price = `${100_000 + 25_000 * (index % 4)}.00`;
    const variant: Variant = {
      id: number * 10,
      uuid: mockUuid("variant", number),
      unique_id: `variant_${number}`,
      sku: null,
      name,
      fullname: name,
      item_type: "digital",
      currency: "IDR",
      price,
      pricing_type: "one_time",
      images: [],
      is_active: true,
    };
    return {
      id: number,
      slug: name.toLowerCase().replaceAll(/[^a-z]+/g, "-"),
      name,
      description: null,
      entity_type: "product",
      item_type: "digital",
      is_multiple: false,
      in_stock: true,
      price_range: { min: price, max: price },
      images: [],
      created_at: madeAt,
      variants: [variant],
    };
  });

const bundles: readonly BundleCard[] = [
  {
    id: 501,
    bundle_price_option_id: 501,
    bundle_id: 51,
    slug: "paket-menulis",
    name: "Paket Menulis",
    entity_type: "bundle_price_option",
    in_stock: true,
    price_range: { min: "350000.00", max: "350000.00" },
    images: [],
    created_at: madeAt,
  },
];

interface Lesson {
  readonly title: string;
  readonly text: string;
  readonly progress: number;
}

interface CoursePlan {
  readonly variantNumber: number;
  readonly sections: readonly { readonly title: string; readonly lessons: readonly Lesson[] }[];
}

const writing: CoursePlan = {
  variantNumber: 1,
  sections: [
    {
      title: "Sebelum Menulis",
      lessons: [
        { title: "Mencari gagasan", text: "<p>Gagasan ada di <b>sekitar</b> kita.</p>", progress: 100 },
        { title: "Mengenal tokoh", text: "<p>Siapa yang bercerita?</p>", progress: 40 },
      ],
    },
    {
      title: "Menulis",
      lessons: [
        { title: "Kalimat pertama", text: "<p>Mulailah di tengah.</p>", progress: 0 },
        { title: "Percakapan", text: "<p>Dengarkan orang berbicara.</p>", progress: 0 },
      ],
    },
  ],
};

const photography: CoursePlan = {
  variantNumber: 2,
  sections: [
    {
      title: "Cahaya",
      lessons: [{ title: "Pagi dan sore", text: "<p>Matahari rendah, bayangan panjang.</p>", progress: 0 }],
    },
  ],
};

/** Creates a course from a plan. Lessons and sections are numbered by variant: `101` is the first of variant 1. */
function courseOf({ variantNumber, sections }: CoursePlan): CourseAccess {
  const variantId = variantNumber * 10;
  const name = products[variantNumber - 1]?.name;
  let lessons = 0;
  const toContent = (lesson: Lesson, index: number, sectionUuid: string): CourseContent => {
    lessons += 1;
    const done = lesson.progress > 0;
    return {
      uuid: mockUuid("content", variantNumber * 100 + lessons),
      title: lesson.title,
      text: lesson.text,
      type: "text",
      duration: 300,
      video_url: null,
      sequence_order: index + 1,
      is_shown: true,
      is_discussion_active: false,
      is_email_notification_active: false,
      section_uuid: sectionUuid,
      variant_id: variantId,
      boosts: [],
      progress: {
        updated_at: done ? madeAt : null,
        progress: lesson.progress,
        is_completed: lesson.progress >= 100,
      },
      is_notification_enabled: false,
      inserted_at: madeAt,
      updated_at: madeAt,
    };
  };
  const toSection = (plan: CoursePlan["sections"][number], index: number): CourseSection => {
    const uuid = mockUuid("section", variantNumber * 100 + index + 1);
    return {
      uuid,
      title: plan.title,
      type: "section",
      sequence_order: index + 1,
      is_shown: true,
      variant_id: variantId,
      course_contents: plan.lessons.map((lesson, place) => toContent(lesson, place, uuid)),
      inserted_at: madeAt,
      updated_at: madeAt,
    };
  };
  return {
    id: variantId,
    item_type: "digital",
    pricing_type: "one_time",
    interval: null,
    interval_count: null,
    validity_period_unit: null,
    validity_period: null,
    product_id: variantNumber,
    description: null,
    product_name: name,
    fullname: name,
    course_settings: {},
    course_sections: sections.map(toSection),
  };
}

/** A line for a product of the default data. */
function lineOf(productNumber: number, hasCourse: boolean): OrderLine {
  const product = products[productNumber - 1];
  return {
    id: mockUuid("line", productNumber),
    quantity: 1,
    variant: productNumber * 10,
    product_name: product?.name,
    item_type: "digital",
    is_file_enabled: !hasCourse,
    is_lms_enabled: hasCourse,
    is_license_enabled: false,
    currency: "IDR",
    variant_price: "100000.00",
    product_price: "100000.00",
    discount: "0.00",
  };
}

/** Creates an order in the mock's store. */
function orderOf(number: number, paid: boolean, orderlines: readonly OrderLine[]): Order {
  const total = `${100_000 * orderlines.length}.00`;
  return {
    id: mockUuid("order", number),
    secret_slug: `secret-${number}`,
    public_order_url: `https://store.example.com/o/secret-${number}`,
    payment_url: null,
    order_id: `260105DEMO${number}`,
    store: { name: storeName, unique_id: "store_demo" },
    customer: { id: 1, email: "learner@example.com", name: "Pelajar Contoh" },
    status: paid ? "completed" : "pending",
    confirmed_time: paid ? madeAt : null,
    completed_time: paid ? madeAt : null,
    paid_time: paid ? madeAt : null,
    created_at: madeAt,
    payment_status: paid ? "paid" : "unpaid",
    payment_method: "bank_transfer",
    pg_payment_info: {},
    product_price: total,
    gross_revenue: total,
    shipping_cost: "0.00",
    final_variants: Object.fromEntries(orderlines.map((line) => [line.product_name ?? "", 1])),
    orderlines,
  };
}

const orders: readonly Order[] = [
  // Not paid yet, so its course is not accessible.
  orderOf(3, false, [lineOf(3, true)]),
  orderOf(2, true, [lineOf(2, true), lineOf(11, false)]),
  orderOf(1, true, [lineOf(1, true)]),
];

const customers: readonly MockCustomer[] = [
  {
    profile: {
      id: 1,
      email: "learner@example.com",
      name: "Pelajar Contoh",
      phone: null,
      created_at: madeAt,
      is_unsubscribe: false,
      business_id: 1,
    },
    password: "demo-password",
    orders,
    courses: [mockUuid("variant", 1), mockUuid("variant", 2)],
  },
  {
    profile: {
      id: 2,
      email: "otp@example.com",
      name: "Pelajar Berkode",
      phone: null,
      created_at: madeAt,
      is_unsubscribe: false,
      business_id: 1,
    },
    password: "demo-password",
    otp: "123456",
    orders: [],
    courses: [],
  },
];

/** The default data. All invented. */
export const defaultSeed: Required<ScalevSeed> = {
  customers,
  products,
  bundles,
  courses: {
    [mockUuid("variant", 1)]: courseOf(writing),
    [mockUuid("variant", 2)]: courseOf(photography),
  },
};
