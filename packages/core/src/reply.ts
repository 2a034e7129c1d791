import { decodeText, headersOf } from "./body.ts";
import type { Engine, ErrorSource, VendorProblem } from "./engine.ts";
import type { Issue, Outcome } from "./errors.ts";
import { mayHoldLongNumbers } from "./long-numbers.ts";
import type { ValidationMode } from "./options.ts";
import type { Plan } from "./plan.ts";
import type { CallRequest } from "./request/build.ts";
import { schemaIssues } from "./schema.ts";
import type { Answer } from "./send.ts";
import type { TransportResponse } from "./transport/transport.ts";

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
