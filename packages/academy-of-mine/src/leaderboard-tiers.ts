/**
 * Leaderboard tiers: ranges of points, such as bronze, silver and gold, that rank learners. The vendor documents how to
 * list and create them, not how to change or delete them.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
import type { NoParams } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { operation } from "./operation.ts";
import { decimal, text } from "./fields.ts";
import { maybe, maybeNumber, maybeText, saved } from "./shared/replies.ts";
import type { Saved } from "./shared/shapes.ts";

/** A tier. */
export interface LeaderboardTier {
  readonly id: number;
  readonly name?: string | null | undefined;
  /** The minimum points of the tier. */
  readonly lowerLimit?: number | null | undefined;
  /** The maximum points of the tier; the next one begins above it. */
  readonly upperLimit?: number | null | undefined;
}

/** The tiers. */
export interface LeaderboardTierList {
  /** How many tiers there are in all: 10 in the vendor's sample, which lists three. */
  readonly recordsTotal?: number | null | undefined;
  readonly records?: readonly LeaderboardTier[] | null | undefined;
}

/** A tier to create. */
export interface CreateLeaderboardTierParams {
  readonly name: string;
  /** The minimum points of the tier. */
  readonly lowerLimit: number | string;
  /** The maximum points of the tier. */
  readonly upperLimit: number | string;
}

const leaderboardTier = () =>
  z.looseObject({
    id: z.number(),
    name: maybeText(),
    lowerLimit: maybeNumber(),
    upperLimit: maybeNumber(),
  });

/** Lists the tiers. No parameter for pages is documented: compare the length of the list with `recordsTotal`. */
export const list = operation<NoParams, LeaderboardTierList>({
  name: "leaderboardTiers.list",
  method: "GET",
  path: "/leaderboardTier/list",
  response: () => z.looseObject({ recordsTotal: maybeNumber(), records: maybe(z.array(leaderboardTier())) }),
});

/**
 * Creates a tier. What happens when its range overlaps another is not documented. The vendor lists the three values as
 * path parameters; they are sent in the body, as for every other record.
 */
export const create = operation<CreateLeaderboardTierParams, Saved>({
  name: "leaderboardTiers.create",
  method: "POST",
  path: "/leaderboardTier",
  params: () => z.strictObject({ name: text(), lowerLimit: decimal(), upperLimit: decimal() }),
  response: () => saved(),
});
