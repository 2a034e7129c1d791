import { checkMockOptions } from "@kelaskit/core/testing";
import type { VariantCourse, VariantCustomer } from "../business-variants.ts";
import type { BundleCard, Product, Variant } from "../catalog.ts";
import type { CourseAccess, CourseContent, CourseProgress, CourseSection } from "../courses.ts";
import type { CustomerProfile } from "../me.ts";
import type { Order } from "../order.ts";
import { defaultSeed } from "./fixtures.ts";
import type { MockCustomer, ScalevSeed } from "./records.ts";

const fullProgress = 100;

function average(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function progressOf(percent: number, updatedAt: string | null): CourseProgress {
  // Deduced: the vendor does not document when something is completed.
  return { updated_at: updatedAt, progress: percent, is_completed: percent >= fullProgress };
}

/** The data of a mock, for assertions. */
export class ScalevStore {
  /** The products by slug. */
  readonly products: ReadonlyMap<string, Product>;
  /** The bundles. */
  readonly bundles: readonly BundleCard[];
  /** The e-mail addresses that a password reset was sent to, one for each e-mail, in order. */
  readonly passwordResets: string[] = [];
  /** The e-mail addresses that a code was sent to, one for each e-mail, in order. */
  readonly sentCodes: string[] = [];
  readonly #seed: Required<ScalevSeed>;
  #customers = new Map<string, MockCustomer>();
  readonly #courses: ReadonlyMap<string, CourseAccess>;
  readonly #progress = new Map<string, CourseProgress>();
  readonly #resetTokens = new Map<string, string>();

  constructor(seed: ScalevSeed) {
    checkMockOptions("createMockScalev: seed", seed, defaultSeed);
    const data = { ...defaultSeed, ...seed };
    this.#seed = data;
    this.products = new Map(data.products.map((product) => [product.slug, product]));
    this.bundles = data.bundles;
    this.#courses = new Map(Object.entries(data.courses));
    this.reset();
  }

  /** Restores the initial data. */
  reset(): void {
    this.#customers = new Map(this.#seed.customers.map((customer) => [customer.profile.email, customer]));
    this.passwordResets.length = 0;
    this.sentCodes.length = 0;
    this.#progress.clear();
    this.#resetTokens.clear();
  }

  /** The customers by e-mail address. */
  get customers(): ReadonlyMap<string, MockCustomer> {
    return this.#customers;
  }

  /** The orders of all customers, the newest first. */
  get orders(): readonly Order[] {
    const orders = [...this.#customers.values()].flatMap((customer) => customer.orders);
    return orders.toSorted((first, second) =>
      (second.created_at ?? "").localeCompare(first.created_at ?? ""),
    );
  }

  /** Finds a variant by its number, unique id or UUID. */
  variant(reference: string | number): Variant | undefined {
    const variants = [...this.products.values()].flatMap((product) => product.variants ?? []);
    return variants.find(({ id, unique_id: uniqueId, uuid }) =>
      [id, uniqueId, uuid].flatMap((one) => one ?? []).some((one) => String(one) === String(reference)),
    );
  }

  /** The customers who have access to a variant: to its course, or because they have paid for it. */
  ownersOf({ id, uuid }: Variant): readonly VariantCustomer[] {
    const paid = new Set<string | null>(["paid", "settled"]);
    return [...this.#customers.values()]
      .filter(
        ({ courses, orders }) =>
          courses.includes(uuid ?? "") ||
          orders.some(
            ({ payment_status: status, orderlines }) =>
              paid.has(status) && orderlines.some(({ variant }) => variant === id),
          ),
      )
      .map(({ profile: { id: number, name, email, phone } }) => ({ id: number, name, email, phone }));
  }

  /** A course as its seller sees it, without the progress of any customer. */
  courseOfVariant(variantUuid: string): VariantCourse | undefined {
    const course = this.#courses.get(variantUuid);
    if (course === undefined) return undefined;
    const sections = course.course_sections?.map(({ progress: _, ...section }) => ({
      ...section,
      course_contents: section.course_contents?.map(({ progress: __, ...content }) => content),
    }));
    return { ...course, course_sections: sections };
  }

  /** Updates a customer's profile. */
  updateProfile(email: string, changes: Partial<CustomerProfile>): void {
    const customer = this.#customers.get(email);
    if (customer === undefined) return;
    this.#customers.set(email, { ...customer, profile: { ...customer.profile, ...changes, email } });
  }

  /** Records a password reset; its token is `reset-` and the e-mail address. */
  startPasswordReset(email: string): void {
    this.passwordResets.push(email);
    if (this.#customers.has(email)) this.#resetTokens.set(`reset-${email}`, email);
  }

  /** Saves a new password. Returns whether the token was valid; it can be used once. */
  savePassword(token: string, password: string): boolean {
    const email = this.#resetTokens.get(token);
    const customer = email === undefined ? undefined : this.#customers.get(email);
    if (email === undefined || customer === undefined) return false;
    this.#resetTokens.delete(token);
    this.#customers.set(email, { ...customer, password });
    return true;
  }

  /** A course with a customer's progress; undefined when it is not accessible to them. */
  course(email: string, variantUuid: string): CourseAccess | undefined {
    const course = this.#courses.get(variantUuid);
    if (course === undefined || this.#customers.get(email)?.courses.includes(variantUuid) !== true)
      return undefined;
    const sections = course.course_sections ?? [];
    return { ...course, course_sections: sections.map((section) => this.#withProgress(email, section)) };
  }

  /** The sections that are accessible to a customer, with their progress. */
  sections(email: string): readonly CourseSection[] {
    const open = this.#customers.get(email)?.courses ?? [];
    return open.flatMap((variantUuid) => this.course(email, variantUuid)?.course_sections ?? []);
  }

  /** A lesson with a customer's progress. */
  content(email: string, contentUuid: string): CourseContent | undefined {
    const contents = this.sections(email).flatMap((section) => section.course_contents ?? []);
    return contents.find(({ uuid }) => uuid === contentUuid);
  }

  /** Stores a customer's progress in a lesson. */
  setProgress(email: string, contentUuid: string, percent: number): void {
    this.#progress.set(`${email} ${contentUuid}`, progressOf(percent, new Date().toISOString()));
  }

  #withProgress(email: string, section: CourseSection): CourseSection {
    const contents = (section.course_contents ?? []).map((content): CourseContent => {
      const progress = this.#progress.get(`${email} ${content.uuid ?? ""}`);
      return { ...content, progress: progress ?? content.progress ?? progressOf(0, null) };
    });
    const percent = average(contents.map(({ progress }) => progress?.progress ?? 0));
    const changes = contents.flatMap(({ progress }) => progress?.updated_at ?? []).toSorted();
    return { ...section, course_contents: contents, progress: progressOf(percent, changes.at(-1) ?? null) };
  }
}
