import type { Client } from "@kelaskit/core";
import type { TargetContext, TargetMember } from "../target.ts";
import type { AcademyContent, LearnersOf } from "./academy-contents.ts";
import type { AcademyRow } from "./academy-row.ts";
import { rethrowUnlessFinal } from "./failures.ts";
import { addressKey, RecordReader } from "./record-reader.ts";

/** How members are identified. */
interface MembersOptions extends LearnersOf {
  readonly content: AcademyContent;
  /** The key of the course or the learning path. */
  readonly item: string;
  /** Whether all rows have user ids, so that no addresses are needed. */
  readonly byUserId: boolean;
}

function addressIn(email: unknown): string | undefined {
  return new RecordReader({ email }).email("email");
}

/** Addresses by the user's id, as far as the vendor shows them; one that two users share is nobody's. */
async function readAddresses(
  client: Client,
  { content, id }: MembersOptions,
  { signal }: TargetContext,
): Promise<ReadonlyMap<number, string>> {
  const addresses = new Map<number, string>();
  const owners = new Map<string, number>();
  const shared = new Set<string>();
  try {
    for await (const { user_id: shownId, email: shownAddress } of content.listAddresses?.(
      client,
      id,
      signal,
    ) ?? []) {
      const userId: unknown = shownId;
      const email = addressIn(shownAddress);
      if (typeof userId !== "number" || email === undefined) continue;
      const key = addressKey(email);
      if ((owners.get(key) ?? userId) !== userId) shared.add(key);
      owners.set(key, userId);
      addresses.set(userId, email);
    }
  } catch (error) {
    rethrowUnlessFinal(error);
    // Without the report, or with a part of it, learners without an address are uncertain.
  }
  for (const [userId, email] of addresses) if (shared.has(addressKey(email))) addresses.delete(userId);
  return addresses;
}

/**
 * Lists the learners of a course or a learning path, each once. They are identified as their rows are: by the user's id if all
 * rows have one, otherwise by address. The list itself shows no addresses: a learner whose address is not known is uncertain.
 */
export async function* listMembers(
  client: Client,
  options: MembersOptions,
  context: TargetContext,
): AsyncGenerator<TargetMember<AcademyRow>, void, undefined> {
  const { content, id, item, byUserId } = options;
  const addresses = byUserId ? new Map<number, string>() : await readAddresses(client, options, context);
  const seen = new Set<number>();
  for await (const learner of content.listLearners(client, options, context.signal)) {
    const userId: unknown = learner.user_id;
    const name = [learner.first_name, learner.last_name].filter(Boolean).join(" ");
    const shown = name === "" ? {} : { name };
    if (typeof userId !== "number") {
      const identity = { learner: `enrollment ${learner.id}`, item };
      yield { identity, row: { contentId: id }, ...shown, isUncertain: true };
      continue;
    }
    if (seen.has(userId)) continue;
    seen.add(userId);
    const row = { contentId: id, userId };
    const byId = { learner: String(userId), item };
    const email = addresses.get(userId);
    if (byUserId) yield { identity: byId, row, ...shown };
    else if (email === undefined) yield { identity: byId, row, ...shown, isUncertain: true };
    else {
      const identity = { learner: addressKey(email), item };
      yield { identity, row, otherLearners: [String(userId)], ...shown };
    }
  }
}
