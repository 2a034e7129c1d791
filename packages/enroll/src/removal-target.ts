import { ConfigurationError } from "@kelaskit/core";
import { kindOf } from "./reading/kind-of.ts";
import type { FieldIssue, ParsedRow, RowIdentity, Target, TargetField, TargetMember } from "./target.ts";

/** Somebody who is to be taken out of an item: the row of a removal. */
export interface RemovalRow<Row extends object = object> {
  /** Who is taken out of what: the identity of the member. */
  readonly identity: RowIdentity;
  /** What the target's `removal` is passed. */
  readonly row: Row;
}

/** A member as a record of a source: plain JSON, which `parse` of a removal target reads again. */
export interface RemovalRecord {
  readonly learner: string;
  readonly item: string;
  readonly period?: string | undefined;
  readonly row: object;
}

const fields: Readonly<Record<string, TargetField>> = {
  learner: { required: true, description: "who is taken out, as in the key of the enrollment" },
  item: { required: true, description: "what the learner is taken out of, as in the key of the enrollment" },
  period: { required: false, description: "which of several enrollments, as in the key of the enrollment" },
  row: { required: true, description: "the member's row, as an object" },
};

/** The record of a member, for a source of a removal target. */
export function removalRecord<Row extends object>({ identity, row }: TargetMember<Row>): RemovalRecord {
  const { learner, item, period } = identity;
  return period === undefined ? { learner, item, row } : { learner, item, period, row };
}

/** Whether a value is an object with the properties of a row, which only `removal.parse` can check in detail. */
function isRow<Row extends object>(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isFilled(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

/**
 * The target that takes learners out: `runEnrollment` with it sends each removal once and records it in a journal, as any
 * other row. Its name is the target's with `-removal`, so that a removal and an enrollment have different keys.
 *
 * Its rows are members: pass records that `removalRecord` has created, which may have been stored as JSON in between.
 *
 * @throws ConfigurationError if the target cannot take learners out.
 * @example
 * ```ts
 * const target = removalTarget(toolzzPlan(createToolzz(), { planUuid }));
 * const source = rowsOf(leavers.map(removalRecord), { name: "leavers", fields: target.fields });
 * await runEnrollment({ target, source, journal: "leavers.journal" });
 * ```
 */
export function removalTarget<Row extends object>(target: Target<Row>): Target<RemovalRow<Row>> {
  const { removal } = target;
  if (removal === undefined) {
    throw new ConfigurationError(
      `${target.name} cannot take learners out. Expected a target with \`removal\`; nothing was sent.`,
    );
  }
  const rowsOf = (rows: readonly RemovalRow<Row>[]): readonly Row[] => rows.map(({ row }) => row);

  const parseRow = (value: unknown): ParsedRow<Row> => {
    if (!isRow<Row>(value))
      return {
        issues: [{ field: "row", expected: "the member's row, as an object", received: kindOf(value) }],
      };
    const parsed = removal.parse?.(Object.fromEntries(Object.entries(value))) ?? { row: value };
    if ("row" in parsed) return parsed;
    return { issues: parsed.issues.map((issue) => ({ ...issue, field: `row.${issue.field}` })) };
  };

  return {
    name: `${target.name}-removal`,
    fields,
    parse({ learner, item, period, row: value }): ParsedRow<RemovalRow<Row>> {
      const issues: FieldIssue[] = [];
      const refuse = (field: string, received: unknown): void => {
        issues.push({
          field,
          expected: "a text, as in the key of the enrollment",
          received: kindOf(received),
        });
      };
      if (!isFilled(learner)) refuse("learner", learner);
      if (!isFilled(item)) refuse("item", item);
      if (period !== undefined && period !== null && !isFilled(period)) refuse("period", period);
      const parsed = parseRow(value);
      if ("issues" in parsed) issues.push(...parsed.issues);
      if (issues.length > 0 || "issues" in parsed || !isFilled(learner) || !isFilled(item)) return { issues };
      const identity = isFilled(period) ? { learner, item, period } : { learner, item };
      return { row: { identity, row: parsed.row }, cleaned: parsed.cleaned };
    },
    keyOf: ({ identity }) => identity,
    batchSize: removal.batchSize,
    groupOf: ({ identity, row }) => target.groupOf?.(row) ?? identity.item,
    send: (rows, context) => removal.send(rowsOf(rows), context),
    // Absent unless the target has it: without `settle`, a run leaves open rows unknown instead of asking.
    ...(removal.settle === undefined
      ? {}
      : { settle: async (rows, context) => (await removal.settle?.(rowsOf(rows), context)) ?? [] }),
    ...(target.check === undefined ? {} : { check: target.check.bind(target) }),
  };
}
