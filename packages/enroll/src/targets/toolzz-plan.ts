import { checkOptions, type OptionNames } from "@kelaskit/core/vendor";
import type { Client } from "@kelaskit/core";
import { plans, type PlanUser, users } from "@kelaskit/toolzz";
import type { ParsedRow, Settlement, Target, TargetCheck, TargetContext } from "../target.ts";
import { mapSome, requireVendor, rethrowUnlessFinal } from "./failures.ts";
import { fieldsWith } from "./fields/settings.ts";
import { planFields } from "./fields/toolzz-plan.ts";
import { addressKey, RecordReader } from "./record-reader.ts";
import { RowMerge, twoPeople } from "./row-merge.ts";
import { checkCredential, checkThing, sightInList } from "./settings-check.ts";
import { readSetting, readTextIdSetting } from "./settings.ts";
import { findLearners, listMembers, planRemoval } from "./toolzz-plan-members.ts";
import { statuses, type ToolzzPlanRow } from "./toolzz-plan-row.ts";

export type { ToolzzPlanRow } from "./toolzz-plan-row.ts";

/** Settings of `toolzzPlan`. */
export interface ToolzzPlanOptions {
  /** The UUID of the package for rows without one. If it is not set, every row must name a package. */
  readonly planUuid?: string | undefined;
  /** Ids of the schools for rows without any. If they are not set, every row must name a school. */
  readonly schools?: readonly number[] | undefined;
}

const optionNames = { planUuid: true, schools: true } as const satisfies OptionNames<ToolzzPlanOptions>;

/** Merges two rows into one with the schools of both, if they agree in everything else. */
function mergeRows(first: ToolzzPlanRow, second: ToolzzPlanRow): ParsedRow<ToolzzPlanRow> {
  const merge = new RowMerge("learner and package");
  merge.agree("nome", first.nome, second.nome, { advice: twoPeople });
  // Without it the vendor's own default applies, which is assumed to be active, as in `isProven`.
  merge.agree("status", first.status ?? "active", second.status ?? "active");
  if (first.expires_at !== second.expires_at) merge.refuse("expires_at", second.expires_at);
  const schools = [...new Set([...first.schools, ...second.schools])];
  return merge.parsed({ ...first, schools, status: first.status ?? second.status });
}

/** Whether a learner is in the one school of a row. The vendor shows one school of a user: several cannot be proven. */
async function isInSchool(
  client: Client,
  { email, schools }: ToolzzPlanRow,
  { signal }: TargetContext,
): Promise<boolean> {
  const [school, another] = schools;
  if (another !== undefined) return false;
  try {
    const { data } = await users.find(client, { by: "email", value: email }, { signal });
    return data?.school?.id === school;
  } catch (error) {
    rethrowUnlessFinal(error);
    return false;
  }
}

/**
 * Whether a learner of the package has everything in the row. The learner may have been enrolled before, with other schools
 * or another last day that this row was to change: what the vendor does not show is not proven.
 */
async function isProven(
  client: Client,
  row: ToolzzPlanRow,
  user: PlanUser,
  context: TargetContext,
): Promise<boolean> {
  const { status = "active", expires_at: lastDay } = row;
  if (typeof user.status !== "string" || user.status.toLowerCase() !== status) return false;
  // Not a documented field; used if the reply contains it.
  const shownDay: unknown = Reflect.get(user, "expires_at");
  const hasDay = lastDay === undefined || (typeof shownDay === "string" && shownDay.startsWith(lastDay));
  return hasDay && isInSchool(client, row, context);
}

async function checkPlan(
  client: Client,
  { planUuid, schools }: ToolzzPlanOptions,
  { signal }: TargetContext,
): Promise<TargetCheck> {
  if (planUuid === undefined)
    return checkCredential("Toolzz", "package", () => plans.list(client, {}, { signal }));
  const { isRight, findings } = await checkThing({ vendor: "Toolzz", thing: `the package ${planUuid}` }, [
    () =>
      sightInList(
        plans.list(client, {}, { signal }),
        planUuid,
        ({ uuid }) => uuid,
        ({ name }) => name,
      ),
  ]);
  const unread = `The schools with the ids ${schools?.join(", ")} were not checked: no operation of the vendor reads them.`;
  return { isRight, findings: schools === undefined ? findings : [...findings, unread] };
}

