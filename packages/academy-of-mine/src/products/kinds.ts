import type { OpenEnum } from "../shared/shapes.ts";

/** How a product is sold. `products.lookupTypes` does not list DOWNLOADABLE, which other pages of the vendor allow. */
export type ProductType = OpenEnum<"SIMPLE" | "DOWNLOADABLE" | "SUBSCRIPTION">;

/** Whether a product can be bought. */
export type ProductStatus = OpenEnum<"COMING-SOON" | "IN-STOCK" | "OUT-OF-STOCK">;

/** How often the price of a subscription is paid. */
export type PriceFrequency = OpenEnum<"DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY">;

/** What the length of a free trial is counted in. */
export type TrialInterval = OpenEnum<"DAYS" | "WEEKS" | "MONTHS" | "YEARS">;
