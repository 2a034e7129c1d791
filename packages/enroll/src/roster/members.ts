import { contentText } from "../run/content.ts";
import type { Target, TargetMember } from "../target.ts";
import { RosterError } from "./errors.ts";
import { isKeptByJson } from "./stored.ts";

/** An entry of a vendor's list. */
export interface ListedMember<Row extends object> {
  readonly member: TargetMember<Row>;
  /** The member's row as JSON, the same for equal rows. */
  readonly json: string;
}

function wrongList(target: string, problem: string): RosterError {
  return new RosterError(
    "wrong-list",
    `The list of ${target} cannot be used, and nothing was sent: ${problem}. This is a fault of the target: report it to its authors.`,
  );
}

/**
 * Reads the vendor's list of an item, and checks that it is usable: an entry of another item would be compared with the wrong
 * rows, and one without a learner with none.
 *
 * @param row Any row of the item.
 */
export async function* readMembers<Row extends object>(
  target: Target<Row>,
  row: Row,
  { item, signal }: { readonly item: string; readonly signal: AbortSignal },
): AsyncGenerator<ListedMember<Row>, void> {
  const { name } = target;
  if (target.members === undefined) throw wrongList(name, "it has none");
  for await (const member of target.members(row, { signal })) {
    signal.throwIfAborted();
    const { identity, isUncertain = false } = member;
    if (identity.item !== item) throw wrongList(name, "an entry belongs to another item than the row");
    if (identity.learner.trim() === "" && !isUncertain)
      throw wrongList(name, "an entry has no learner and is not uncertain");
    if (!isKeptByJson(member.row)) throw wrongList(name, "the row of an entry is not plain JSON");
    yield { member, json: contentText(member.row) };
  }
}
