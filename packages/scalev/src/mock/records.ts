import type { BundleCard, Product } from "../catalog.ts";
import type { CourseAccess } from "../courses.ts";
import type { CustomerProfile } from "../me.ts";
import type { Order } from "../order.ts";

/** A customer in the mock. */
export interface MockCustomer {
  /** The profile. */
  readonly profile: CustomerProfile & { readonly email: string };
  /** The password. */
  readonly password: string;
  /** The code that completes a login; without one, the password suffices. */
  readonly otp?: string | undefined;
  /** The orders, newest first. */
  readonly orders: readonly Order[];
  /** The UUIDs of the variants whose courses are accessible. */
  readonly courses: readonly string[];
}

/** The initial data of a mock; each list that you give replaces the default one. */
export interface ScalevSeed {
  /** The customers. @default learner@example.com, and otp@example.com who logs in with a code */
  readonly customers?: readonly MockCustomer[];
  /** The products with their variants. @default 30 of them */
  readonly products?: readonly Product[];
  /** The bundles. @default one */
  readonly bundles?: readonly BundleCard[];
  /** The courses by the UUID of their variant, without progress. @default two */
  readonly courses?: Readonly<Record<string, CourseAccess>>;
}
