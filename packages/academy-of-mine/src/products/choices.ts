import type { NoParams } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { operation } from "../operation.ts";
import { lookupOption } from "../shared/replies.ts";
import type { LookupOption } from "../shared/shapes.ts";

/** The values of `type`, with display text. The sample leaves DOWNLOADABLE out, which `products.create` takes. */
export const lookupTypes = operation<NoParams, readonly LookupOption[]>({
  name: "products.lookupTypes",
  method: "GET",
  path: "/product/type/lookup",
  response: () => z.array(lookupOption()),
});

/** The values of `status`, with display text. */
export const lookupStatuses = operation<NoParams, readonly LookupOption[]>({
  name: "products.lookupStatuses",
  method: "GET",
  path: "/product/status/lookup",
  response: () => z.array(lookupOption()),
});

/** The values of `price_frequency`, with display text, such as "Per month". */
export const lookupSubscriptionPriceFrequencies = operation<NoParams, readonly LookupOption[]>({
  name: "products.lookupSubscriptionPriceFrequencies",
  method: "GET",
  path: "/product/subscriptionPriceFrequency/lookup",
  response: () => z.array(lookupOption()),
});

/**
 * The values of `free_trial_frequency`, with display text. The vendor's text is that of the price frequencies; title
 * and sample are of free trials.
 */
export const lookupFreeTrialIntervals = operation<NoParams, readonly LookupOption[]>({
  name: "products.lookupFreeTrialIntervals",
  method: "GET",
  path: "/product/freeTrialInterval/lookup",
  response: () => z.array(lookupOption()),
});
