import { checkOptions, type OptionNames } from "@kelaskit/core/vendor";
import type { Client } from "@kelaskit/core";
import { classes, plans } from "@kelaskit/toolzz";
import { isSameId } from "../reading/id.ts";
import type {
  ParsedRow,
  RowOutcome,
  Settlement,
  Target,
  TargetCheck,
  TargetContext,
  TargetRemoval,
} from "../target.ts";
import { requireVendor } from "./failures.ts";
import { fieldsWith } from "./fields/settings.ts";
import { classFields } from "./fields/toolzz-class.ts";
import { addressKey, RecordReader } from "./record-reader.ts";
import { RowMerge, twoPeople } from "./row-merge.ts";
import { checkCredential } from "./settings-check.ts";
import { readTextIdSetting } from "./settings.ts";

/** One learner and one class. */
export interface ToolzzClassRow {
  readonly classId: string;
  /** The learner's address, as written in the row. */
  readonly email: string;
  /** The learner's name. */
  readonly name: string;
  /** The first day of the enrollment, as `YYYY-MM-DD`. */
  readonly registration_start_date?: string | undefined;
  /** The last day of the enrollment, as `YYYY-MM-DD`. */
  readonly registration_end_date?: string | undefined;
}

/** Settings of `toolzzClass`. */
export interface ToolzzClassOptions {
  /** The id of the class for rows without one. If it is not set, every row must name a class. */
  readonly classId?: string | undefined;
}

const optionNames = { classId: true } as const satisfies OptionNames<ToolzzClassOptions>;

function parseRow(
  record: Readonly<Record<string, unknown>>,
  { classId: fallback }: ToolzzClassOptions,
): ParsedRow<ToolzzClassRow> {
  const reader = new RecordReader(record);
  const email = reader.email("email");
  const name = reader.text("name");
  const ownClass = reader.textId("classId");
  const start = reader.day("registration_start_date", { mayBePast: true });
  const end = reader.day("registration_end_date");
  if (reader.value("email") === undefined) reader.refuse("email", "the learner's e-mail address");
  if (reader.value("name") === undefined) reader.refuse("name", "the learner's name");
  if (reader.value("classId") === undefined && fallback === undefined)
    reader.refuse("classId", "the class's id, unless the target has one");
  if (start !== undefined && end !== undefined && end < start)
    reader.refuse("registration_end_date", "a day that is not before registration_start_date");
  const classId = ownClass ?? fallback;
  if (reader.issues.length > 0 || email === undefined || name === undefined || classId === undefined)
    return { issues: reader.issues };
  const row = { classId, email, name, registration_start_date: start, registration_end_date: end };
  return { row, cleaned: reader.cleaned };
}

/** Merges two rows for one learner, class and last day, unless they contradict each other. */
function mergeRows(first: ToolzzClassRow, second: ToolzzClassRow): ParsedRow<ToolzzClassRow> {
  const merge = new RowMerge("learner and class");
  merge.agree("name", first.name, second.name, { advice: twoPeople });
  const [start, otherStart] = [first.registration_start_date, second.registration_start_date];
  if (start !== otherStart) merge.refuse("registration_start_date", otherStart);
  const [end, otherEnd] = [first.registration_end_date, second.registration_end_date];
  if (end !== otherEnd) merge.refuse("registration_end_date", otherEnd);
  return merge.parsed(first);
}

/** The only row of a call: the reply of a call with several could not be divided among them. */
function onlyRow(verb: string, rows: readonly ToolzzClassRow[]): ToolzzClassRow {
  const [row] = rows;
  if (row !== undefined && rows.length === 1) return row;
  throw new TypeError(`toolzz-class ${verb} one row per call, got ${rows.length}; nothing was sent.`);
}

async function sendRow(
  client: Client,
  { classId, ...user }: ToolzzClassRow,
  { signal }: TargetContext,
): Promise<RowOutcome> {
  const { data } = await classes.attach(client, { classId, users: [user] }, { signal });
  const [registration] = Array.isArray(data) ? data : [];
  const shownClass: unknown = registration?.class_id;
  if (registration === undefined)
    return { state: "unknown", reason: "The vendor's reply does not show an enrollment." };
  // Documented as a text; an id is the same as a number.
  if (shownClass !== undefined && shownClass !== null && !isSameId(String(shownClass), classId))
    return { state: "unknown", reason: "The vendor's reply shows an enrollment in another class." };
  const id: unknown = registration.id;
  return typeof id === "string" || typeof id === "number"
    ? { state: "done", vendorId: String(id) }
    : { state: "done" };
}

/** The vendor has no list of a class's learners, and no operation that shows a user's classes. */
async function cannotTell(rows: readonly ToolzzClassRow[]): Promise<readonly Settlement[]> {
  return rows.map(() => "cannot-tell");
}

function classRemoval(client: Client): TargetRemoval<ToolzzClassRow> {
  return {
    parse(record) {
      // An enrollment that is taken back may have ended: its days do not matter here.
      const { registration_start_date: _, registration_end_date: __, ...learner } = record;
      return parseRow(learner, {});
    },
    async send(rows, { signal }) {
      const { classId, name, email } = onlyRow("removes", rows);
      await classes.detach(client, { classId, users: [{ name, email }] }, { signal });
      return [{ state: "done" }];
    },
    settle: cannotTell,
  };
}

async function checkClass(
  client: Client,
  { classId }: ToolzzClassOptions,
  { signal }: TargetContext,
): Promise<TargetCheck> {
  const check = await checkCredential("Toolzz", "class", () => plans.list(client, {}, { signal }));
  if (!check.isRight || classId === undefined) return check;
  const [credential = ""] = check.findings;
  const unread = `The class ${classId} was not checked: no operation of the vendor reads it.`;
  return { isRight: true, findings: [credential, unread] };
}

/**
 * Enrolls learners in classes of Toolzz: a row is one learner and one class. The vendor registers learners who are new to the
 * institution.
 *
 * Rows for one learner and class with another last day are another enrollment, a renewal. Rows that differ in the name or the first
 * day contradict each other.
 *
 * The vendor does not document what a second enrollment or removal does, so each is sent once. It has no list of a class's learners:
 * a row whose reply was lost stays unknown, and there is no roster of a class. A removal needs the learner's name and address; it
 * ends the enrollment in the class and nothing else.
 *
 * @param client A Toolzz client, with its own limiter, routes and tokens.
 * @throws ConfigurationError if the client is another vendor's, or an option is not an id.
 * @example
 * ```ts
 * const target = toolzzClass(createToolzz(), { classId: "7" });
 * ```
 */
export function toolzzClass(client: Client, given: ToolzzClassOptions = {}): Target<ToolzzClassRow> {
  requireVendor("toolzzClass", client, "toolzz");
  checkOptions("toolzzClass()", given, optionNames);
  const options: ToolzzClassOptions = { classId: readTextIdSetting("classId", given.classId) };
  return {
    name: "toolzz-class",
    fields: fieldsWith(classFields, { ...options }),
    parse: (record) => parseRow(record, options),
    keyOf: ({ email, classId, registration_end_date: period }) => ({
      learner: addressKey(email),
      item: `class:${classId}`,
      period,
    }),
    merge: mergeRows,
    send: async (rows, context) => [await sendRow(client, onlyRow("sends", rows), context)],
    settle: cannotTell,
    check: (context) => checkClass(client, options, context),
    nameOf: ({ name }) => name,
    removal: classRemoval(client),
  };
}
