import { createHash } from "node:crypto";
import { plainText } from "../reading/plain-text.ts";
import type { Target } from "../target.ts";
import { contentText } from "./content.ts";

/** The fields of a target whose content must never be stored. */
export function secretFields({ fields }: Pick<Target, "fields">): ReadonlySet<string> {
  return new Set(Object.entries(fields).flatMap(([name, { secret }]) => (secret === true ? name : [])));
}

/**
 * A digest of everything in a row except its secrets, with which changes are found. A journal stores it, so it must not
 * reveal whether a guessed password is correct.
 */
export function digestOfRow(row: object, secrets: ReadonlySet<string>): Uint8Array {
  const text = contentText(row, { textOf: plainText, without: secrets });
  return createHash("sha256").update(text).digest().subarray(0, 16);
}
