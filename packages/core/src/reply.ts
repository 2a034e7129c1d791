import type { Engine, ErrorSource, VendorProblem } from "./engine.ts";
import type { Issue, Outcome } from "./errors.ts";
import type { ValidationMode } from "./options.ts";
import type { Plan } from "./plan.ts";
import type { CallRequest } from "./request/build.ts";
import { schemaIssues } from "./schema.ts";
import { headersOf, isHeaderRecord } from "./transport/response.ts";
import type { TransportResponse } from "./transport/transport.ts";

/** A complete answer: header and body. */
export interface Answer {
  readonly response: TransportResponse;
  readonly bytes: Uint8Array;
}

/** A success, in the form that was declared or near it. */
export interface Reply {
  readonly kind: "reply";
  readonly data: unknown;
  /** Where it differs from its declaration, for a report. */
  readonly drift: readonly Issue[];
}

/** The vendor's error. */
export interface Refusal {
  readonly kind: "refusal";
  readonly status: number;
  readonly problem: VendorProblem;
  /** The parsed body, or the text of a body that is not JSON. */
  readonly body: unknown;
  readonly tokenRejected: boolean;
  readonly outcome: Outcome;
}

/** A reply that is not what it should be. It would come again. */
export interface Mismatch {
  readonly kind: "mismatch";
  readonly status: number;
  /** What is wrong, as the end of a sentence without its full stop. */
  readonly reason: string;
  /** The body where it says more, with whatever secrets it holds. */
  readonly text?: string;
  readonly issues?: readonly Issue[];
  readonly outcome: Outcome;
}

/** What an answer means. */
export type Meaning = Reply | Refusal | Mismatch;

/** What a reply is read as. */
export interface ReadAs {
  readonly engine: Engine;
  readonly plan: Plan;
  readonly request: CallRequest;
  readonly validation: ValidationMode;
}

/** A header of a response, whichever way its transport gives them; null where it is missing. */
export function headerOf({ headers }: Pick<TransportResponse, "headers">, name: string): string | null {
  if (!isHeaderRecord(headers)) return headers.get(name);
  const value = headers[name];
  return typeof value === "string" ? value : (value?.join(", ") ?? null);
}

/** The media type of a response without its parameters, in lower case; nothing when it does not look like one. */
export function mediaTypeOf(response: Pick<TransportResponse, "headers">): string | undefined {
  const type = headerOf(response, "content-type")?.split(";")[0]?.trim().toLowerCase();
  return type !== undefined && /^[\w.+-]{1,60}\/[\w.+-]{1,80}$/.test(type) ? type : undefined;
}

const utf8 = new TextDecoder();

function decoderOf(charset: string | undefined): TextDecoder {
  if (charset === undefined || /^utf-?8$/i.test(charset)) return utf8;
  try {
    return new TextDecoder(charset);
  } catch {
    // A name that no platform knows: UTF-8 is what nearly everybody sends.
    return utf8;
  }
}

/** A body as text, in the character encoding that its `content-type` names. @default UTF-8 */
export function decodeText(response: TransportResponse, bytes: Uint8Array): string {
  const type = headerOf(response, "content-type");
  const charset =
    type !== null && /charset/i.test(type) ? /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(type)?.[1] : undefined;
  return decoderOf(charset).decode(bytes);
}

function isDigit(text: string, at: number): boolean {
  // oxlint-disable-next-line unicorn/prefer-code-point -- a digit is one unit, and this runs over every reply
  const unit = text.charCodeAt(at);
  return unit >= 0x30 && unit <= 0x39;
}

/** How many digits a whole number has at least that a JavaScript number may not hold: 2^53 has 16. */
const longNumber = 16;

/** Whether a text holds a run of digits so long that a number in it may have been rounded. Looks at every 16th character. */
export function mayHoldLongNumbers(text: string): boolean {
  for (let at = longNumber - 1; at < text.length; at += longNumber) {
    if (!isDigit(text, at)) continue;
    let start = at;
    while (start > 0 && isDigit(text, start - 1)) start -= 1;
    let end = at + 1;
    while (end < text.length && isDigit(text, end)) end += 1;
    if (end - start >= longNumber) return true;
  }
  return false;
}

/** A reply as a vendor's error reader sees it; its headers are made when they are asked for. */
export class ReplySource implements ErrorSource {
  readonly status: number;
  readonly body: unknown;
  readonly #response: TransportResponse;

  constructor(response: TransportResponse, body: unknown) {
    this.status = response.status;
    this.body = body;
    this.#response = response;
  }

  get headers(): Headers {
    return headersOf(this.#response);
  }
}

const noDrift: readonly Issue[] = [];

/** The value of a text that is JSON; a symbol that JSON cannot hold for any other text. */
export const notJson = Symbol("not JSON");

export function parseJson(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return notJson;
  }
}

/**
 * Reads an answer as what nearly every answer is: a success in JSON, in the form that was declared. Gives nothing for any
 * other, which `judge` looks at.
 */
export function plainReply(
  { response, bytes }: Answer,
  { engine, plan, validation }: ReadAs,
): Reply | undefined {
  const { status } = response;
  if (status < 200 || status >= 300 || plan.media === "binary" || bytes.length === 0) return undefined;
  const text = decodeText(response, bytes);
  const data = parseJson(text);
  if (data === notJson || engine.readError(new ReplySource(response, data)) !== undefined) return undefined;
  if (validation === "off" && !plan.tokenRequest) return { kind: "reply", data, drift: noDrift };
  if (mayHoldLongNumbers(text)) return undefined;
  if (plan.response !== undefined && schemaIssues(plan.response, data).length > 0) return undefined;
  return { kind: "reply", data, drift: noDrift };
}
