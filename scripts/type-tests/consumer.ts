// What a user's program does with the packages, type-checked against what they publish (see the tsconfig files
// beside this one). A line that must be an error carries `@ts-expect-error`.
import { createAcademyOfMine } from "@kelaskit/academy-of-mine";
import { createAcademyOfMineClient } from "@kelaskit/academy-of-mine/client";
import * as courses from "@kelaskit/academy-of-mine/courses";
import { ApiError, CallError, type Call, type Middleware, type PagedCall } from "@kelaskit/core";
import { createMitrabunso, readDate } from "@kelaskit/mitrabunso";
import { createScalev, needsOtp, verifyWebhook } from "@kelaskit/scalev";
import {
  createSkilvul,
  createSkilvulClient,
  orders,
  type Product,
  products,
  type Skilvul,
} from "@kelaskit/skilvul";
import { createToolzz } from "@kelaskit/toolzz";

const traced: Middleware = (request, next) =>
  next({ ...request, headers: { ...request.headers, trace: "1" } });

const skilvul: Skilvul = createSkilvul({
  clientId: "id",
  clientSecret: "secret",
  middleware: [traced],
  retries: 0,
});

/** Methods have the parameters and replies of the declarations. */
export async function order(email: string): Promise<string | undefined> {
  const placed: Call<{ readonly errorProductIds?: readonly string[] | null | undefined }> =
    skilvul.orders.create({
      user: { email },
      productIds: ["c1"],
    });
  const { errorProductIds } = await placed;
  const refused = errorProductIds ?? [];
  const { data, response } = await skilvul.orders.create({ user: { email } }).withResponse();
  return response.ok && refused.length === 0 ? data.order?.id : undefined;
}

/** A list is awaited for a page and iterated for items. */
export async function list(): Promise<readonly Product[]> {
  const listed: PagedCall<{ readonly totalProducts: number }, Product> = skilvul.products.list();
  for await (const product of listed) console.log(product.id);
  for await (const { totalProducts } of skilvul.products.list({ limit: 5 }).pages())
    console.log(totalProducts);
  return skilvul.products.list().toArray({ limit: 10, concurrency: 2 });
}

/** Operations called as functions have the same types. */
export async function lean(): Promise<boolean> {
  const client = createSkilvulClient();
  await orders.create(
    client,
    { user: { email: "learner@example.com" }, productIds: ["c1"] },
    { timeout: 1000 },
  );
  return (await products.canBuy(client, { productId: "c1", email: "learner@example.com" })).canBuy;
}

/** Errors are distinguished without `instanceof`. */
export function explain(error: unknown): string {
  if (ApiError.isInstance(error)) return `${error.status} ${error.fields.map(({ field }) => field).join()}`;
  return CallError.isInstance(error) ? error.outcome : "something else";
}

export const mistakes = [
  // @ts-expect-error: the parameter is required
  () => skilvul.products.get(),
  // @ts-expect-error: an unknown parameter
  () => skilvul.products.get({ productID: "c1" }),
  // @ts-expect-error: the enumeration is closed in parameters
  () => skilvul.users.update({ userId: "c1", gender: "male" }),
  // @ts-expect-error: `toArray` requires a limit
  () => skilvul.products.list().toArray(),
  // @ts-expect-error: an unknown option
  () => createSkilvul({ secret: "x" }),
];

/** The other vendors' clients work the same way. */
export async function others(): Promise<readonly string[]> {
  const scalev = createScalev({ storeId: "store_1", storefrontKey: "sfpk_1" });
  const reply = await scalev.auth.login({ email: "learner@example.com", password: "a password" });
  if (!needsOtp(reply)) await scalev.useTokens(reply);
  const names: string[] = [];
  for await (const { course } of scalev.myCourses()) names.push(course.fullname ?? "");
  const toolzz = createToolzz();
  for await (const plan of toolzz.plans.list()) names.push(plan.name ?? "");
  const mitrabunso = createMitrabunso({ allowInsecureHttp: true });
  const { data } = await mitrabunso.prices.get({ productId: "a UUID", priceId: "a UUID" });
  return [...names, data.price, readDate(data.startDate).toISOString()];
}

/** A webhook is distinguished by its type, whether it comes from a `Request` or from the parts of another request. */
export async function receive(request: Request, body: Uint8Array): Promise<string | undefined> {
  const headers: Readonly<Record<string, string | string[] | undefined>> = { "x-scalev-app-id": "app_1" };
  await verifyWebhook({ headers, body }, { secrets: "current" });
  await verifyWebhook(body, request.headers.get("x-scalev-hmac-sha256"), ["current", "next"]);
  const event = await verifyWebhook(request, { secrets: ["current", "next"] });
  switch (event.type) {
    case "order.created":
      return event.data.orderlines[0]?.variant_unique_id ?? event.unique_id;
    case "payment.received":
      // @ts-expect-error: only whole orders have lines
      return event.data.payment_status + String(event.data.orderlines);
    case "other":
      return event.event;
    default:
      return event.appId;
  }
}

const academy = createAcademyOfMine({
  portal: "demo",
  token: "key",
  routes: { "courses.enroll": "POST /a/{id}" },
});

/** Academy of Mine: methods of a client, or a resource by itself. */
export async function teach(email: string): Promise<number> {
  const { id } = await academy.users.create({ firstName: "A", lastName: "B", email, password: "a password" });
  await academy.courses.enroll({ id: 1, studentIds: [id, "5"] });
  const learners = courses.listEnrolledLearners(createAcademyOfMineClient(), { course_id: 1, portalId: -1 });
  for await (const { percentComplete } of learners) if (percentComplete === 100) return id;
  const first: courses.CourseRecord | undefined = (await academy.courses.list().toArray({ limit: 1 }))[0];
  return first?.id ?? 0;
}

export const academyMistakes = [
  // @ts-expect-error: the learners are required
  () => academy.courses.enroll({ id: 1 }),
  // @ts-expect-error: an unknown parameter
  () => academy.courses.get({ courseId: 1 }),
];
