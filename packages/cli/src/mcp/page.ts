import { isObject } from "@kelaskit/core/vendor";
import { isPaged } from "../vendors/operations.ts";
import { type Bounded, bounded, mostCharacters, pick } from "./bounded.ts";
import { hasInvisible } from "./redaction.ts";
import type { ServedOperation } from "./served-operation.ts";

/** Which part of a reply is shown. */
export interface Shown {
  readonly maxItems: number;
  readonly skipItems: number;
  readonly fields?: readonly string[] | undefined;
}

/** The arguments that give the rest of a list. */
export interface NextPart {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly skipItems?: number;
}

/** A reply as it came, and as the assistant may see it. */
export interface RepliedTwice {
  readonly reply: unknown;
  readonly visible: unknown;
}

/** The part of a reply that goes to the assistant. */
export interface ReplyPart extends Bounded {
  /** How to go on; undefined at the end of a list, and for what is not a list. */
  readonly next?: NextPart | undefined;
}

/** The longest arguments of a following page, in characters of their JSON. */
const mostOfNext = 4000;

type Parameters = Readonly<Record<string, unknown>>;

/** Where the list of a reply is: a dotted path, empty for the reply itself; undefined if it is not a list. */
function placeOfList({ operation }: ServedOperation, reply: unknown): string | undefined {
  if (isPaged(operation)) return operation.pager.items;
  return Array.isArray(reply) ? "" : undefined;
}

function listAt(reply: unknown, names: readonly string[]): readonly unknown[] | undefined {
  let value = reply;
  for (const name of names) value = isObject(value) ? value[name] : undefined;
  return Array.isArray(value) ? value : undefined;
}

/** A reply with another list at a place. */
function withList(reply: unknown, names: readonly string[], list: readonly unknown[]): unknown {
  const [name, ...rest] = names;
  if (name === undefined) return list;
  return isObject(reply) ? { ...reply, [name]: withList(reply[name], rest, list) } : reply;
}

/** The next page by the operation's pager, and a note if it cannot be told. */
function followingPage(
  { operation }: ServedOperation,
  params: Parameters,
  reply: unknown,
  items: readonly unknown[],
): { readonly next?: NextPart; readonly note?: string } {
  if (!isPaged(operation)) return {};
  try {
    const next = operation.pager.next({ params, reply, items, before: { pages: 0, items: 0 } });
    if (next === "end") return {};
    const text = JSON.stringify(next);
    // It is sent back as it is, so it can be neither cut nor cleaned.
    return text.length > mostOfNext || hasInvisible(text)
      ? { note: "another page follows, but its arguments are too long or cannot be shown" }
      : { next: { parameters: next } };
  } catch (error) {
    // The reply lacks the field that says so; what it has is still useful.
    const reason = error instanceof Error ? error.message : String(error);
    return { note: `whether another page follows is unknown: ${reason}` };
  }
}

/**
 * Cuts a reply to what fits: first to the wanted items and fields, then to fewer items until they fit, and only then inside
 * of items. What `next` says gives exactly the items that are not shown.
 */
export function replyPart(
  served: ServedOperation,
  params: Parameters,
  { reply, visible }: RepliedTwice,
  { maxItems, skipItems, fields }: Shown,
): ReplyPart {
  const chosen = (value: unknown): unknown => (fields === undefined ? value : pick(value, fields));
  const place = placeOfList(served, reply);
  const names = place === undefined || place === "" ? [] : place.split(".");
  const all = place === undefined ? undefined : listAt(visible, names);
  if (all === undefined) return bounded(chosen(visible));

  const rest = all.slice(skipItems);
  let shown = Math.min(maxItems, rest.length);
  const cutTo = (count: number): unknown =>
    withList(
      visible,
      names,
      rest.slice(0, count).map((item) => chosen(item)),
    );
  while (shown > 1 && JSON.stringify(cutTo(shown)).length > mostCharacters) shown = Math.ceil(shown / 2);
  const { value, omitted } = bounded(cutTo(shown));
  const left = rest.length - shown;
  if (left > 0) {
    const note = `${left} further items of this page; next has the arguments for them`;
    return { value, omitted: [...omitted, note], next: { parameters: params, skipItems: skipItems + shown } };
  }
  const { next, note } = followingPage(served, params, reply, listAt(reply, names) ?? []);
  return { value, omitted: note === undefined ? omitted : [...omitted, note], next };
}
