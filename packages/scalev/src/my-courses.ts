import { checkOptions, type OptionNames } from "@kelaskit/core/vendor";
import { type CallOptions, type Client, NotFoundError, PermissionError } from "@kelaskit/core";
import { getProduct, listItems, type Variant } from "./catalog.ts";
import { type CourseAccess, getAccess } from "./courses.ts";
import { list as listOrders } from "./orders.ts";

/** A course that the customer has bought. */
export interface MyCourse {
  /** The variant's UUID, for `courses.getAccess`. */
  readonly variantUuid: string;
  /** The order it was found in: the first one that the vendor lists. */
  readonly orderId: string;
  /** The course with its sections, lessons and progress. */
  readonly course: CourseAccess;
}

/** A line of an order for a course that is not accessible. */
export interface SkippedCourse {
  /** The variant's number. */
  readonly variantId: number;
  /** The product's name in the order. */
  readonly productName: string | undefined;
  /** The order it was found in. */
  readonly orderId: string;
  /**
   * `not in the catalog`: the store no longer sells it, so its UUID cannot be found. `no access`: the vendor answers 403
   * or 404, for example because the order is not paid.
   */
  readonly reason: "not in the catalog" | "no access";
}

/** Options of `myCourses`. */
export interface MyCoursesOptions extends Pick<CallOptions, "signal"> {
  /** The store's unique id, `store_…`. @default the client's `storeId` */
  readonly storeId?: string | undefined;
  /**
   * Called for each course that was bought and is not accessible. A promise is awaited; an error ends the search.
   * @default such courses are skipped silently
   */
  readonly onSkipped?: ((skipped: SkippedCourse) => void | Promise<void>) | undefined;
}

const optionNames = {
  signal: true,
  storeId: true,
  onSkipped: true,
} as const satisfies OptionNames<MyCoursesOptions>;

/** What every request of a search needs. */
interface RequestContext {
  readonly client: Client;
  readonly storeId: string | undefined;
  readonly options: CallOptions;
}

/** Whether an error means that a course is not accessible; other errors are thrown. */
function isInaccessible(error: unknown): boolean {
  return NotFoundError.isInstance(error) || PermissionError.isInstance(error);
}

async function unlessInaccessible<Result>(call: PromiseLike<Result>): Promise<Result | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isInaccessible(error)) return undefined;
    throw error;
  }
}

/** Finds the UUIDs of variants by their numbers: orders contain only numbers, and the products of the catalog contain both. */
class VariantFinder {
  readonly #context: RequestContext;
  readonly #uuids = new Map<number, string>();
  /** The names of the products that were not fetched yet, by slug. */
  #unseen: Map<string, string> | undefined;

  constructor(context: RequestContext) {
    this.#context = context;
  }

  /** Lists the catalog once, and fetches a product only while the variant is not found. */
  async find(variantId: number, productName: string | undefined): Promise<string | undefined> {
    const unseen = (this.#unseen ??= await this.#listProducts());
    // The product with that name is the most likely; it may have been renamed since.
    const slugs = [...unseen].toSorted(
      ([, first], [, second]) => Number(second === productName) - Number(first === productName),
    );
    for (const [slug] of slugs) {
      if (this.#uuids.has(variantId)) break;
      for (const variant of await this.#variantsOf(slug)) this.#remember(variant);
      unseen.delete(slug);
    }
    return this.#uuids.get(variantId);
  }

  async #listProducts(): Promise<Map<string, string>> {
    const { client, storeId, options } = this.#context;
    const products = new Map<string, string>();
    for await (const item of listItems(client, { storeId }, options)) {
      if (item.entity_type === "product") products.set(item.slug, item.name);
    }
    return products;
  }

  async #variantsOf(slug: string): Promise<readonly Variant[]> {
    const { client, storeId, options } = this.#context;
    const product = await unlessInaccessible(getProduct(client, { storeId, slug }, options));
    return product?.variants ?? [];
  }

  #remember({ id, uuid }: Variant): void {
    if (typeof id === "number" && typeof uuid === "string") this.#uuids.set(id, uuid);
  }
}

/**
 * Iterates the courses that the customer has bought, each once, as they are found. The vendor has no list of them, so they
 * are deduced: each line of the customer's orders with `is_lms_enabled` contains a variant's number; a product of the
 * catalog contains that number together with the variant's UUID; the UUID leads to the course. A course that is answered
 * with 403 or 404 is skipped.
 *
 * Sends one request for each page of orders, one for each course, and, once a course is found, one for each page of the
 * catalog and at most one for each of its products.
 *
 * @throws LoginRequiredError when no customer is logged in.
 * @example
 * ```ts
 * for await (const { course, variantUuid } of myCourses(client)) console.log(variantUuid, course.fullname);
 * ```
 */
export async function* myCourses(
  client: Client,
  given: MyCoursesOptions = {},
): AsyncGenerator<MyCourse, void, undefined> {
  checkOptions("myCourses()", given, optionNames);
  const { storeId, signal, onSkipped } = given;
  const options = { signal };
  const finder = new VariantFinder({ client, storeId, options });
  const seen = new Set<number>();
  for await (const { id: orderId, orderlines } of listOrders(client, { storeId }, options)) {
    for (const { variant: variantId, is_lms_enabled: hasCourse, product_name: name } of orderlines) {
      if (hasCourse !== true || typeof variantId !== "number" || seen.has(variantId)) continue;
      seen.add(variantId);
      const productName = name ?? undefined;
      const skip = async (reason: SkippedCourse["reason"]): Promise<void> => {
        await onSkipped?.({ variantId, productName, orderId, reason });
      };
      const variantUuid = await finder.find(variantId, productName);
      if (variantUuid === undefined) {
        await skip("not in the catalog");
        continue;
      }
      const course = await unlessInaccessible(getAccess(client, { storeId, variantUuid }, options));
      if (course === undefined) await skip("no access");
      else yield { variantUuid, orderId, course };
    }
  }
}
