import { ApiError, type Client, KelasError } from "@kelaskit/core";
import { plans, type PlanUser } from "@kelaskit/toolzz";
import { isJudgement } from "../run/failures.ts";
import type {
  ParsedRow,
  RowOutcome,
  Settlement,
  TargetContext,
  TargetMember,
  TargetRemoval,
} from "../target.ts";
import { outcomeOf, rethrowUnlessFinal } from "./failures.ts";
import { addressKey, RecordReader } from "./record-reader.ts";
import { statuses, type ToolzzPlanRow } from "./toolzz-plan-row.ts";
import { wholeList } from "./whole-list.ts";

/** The learners of a package, for questions in which it matters who is absent. */
function listPlanUsers(
  client: Client,
  planUuid: string,
  { signal }: TargetContext,
  { mayGrow }: { readonly mayGrow: boolean },
): AsyncIterable<PlanUser> {
  const reading = {
    operation: "plans.listUsers",
    itemsOf: ({ data }: plans.ListPlanUsersReply) => data,
    // Not documented for this list; the vendor's other lists have it.
    lengthOf: (reply: plans.ListPlanUsersReply): unknown => Reflect.get(reply, "total"),
  };
  return wholeList(client, plans.listUsers(client, { planUuid }, { signal }), reading, { mayGrow });
}

/** Which learners of some rows are in a package, and whether all others are proven not to be. */
export interface PlanLearners {
  readonly found: ReadonlyMap<ToolzzPlanRow, PlanUser>;
  readonly isComplete: boolean;
}

/** Looks for the learners of rows in one pass through a package's learners. */
export async function findLearners(
  client: Client,
  planUuid: string,
  rows: readonly ToolzzPlanRow[],
  context: TargetContext,
): Promise<PlanLearners> {
  const wanted = Map.groupBy(rows, ({ email }) => addressKey(email));
  const found = new Map<ToolzzPlanRow, PlanUser>();
  let isComplete = true;
  try {
    for await (const user of listPlanUsers(client, planUuid, context, { mayGrow: true })) {
      const email: unknown = user.email;
      if (typeof email === "string")
        for (const row of wanted.get(addressKey(email.trim())) ?? []) found.set(row, user);
      else isComplete = false;
      if (found.size === rows.length) break;
    }
  } catch (error) {
    rethrowUnlessFinal(error);
    // What was found so far is certain; nothing is known about the others.
    isComplete = false;
  }
  return { found, isComplete };
}

/** Whether the learner has the package now: one whose enrollment has expired is in the list as well. */
function isActive({ status }: PlanUser): boolean {
  const word: unknown = status;
  if (word === undefined || word === null || word === "") return true;
  return typeof word === "string" && statuses[word.trim().toLowerCase()] === "active";
}

/**
 * Lists the learners of a package. Uncertain are those without a usable address, and those whose enrollment is not active: they are
 * in the list, but it is for a person to decide whether they have the package.
 */
export async function* listMembers(
  client: Client,
  planUuid: string,
  context: TargetContext,
): AsyncGenerator<TargetMember<ToolzzPlanRow>, void, undefined> {
  const members = new Map<string, TargetMember<ToolzzPlanRow>>();
  for await (const user of listPlanUsers(client, planUuid, context, { mayGrow: false })) {
    const email = new RecordReader({ email: user.email }).email("email");
    const learner = email === undefined ? `user ${user.id}` : addressKey(email);
    // A learner may have an expired enrollment beside an active one.
    if (members.get(learner)?.isUncertain === false) continue;
    const name = user.name ?? undefined;
    members.set(learner, {
      identity: { learner, item: `plan:${planUuid}` },
      row: { planUuid, email: email ?? "", nome: name ?? "", schools: [] },
      name,
      isUncertain: email === undefined || !isActive(user),
    });
  }
  yield* members.values();
}

function parseMember(record: Readonly<Record<string, unknown>>): ParsedRow<ToolzzPlanRow> {
  const reader = new RecordReader(record);
  const planUuid = reader.textId("planUuid");
  const email = reader.email("email");
  const nome = reader.text("nome") ?? "";
  if (planUuid === undefined) reader.refuse("planUuid", "a UUID or id of the package");
  if (email === undefined) reader.refuse("email", "the learner's e-mail address");
  if (planUuid === undefined || email === undefined || reader.issues.length > 0)
    return { issues: reader.issues };
  return { row: { planUuid, email, nome, schools: [] } };
}

/**
 * The outcome of a removal that the vendor has refused. It documents no errors, so its list decides whether the learner was not in
 * the package: that is also how a repeated request is refused after the first one has taken the learner out.
 */
async function outcomeOfRefusal(
  client: Client,
  row: ToolzzPlanRow,
  refusal: ApiError,
  context: TargetContext,
): Promise<RowOutcome> {
  try {
    const { found, isComplete } = await findLearners(client, row.planUuid, [row], context);
    if (found.size === 0 && isComplete)
      return { state: "done", detail: "is not in the package, by the vendor's list" };
  } catch (error) {
    // The error of a later read proves nothing about the removal.
    if (!KelasError.isInstance(error)) throw error;
  }
  return outcomeOf(refusal);
}

/** Takes learners out of packages. */
export function planRemoval(client: Client): TargetRemoval<ToolzzPlanRow> {
  return {
    parse: parseMember,
    async send(rows, context) {
      const [row] = rows;
      if (row === undefined || rows.length > 1)
        throw new TypeError(`toolzz-plan removes one row per call, got ${rows.length}; nothing was sent.`);
      const { planUuid, email } = row;
      try {
        await plans.removeUser(client, { planUuid, email }, { signal: context.signal });
      } catch (error) {
        if (!ApiError.isInstance(error) || !isJudgement(error)) throw error;
        return [await outcomeOfRefusal(client, row, error, context)];
      }
      return [{ state: "done" }];
    },
    async settle(rows, context) {
      const settled = new Map<ToolzzPlanRow, Settlement>();
      for (const [planUuid, group] of Map.groupBy(rows, (row) => row.planUuid)) {
        const { found, isComplete } = await findLearners(client, planUuid, group, context);
        for (const row of group)
          settled.set(row, found.has(row) ? "not-done" : isComplete ? "done" : "cannot-tell");
      }
      return rows.map((row) => settled.get(row) ?? "cannot-tell");
    },
  };
}
