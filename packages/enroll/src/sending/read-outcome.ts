import { isObject } from "@kelaskit/core/vendor";
import type { RowOutcome, Settlement } from "../target.ts";
import { messageOf } from "../thrown.ts";

/** A text that can be recorded; undefined for what is none. */
function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  return value instanceof Error ? messageOf(value) : undefined;
}

/** The outcome of a row, whatever a target has returned: what is not an outcome says nothing about the row. */
export function readOutcome(given: unknown): RowOutcome {
  if (!isObject(given)) return { state: "unknown", reason: "the target returned no outcome for this row" };
  const { state } = given;
  if (state === "done")
    return { state, detail: textOf(given["detail"]), vendorId: textOf(given["vendorId"]) };
  const reason = textOf(given["reason"]) ?? "the target gave no reason";
  if (state === "failed" || state === "retry" || state === "unknown") return { state, reason };
  return { state: "unknown", reason: "the target returned an outcome without a state" };
}

/** The vendor's answer about a row, whatever a target has returned: what is not an answer tells nothing. */
export function readSettlement(given: unknown): Settlement {
  return given === "done" || given === "not-done" ? given : "cannot-tell";
}
