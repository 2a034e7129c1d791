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

/** One learner and one package. */
export interface ToolzzPlanRow {
  readonly planUuid: string;
  /** The learner's address, as it was written. */
  readonly email: string;
  /** The learner's name. */
  readonly nome: string;
  /** Ids of the schools, at least one. */
  readonly schools: readonly number[];
  /** The state of the enrollment; the vendor's own default where it is left out. */
  readonly status?: "active" | "expired" | undefined;
  /** The last day, as `YYYY-MM-DD`. */
  readonly expires_at?: string | undefined;
}

/** What holds for rows that do not say it themselves. */
export interface ToolzzPlanOptions {
  /** The package's UUID. Without it every row must name one. */
  readonly planUuid?: string | undefined;
  /** Ids of the schools. Without them every row must name one. */
  readonly schools?: readonly number[] | undefined;
}

const optionNames = { planUuid: true, schools: true } as const satisfies OptionNames<ToolzzPlanOptions>;

const statuses: Readonly<Record<string, "active" | "expired">> = {
  active: "active",
  ativo: "active",
  ativa: "active",
  aktif: "active",
  expired: "expired",
  expirado: "expired",
  expirada: "expired",
  kedaluwarsa: "expired",
};

const unheard = "a UUID or id of the package, unless the target was given one";

/** Makes one row with the schools of both, where they agree in everything else. */
function mergeRows(first: ToolzzPlanRow, second: ToolzzPlanRow): ParsedRow<ToolzzPlanRow> {
  const merge = new RowMerge("learner and package");
  merge.agree("nome", first.nome, second.nome, { advice: twoPeople });
  // Left out, it is the vendor's own default, which is taken for active here as in `isProven`.
  merge.agree("status", first.status ?? "active", second.status ?? "active");
  if (first.expires_at !== second.expires_at) merge.refuse("expires_at", second.expires_at);
  if (merge.issues.length > 0) return { issues: merge.issues };
  const schools = [...new Set([...first.schools, ...second.schools])];
  return { row: { ...first, schools, status: first.status ?? second.status } };
}

/** The learners of a package among those of some rows, and whether nobody else of them can be in it. */
interface PlanLearners {
  readonly found: ReadonlyMap<ToolzzPlanRow, PlanUser>;
  readonly isComplete: boolean;
}

/** Looks for the learners of rows with one walk through a package's. */
async function findLearners(
  client: Client,
  planUuid: string,
  rows: readonly ToolzzPlanRow[],
  { signal }: TargetContext,
): Promise<PlanLearners> {
  const wanted = Map.groupBy(rows, ({ email }) => addressKey(email));
  const found = new Map<ToolzzPlanRow, PlanUser>();
  let isComplete = true;
  try {
    for await (const user of plans.listUsers(client, { planUuid }, { signal })) {
      const email: unknown = user.email;
      if (typeof email === "string")
        for (const row of wanted.get(addressKey(email.trim())) ?? []) found.set(row, user);
      else isComplete = false;
      if (found.size === rows.length) break;
    }
  } catch (error) {
    rethrowUnlessFinal(error);
    // What was found so far holds; of the others nothing is known.
    isComplete = false;
  }
  return { found, isComplete };
}

/** Whether a learner is in the one school of a row. The vendor shows one school of a user: of more nothing is proven. */
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
 * Whether a learner of the package has all that the row asks for. The learner may have been there before, by an enrollment
 * with other schools or another last day, which this one was to change: what the vendor does not show is not proven.
 */
async function isProven(
  client: Client,
  row: ToolzzPlanRow,
  user: PlanUser,
  context: TargetContext,
): Promise<boolean> {
  const { status = "active", expires_at: lastDay } = row;
  if (typeof user.status !== "string" || user.status.toLowerCase() !== status) return false;
  // No field of the vendor's page; where it comes all the same, it tells.
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
  const unread = `Whether there are schools with the ids ${schools?.join(", ")} was not looked at: the vendor has no read for it.`;
  return { isRight, findings: schools === undefined ? findings : [...findings, unread] };
}

/**
 * Enrols in course packages of Toolzz: a row is one learner and one package.
 *
 * Rows for one learner and package with other schools are one row with all of them; with another last day they are
 * another enrollment, a renewal. Rows that differ in the name or the state contradict each other.
 *
 * The vendor does not say what a second enrollment of the same learner does: a row is sent once. When its reply was lost,
 * the package's learners settle it: who is not among them was not enrolled. Who is may have been there before, so that the
 * row is done only where the state and the learner's school are shown to be those of the row. The vendor shows neither a
 * last day nor more than one school: rows that ask for these cannot be told.
 *
 * @param client A Toolzz client, with its own limiter, routes and tokens.
 * @throws ConfigurationError when the client is another vendor's, or an option is no id.
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
      const planUuid = required("planUuid", ownPlan ?? options.planUuid, unheard);
      const ownSchools = reader.numberIds("schools");
      const schools = required("schools", ownSchools ?? options.schools, "ids of schools, as in 1;2");
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
        throw new TypeError(`toolzz-plan sends one row a call, got ${rows.length}; nothing was sent.`);
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
  };
}