/**
 * Enrolls learners in course packages of Toolzz: a row is one learner and one package.
 *
 * Rows for one learner and package with different schools become one row with all of them; with another last day they are
 * another enrollment, a renewal. Rows that differ in the name or the state contradict each other.
 *
 * The vendor does not document what a second enrollment of the same learner does, so a row is sent once. If its reply was
 * lost, the package's learners settle it: a learner who is not among them was not enrolled. One who is may have been
 * enrolled before, so the row is done only if the vendor shows the row's state and school. The vendor shows neither a last
 * day nor more than one school: rows with these stay unknown.
 *
 * Lists and removes as well. In the list, learners without an address are uncertain, and so are those whose enrollment has expired.
 * A removal ends the enrollment in the package and nothing else. If its reply was lost, the list settles it; if it was refused because
 * the learner is not in the package, it is done.
 *
 * @param client A Toolzz client, with its own limiter, routes and tokens.
 * @throws ConfigurationError if the client is another vendor's, or an option is not an id.
 * @example
 * ```ts
 * const target = toolzzPlan(createToolzz(), { planUuid, schools: [1] });
 * ```
 */
export function toolzzPlan(client: Client, given: ToolzzPlanOptions = {}): Target<ToolzzPlanRow> {
  requireVendor("toolzzPlan", client, "toolzz");
  checkOptions("toolzzPlan()", given, optionNames);
  const options: ToolzzPlanOptions = {
    planUuid: readTextIdSetting("planUuid", given.planUuid),
    schools: readSetting("schools", given.schools, (reader, name) => reader.numberIds(name)),
  };
  return {
    name: "toolzz-plan",
    fields: fieldsWith(planFields, { ...options }),
    parse(record): ParsedRow<ToolzzPlanRow> {
      const reader = new RecordReader(record);
      const required = <Value>(
        field: string,
        value: Value | undefined,
        expected: string,
      ): Value | undefined => {
        if (value === undefined && reader.value(field) === undefined) reader.refuse(field, expected);
        return value;
      };
      const email = required("email", reader.email("email"), "the learner's e-mail address");
      const nome = required("nome", reader.text("nome"), "the learner's name");
      const ownPlan = reader.textId("planUuid");
      const planUuid = required(
        "planUuid",
        ownPlan ?? options.planUuid,
        "a UUID or id of the package, unless the target has one",
      );
      const ownSchools = reader.numberIds("schools");
      const schools = required("schools", ownSchools ?? options.schools, "ids of schools, such as 1;2");
      const status = reader.choice("status", statuses);
      // An enrollment that has ended has its last day behind it.
      const expiresAt = reader.day("expires_at", { mayBePast: status === "expired" });
      if (
        reader.issues.length > 0 ||
        email === undefined ||
        nome === undefined ||
        planUuid === undefined ||
        schools === undefined
      ) {
        return { issues: reader.issues };
      }
      const row = { planUuid, email, nome, schools, status, expires_at: expiresAt };
      return { row, cleaned: reader.cleaned };
    },
    keyOf: ({ email, planUuid, expires_at: period }) => ({
      learner: addressKey(email),
      item: `plan:${planUuid}`,
      period,
    }),
    merge: mergeRows,
    async send(rows, { signal }) {
      const [row] = rows;
      if (row === undefined || rows.length > 1)
        throw new TypeError(`toolzz-plan sends one row per call, got ${rows.length}; nothing was sent.`);
      await plans.enroll(client, row, { signal });
      return [{ state: "done" }];
    },
    async settle(rows, context) {
      const settled = new Map<ToolzzPlanRow, Settlement>();
      for (const [planUuid, group] of Map.groupBy(rows, (row) => row.planUuid)) {
        const { found, isComplete } = await findLearners(client, planUuid, group, context);
        await mapSome(group, async (row) => {
          const user = found.get(row);
          const isDone = user !== undefined && (await isProven(client, row, user, context));
          const ifMissing = user === undefined && isComplete ? "not-done" : "cannot-tell";
          settled.set(row, isDone ? "done" : ifMissing);
        });
      }
      return rows.map((row) => settled.get(row) ?? "cannot-tell");
    },
    check: (context) => checkPlan(client, options, context),
    nameOf: ({ nome }) => nome,
    removal: planRemoval(client),
    members: ({ planUuid }, context) => listMembers(client, planUuid, context),
  };
}
