import type { Profession } from "../professions.ts";

/** A record with an id. The vendor shows no other field: those of the default data were seen elsewhere, or are invented. */
export interface MockRecord {
  /** The id. */
  readonly id: string;
  /** Any other field. */
  readonly [field: string]: unknown;
}

/** A learner in the mock. */
export interface MockUser extends MockRecord {
  /** The e-mail address, which identifies purchases. */
  readonly email: string;
}

/** Ids of items that can be bought, by kind. */
export interface MockItems {
  /** Ids of bundles. */
  readonly bundleIds: readonly string[];
  /** Ids of products. */
  readonly productIds: readonly string[];
  /** Ids of add-ons. */
  readonly addOnIds: readonly string[];
}

/** An order in the mock: what was bought, without what was refused. */
export interface MockOrder extends MockRecord, MockItems {
  /** The learner it is for. */
  readonly userId: string;
}

/** The initial data of a mock; each list that you give replaces the default one. */
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
  readonly professions?: readonly Profession[];
  /** The schools' grades. */
  readonly schoolGrades?: readonly MockRecord[];
  /** The schools' types. */
  readonly schoolTypes?: readonly MockRecord[];
  /** The schools, each with `schoolGradeId`, `schoolTypeId`, `provinceId` and `cityId`. */
  readonly schools?: readonly MockRecord[];
}
