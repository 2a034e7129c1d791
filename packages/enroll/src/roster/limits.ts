import { ConfigurationError } from "@kelaskit/core";
import { RosterError } from "./errors.ts";
import type { RemovalLimit } from "./options.ts";
import type { RosterItem } from "./plan-lines.ts";

/** Of an item's current members, in percent. */
const defaultShare = 10;
/** A few are taken out of a small course too. */
const defaultLeast = 5;

/**
 * How many members of an item may be taken out. By default never all of them: a list of other people would otherwise empty a
 * small course.
 *
 * @param members How many the item has, without uncertain ones: these are never taken out, and must not raise the limit.
 * @throws ConfigurationError when the limit is neither a number of members nor a percentage.
 */
export function removalLimit(limit: RemovalLimit | undefined, members: number): number {
  if (limit === undefined) {
    const share = Math.max(defaultLeast, Math.floor((members * defaultShare) / 100));
    return Math.max(0, Math.min(share, members - 1));
  }
  if (typeof limit === "number" && Number.isSafeInteger(limit) && limit >= 0) return limit;
  const percent = typeof limit === "string" && /^\d{1,3}%$/.test(limit) ? Number(limit.slice(0, -1)) : NaN;
  if (percent <= 100) return Math.floor((members * percent) / 100);
  throw new ConfigurationError(
    `maxRemovals: expected a number of members or a percentage from 0% to 100%, got ${String(limit)}. Nothing was sent.`,
  );
}

/** @throws ConfigurationError when the limit is neither a number of members nor a percentage. */
export function requireRemovalLimit(limit: RemovalLimit | undefined): void {
  removalLimit(limit, 0);
}

/** Refuses any text for `remove`, even "false", which would take learners out. @throws ConfigurationError */
export function requireRemove(remove: unknown): void {
  if (typeof remove === "boolean") return;
  throw new ConfigurationError(`remove: expected true or false, got ${String(remove)}. Nothing was sent.`);
}

/**
 * Refuses a plan that takes out more members of an item than is allowed.
 *
 * @throws RosterError with the first such item.
 */
export function requireLimit(items: readonly RosterItem[], limit: RemovalLimit | undefined): void {
  const over = items.filter(({ remove, certain }) => remove > removalLimit(limit, certain));
  const [first] = over;
  if (first === undefined) return;
  const { item, remove, members, certain } = first;
  const uncounted = certain < members ? ` who ${certain === 1 ? "is" : "are"} certain` : "";
  const others = over.length === 1 ? "" : ` So would ${over.length - 1} other items.`;
  throw new RosterError(
    "too-many-removals",
    `${item} would lose ${certain === 1 ? "its only member" : `${remove} of its ${certain} members`}${uncounted}, and at most ${removalLimit(limit, certain)} may be taken out.${others} ` +
      "Nothing was sent. Check that the list is complete and is that of this item. If it is right, allow it with maxRemovals: " +
      "a number of members or a percentage.",
  );
}
