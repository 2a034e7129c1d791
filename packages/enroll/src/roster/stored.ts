import { createHash } from "node:crypto";
import { kindOf } from "../reading/kind-of.ts";
import { contentText } from "../run/content.ts";
import { contentOf, identityText } from "../run/several-rows.ts";
import type { FieldIssue, Target } from "../target.ts";
import type { StoredRecord } from "./plan-lines.ts";

/** Whether JSON keeps a value as it is. */
export function isKeptByJson(value: unknown): boolean {
  if (value === undefined || value === null || typeof value === "string" || typeof value === "boolean")
    return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object") return false;
  // A value that contains itself, or a bigint, is an error of JSON.stringify.
  const text = jsonOf(value);
  return text !== undefined && contentText(JSON.parse(text)) === contentText(value);
}

function jsonOf(value: object): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** What a plan must not or cannot store of a record. */
export function storageIssues(fields: Target["fields"], record: StoredRecord): readonly FieldIssue[] {
  const issues: FieldIssue[] = [];
  for (const [field, value] of Object.entries(record)) {
    if (value === undefined || value === null || value === "") continue;
    if (fields[field]?.secret === true) {
      const expected = "no value, because the plan of a roster would store this secret";
      issues.push({ field, expected, received: "a value" });
    } else if (!isKeptByJson(value)) {
      const expected = "a value that JSON can store, because the plan of a roster does";
      issues.push({ field, expected, received: kindOf(value) });
    }
  }
  return issues;
}

/** The target, limited to records that a plan can store. */
export function storable<Row extends object>(target: Target<Row>): Target<Row> {
  const { name, fields, merge } = target;
  return {
    name,
    fields,
    parse(record) {
      const issues = storageIssues(fields, record);
      return issues.length > 0 ? { issues } : target.parse(record);
    },
    keyOf: (row) => target.keyOf(row),
    ...(merge === undefined ? {} : { merge: merge.bind(target) }),
    send: (rows, context) => target.send(rows, context),
  };
}

/** A digest of everything that a target has read in a record, and of who gets what. */
export function rowDigest<Row extends object>(target: Target<Row>, row: Row): string {
  return createHash("sha256")
    .update(`${identityText(target.keyOf(row))} ${contentOf(target, row)}`)
    .digest("base64url");
}
