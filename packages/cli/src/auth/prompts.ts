import type { Readable, Writable } from "node:stream";
import { isCancel, password, text } from "@clack/prompts";
import { InputError } from "../context.ts";
import type { Vendor } from "../vendors/vendor.ts";
import type { Credentials } from "./credentials.ts";

/** Where questions are asked. */
export interface PromptStreams {
  readonly input: Readable;
  readonly output: Writable;
}

const terminalStreams: PromptStreams = { input: process.stdin, output: process.stderr };

/**
 * Asks for a vendor's credentials. Secrets are typed unseen; what is not required may be left empty.
 *
 * @param streams The terminal. Questions go to stderr by default, so that stdout stays free.
 * @throws InputError when the user ends it with Ctrl-C or Escape.
 */
export async function askForCredentials(
  { fields, title }: Vendor,
  streams: PromptStreams = terminalStreams,
): Promise<Credentials> {
  const credentials: Record<string, string> = {};
  for (const { name, label, secret, required } of fields) {
    const question = {
      message: `${title}: ${label}${required ? "" : " (may be empty)"}`,
      validate: (typed: string | undefined) =>
        required && (typed ?? "").trim() === "" ? "It is needed for every call." : undefined,
      ...streams,
    };
    const typed = await (secret ? password(question) : text(question));
    if (isCancel(typed)) throw new InputError("Cancelled, and nothing was saved.");
    const value = typed.trim();
    if (value !== "") credentials[name] = value;
  }
  return credentials;
}
