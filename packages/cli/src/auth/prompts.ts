import type { Readable, Writable } from "node:stream";
import { isCancel, password, text } from "@clack/prompts";
import { InputError } from "../context.ts";
import { oneLine, type ValueCheck } from "../vendors/value-checks.ts";
import type { Vendor } from "../vendors/vendor.ts";
import type { Credentials } from "./credentials.ts";

/** Where questions are asked. */
export interface PromptStreams {
  readonly input: Readable;
  readonly output: Writable;
}

const terminalStreams: PromptStreams = { input: process.stdin, output: process.stderr };

/**
 * Asks for a vendor's credentials. Secrets are typed unseen; what is not required may be left empty. What
 * cannot be right is said at once, and asked for again.
 *
 * @param streams The terminal. Questions go to stderr by default, so that stdout stays free.
 * @throws InputError when the user ends it with Ctrl-C or Escape.
 */
export async function askForCredentials(
  { fields, title }: Vendor,
  streams: PromptStreams = terminalStreams,
): Promise<Credentials> {
  const credentials: Record<string, string> = {};
  for (const { name, label, hint, secret, required, check } of fields) {
    const notes = [...(hint === undefined ? [] : [hint]), ...(required ? [] : ["may be empty"])].join("; ");
    const question = {
      message: `${title}: ${label}${notes === "" ? "" : ` (${notes})`}`,
      validate(typed: string | undefined) {
        const value = cleaned(typed, check);
        if (value === "") return required ? "It is needed for every call." : undefined;
        const expected = check(value);
        return expected === undefined ? undefined : `Expected ${expected}.`;
      },
      ...streams,
    };
    const typed = await (secret ? password(question) : text(question));
    if (isCancel(typed)) throw new InputError("Cancelled, and nothing was saved.");
    const value = cleaned(typed, check);
    if (value !== "") credentials[name] = value;
  }
  return credentials;
}

/** Without the spaces that come along when something is copied; where spaces may belong to it, as it is. */
function cleaned(typed: string | undefined, check: ValueCheck): string {
  return check === oneLine ? (typed ?? "") : (typed ?? "").trim();
}
