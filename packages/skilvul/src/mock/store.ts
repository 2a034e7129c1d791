import { checkMockOptions } from "@kelaskit/core/testing";
import type { CreateOrderParams, OrderUser } from "../orders.ts";
import type { Profession } from "../professions.ts";
import type { UpdateUserParams } from "../users.ts";
import { defaultSeed, mockId, noBadges } from "./fixtures.ts";
import type { MockItems, MockOrder, MockRecord, MockUser, SkilvulSeed } from "./records.ts";

/** The items of an order, sorted by whether they can be bought. */
export interface SortedItems {
  /** What can be bought. */
  readonly accepted: MockItems;
  /** What is unknown or already owned. */
  readonly refused: MockItems;
}

function byId<Item extends MockRecord>(items: readonly Item[]): Map<string, Item> {
  return new Map(items.map((item) => [item.id, item]));
}

/** A place in a learner's record. Which ids the vendor refuses is not known, so any is accepted. */
function placeOf(places: ReadonlyMap<string, MockRecord>, id: string | null) {
  return id === null ? null : { id, name: places.get(id)?.["name"] };
}

/** The data of a mock, for assertions. */
export class SkilvulStore {
  /** Products by id. */
  readonly products: ReadonlyMap<string, MockRecord>;
  /** Bundles by id. */
  readonly bundles: ReadonlyMap<string, MockRecord>;
  /** Add-ons by id. */
  readonly addOns: ReadonlyMap<string, MockRecord>;
  /** Provinces by id. */
  readonly provinces: ReadonlyMap<string, MockRecord>;
  /** Cities by id. */
  readonly cities: ReadonlyMap<string, MockRecord>;
  /** Professions. */
  readonly professions: readonly Profession[];
  /** Grades of schools. */
  readonly schoolGrades: readonly MockRecord[];
  /** Types of schools. */
  readonly schoolTypes: readonly MockRecord[];
  /** Schools. */
  readonly schools: readonly MockRecord[];
  /** Ids of the learners who were sent a verification e-mail, one for each e-mail, in order. */
  readonly verificationEmails: string[] = [];
  /** Ids of the learners who were logged out, in order. */
  readonly logouts: string[] = [];
  readonly #seed: Required<SkilvulSeed>;
  #users = new Map<string, MockUser>();
  #userIdByEmail = new Map<string, string>();
  #orders: MockOrder[] = [];
  readonly #owned = new Set<string>();
  #newUsers = 0;

  constructor(seed: SkilvulSeed) {
    checkMockOptions("createMockSkilvul: seed", seed, defaultSeed);
    const data = { ...defaultSeed, ...seed };
    this.#seed = data;
    this.products = byId(data.products);
    this.bundles = byId(data.bundles);
    this.addOns = byId(data.addOns);
    this.provinces = byId(data.provinces);
    this.cities = byId(data.cities);
    this.professions = data.professions;
    this.schoolGrades = data.schoolGrades;
    this.schoolTypes = data.schoolTypes;
    this.schools = data.schools;
    this.reset();
  }

  /** Restores the initial data. */
  reset(): void {
    const { users, owned } = this.#seed;
    this.#users = byId(users);
    this.#userIdByEmail = new Map(users.map(({ email, id }) => [email.toLowerCase(), id]));
    this.#orders = [];
    this.#newUsers = 0;
    this.verificationEmails.length = 0;
    this.logouts.length = 0;
    this.#owned.clear();
    for (const [email, ids] of Object.entries(owned)) for (const id of ids) this.own(email, id);
  }

  /** The orders that were placed, oldest first. */
  get orders(): readonly MockOrder[] {
    return this.#orders;
  }

  /** The learners by id, including those created by an order. */
  get users(): ReadonlyMap<string, MockUser> {
    return this.#users;
  }

  /** Gives a learner a product, bundle or add-on, as if bought elsewhere. */
  own(email: string, itemId: string): void {
    this.#owned.add(`${email.toLowerCase()} ${itemId}`);
  }

  /** Whether a learner owns a product, bundle or add-on. */
  owns(email: string, itemId: string): boolean {
    return this.#owned.has(`${email.toLowerCase()} ${itemId}`);
  }

  /** The learner that an order refers to, by e-mail address or id. */
  findUser({ email, id }: OrderUser): MockUser | undefined {
    const byEmail = email === undefined ? undefined : this.#userIdByEmail.get(email.toLowerCase());
    const found = byEmail ?? (typeof id === "string" ? id : undefined);
    return found === undefined ? undefined : this.#users.get(found);
  }

  /** Separates what a learner can buy from what is unknown or already owned. */
  sortItems(
    email: string,
    { bundleIds = [], productIds = [], addOnIds = [] }: CreateOrderParams,
  ): SortedItems {
    const canBuy =
      (items: ReadonlyMap<string, MockRecord>) =>
      (id: string): boolean =>
        items.has(id) && !this.owns(email, id);
    const bundles = Map.groupBy(bundleIds, canBuy(this.bundles));
    const products = Map.groupBy(productIds, canBuy(this.products));
    const addOns = Map.groupBy(addOnIds, canBuy(this.addOns));
    const part = (wanted: boolean): MockItems => ({
      bundleIds: bundles.get(wanted) ?? [],
      productIds: products.get(wanted) ?? [],
      addOnIds: addOns.get(wanted) ?? [],
    });
    return { accepted: part(true), refused: part(false) };
  }

  /** Places an order; the learner owns its items from now on. */
  addOrder(user: MockUser, items: MockItems): MockOrder {
    const order = { id: mockId("order", this.#orders.length + 1), userId: user.id, ...items };
    this.#orders.push(order);
    for (const id of [...items.bundleIds, ...items.productIds, ...items.addOnIds]) this.own(user.email, id);
    return order;
  }

  /** Adds the learner of an order. */
  addUser(email: string, fields: OrderUser): MockUser {
    this.#newUsers += 1;
    // Ids of a kind of their own, so that a new learner never replaces one of the seed.
    const user = { ...noBadges, ...fields, id: mockId("newuser", this.#newUsers), email };
    this.#users.set(user.id, user);
    this.#userIdByEmail.set(email.toLowerCase(), user.id);
    return user;
  }

  /**
   * Updates a learner; `schoolId` clears `otherSchoolName`, as the vendor documents. A learner's record contains the place,
   * not its id, as was observed.
   */
  updateUser(user: MockUser, changes: Partial<UpdateUserParams>): MockUser {
    const { provinceId, cityId, ...others } = changes;
    const school = typeof changes.schoolId === "string" ? { otherSchoolName: null } : {};
    const changed = {
      ...user,
      ...others,
      ...school,
      ...(provinceId === undefined ? {} : { province: placeOf(this.provinces, provinceId) }),
      ...(cityId === undefined ? {} : { city: placeOf(this.cities, cityId) }),
    };
    this.#users.set(user.id, changed);
    return changed;
  }
}
