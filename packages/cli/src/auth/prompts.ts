import type { Readable, Writable } from "node:stream";
import { isCancel, password, text } from "@clack/prompts";
import { InputError } from "../context.ts";
import { oneLine, type ValueCheck } from "../vendors/value-checks.ts";
import type { Vendor } from "../vendors/vendor.ts";
import type { Credentials } from "./credentials.ts";

/** The streams of the prompts. */
export interface PromptStreams {
  readonly input: Readable;
  readonly output: Writable;
}

const terminalStreams: PromptStreams = { input: process.stdin, output: process.stderr };

/**
 * Prompts for a vendor's credentials. Secrets are not shown as they are typed, optional fields may be left empty, and
 * invalid values are asked for again.
 *
 * @param streams The terminal. Prompts go to stderr by default, so that stdout stays free.
 * @throws InputError when the user cancels with Ctrl-C or Escape.
 */
export async function askForCredentials(
  { fields, title }: Vendor,
  streams: PromptStreams = terminalStreams,
): Promise<Credentials> {
  const credentials: Record<string, string> = {};
  for (const { name, label, hint, secret, required, check } of fields) {
    const notes = [...(hint === undefined ? [] : [hint]), ...(required ? [] : ["optional"])].join("; ");
    const question = {
      message: `${title}: ${label}${notes === "" ? "" : ` (${notes})`}`,
      validate(typed: string | undefined) {
        const value = cleaned(typed, check);
        if (value === "") return required ? "Required for every call." : undefined;
        const expected = check(value);
        return expected === undefined ? undefined : `Expected ${expected}.`;
      },
      ...streams,
    };
    const typed = await (secret ? password(question) : text(question));
    if (isCancel(typed)) throw new InputError("Canceled; nothing was saved.");
    const value = cleaned(typed, check);
    if (value !== "") credentials[name] = value;
  }
  return credentials;
}

/** Removes spaces that were copied along, unless spaces may be part of the value. */
function cleaned(typed: string | undefined, check: ValueCheck): string {
  return check === oneLine ? (typed ?? "") : (typed ?? "").trim();
}
