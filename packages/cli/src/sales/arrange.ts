import { createHash } from "node:crypto";
import { InputError } from "../context.ts";

/** More would not fit into the memory. */
const mostDeliveries = 10_000_000;

/** How a file is sent. */
export interface Arrangement {
  /** How often everything is sent. */
  readonly times: number;
  /** The order follows from it; undefined for the order of the file. */
  readonly seed: number | undefined;
}

/**
 * Arranges what is sent: everything as often as requested, in the order of the file or in one that follows from the seed.
 *
 * @throws InputError when it is too much.
 */
export function arranged<Item>(items: readonly Item[], { times, seed }: Arrangement): readonly Item[] {
  if (items.length * times > mostDeliveries) {
    throw new InputError(
      `--times ${times} would be more than ${mostDeliveries} deliveries, and nothing was sent. Send the file several times.`,
    );
  }
  const all = Array.from({ length: times }, () => items).flat();
  if (seed === undefined) return all;
  // Sorted by a hash of the seed and the place, it is the same order on every machine and version.
  return all
    .map((item, place) => ({ item, rank: createHash("sha256").update(`${seed}:${place}`).digest("hex") }))
    .toSorted((one, other) => (one.rank < other.rank ? -1 : 1))
    .map(({ item }) => item);
}
