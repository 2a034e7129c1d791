/** Anything with an id. The vendor shows no fields: what else a mock's things have is its own invention, or yours. */
export interface MockRecord {
  /** The id. */
  readonly id: string;
  /** Any other field. */
  readonly [field: string]: unknown;
}

/** A learner as the mock keeps them. */
export interface MockUser extends MockRecord {
  /** The e-mail address, by which purchases are known. */
  readonly email: string;
}

/** Ids of things that can be bought, by kind. */
export interface MockItems {
  /** Ids of bundles. */
  readonly bundleIds: readonly string[];
  /** Ids of products. */
  readonly productIds: readonly string[];
  /** Ids of add-ons. */
  readonly addOnIds: readonly string[];
}

/** An order as the mock keeps it: what was bought, without what was refused. */
export interface MockOrder extends MockRecord, MockItems {
  /** Who it is for. */
  readonly userId: string;
}

/** What a mock holds at its start; each list that is given replaces the mock's own. */
export interface SkilvulSeed {
  /** The products. @default 35 of them */
  readonly products?: readonly MockRecord[];
  /** The bundles. @default 12 of them */
  readonly bundles?: readonly MockRecord[];
  /** The add-ons. @default 3 of them */
  readonly addOns?: readonly MockRecord[];
  /** The learners. @default learner@example.com and owner@example.com */
  readonly users?: readonly MockUser[];
  /** Ids of the products, bundles and add-ons that learners own, by e-mail address. */
  readonly owned?: Readonly<Record<string, readonly string[]>>;
  /** The provinces. */
  readonly provinces?: readonly MockRecord[];
  /** The cities, each with its `provinceId`. */
  readonly cities?: readonly MockRecord[];
  /** The professions. */
  readonly professions?: readonly MockRecord[];
  /** The schools' grades. */
  readonly schoolGrades?: readonly MockRecord[];
  /** The schools' types. */
  readonly schoolTypes?: readonly MockRecord[];
  /** The schools, each with `schoolGradeId`, `schoolTypeId`, `provinceId` and `cityId`. */
  readonly schools?: readonly MockRecord[];
}
