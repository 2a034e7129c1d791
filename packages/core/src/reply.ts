import { binaryReply, decodeText, headerOf, headersOf, mediaTypeOf } from "./body.ts";
import { driftIssues } from "./drift.ts";
import type { Engine, ErrorSource, VendorProblem } from "./engine.ts";
import type { Issue, Outcome } from "./errors.ts";
import { mayHoldLongNumbers, parseExactly, parseJson } from "./json.ts";
import type { ValidationMode } from "./options.ts";
import type { Plan } from "./plan.ts";
import type { CallRequest } from "./request/build.ts";
import { outcomeOfStatus } from "./retry-policy.ts";
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

function mismatch(
  { status }: TransportResponse,
  reason: string,
  details: Pick<Mismatch, "text" | "issues"> = {},
): Mismatch {
  return { kind: "mismatch", status, reason, outcome: "unknown", ...details };
}

/** A reply as a vendor's error reader sees it; its headers are made when they are asked for. */
class Source implements ErrorSource {
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

function refusal(engine: Engine, source: Source, problem: VendorProblem): Refusal {
  const { status, body } = source;
  return {
    kind: "refusal",
    status,
    problem,
    body,
    tokenRejected: engine.isTokenRejected(source),
    outcome: problem.outcome ?? outcomeOfStatus(status),
  };
}

/** Headers with which a caller asks for a reply only if something has changed. */
const conditions = ["if-none-match", "if-modified-since"] as const;

/** What a 3xx means. None is followed, so that credentials stay at their origin. */
function redirect(response: TransportResponse, { engine, request }: ReadAs): Meaning {
  const { status } = response;
  if (status === 304) {
    return conditions.some((name) => request.headers[name] !== undefined)
      ? refusal(engine, new Source(response, undefined), { message: "Not modified", outcome: "no-effect" })
      : mismatch(
          response,
          "the vendor says that nothing has changed, although the call did not ask for changes",
        );
  }
  if (status === 300 || status === 305 || status === 306 || status > 308)
    return mismatch(response, "the vendor answers with a status that names no reply");
  const location = headerOf(response, "location");
  const base = `${engine.baseUrl()}/`;
  const target =
    location !== null && URL.canParse(location, base)
      ? `to ${new URL(location, base).origin}`
      : status === 0
        ? "to a place that this platform does not show"
        : "without a usable location";
  const advice = status === 303 ? "ask for the result there" : "if the API has moved, set baseUrl";
  return mismatch(
    response,
    `the vendor redirects ${target}, which is not followed so that credentials stay at their origin; ${advice}`,
  );
}

/** A file, or what came in its place: the vendor's error, also with a successful status, or a page for people. */
function file(answer: Answer, { engine }: ReadAs): Meaning {
  const { response, bytes } = answer;
  const mediaType = mediaTypeOf(response) ?? "";
  if (/[/+]json$/.test(mediaType)) {
    const { value, isJson } = parseJson(decodeText(response, bytes));
    const source = new Source(response, value);
    const problem = isJson ? engine.readError(source) : undefined;
    if (problem !== undefined) return refusal(engine, source, problem);
  }
  if (mediaType === "text/html" || mediaType === "application/xhtml+xml") {
    const text = decodeText(response, bytes);
    return mismatch(response, `expected a file, got a page of HTML (${mediaType})`, { text });
  }
  const isEmpty = bytes.length === 0 && headerOf(response, "content-length") !== "0";
  if (response.status === 204 || response.status === 205 || isEmpty)
    return mismatch(response, "expected a file, got an empty reply");
  return { kind: "reply", data: binaryReply(response, bytes), drift: [] };
}

/** Says what an answer means: a reply, the vendor's error, or something that should not have come. */
export function interpret(answer: Answer, readAs: ReadAs): Meaning {
  const { response, bytes } = answer;
  const { engine, plan } = readAs;
  const { status } = response;
  if (status === 0 || (status >= 300 && status < 400)) return redirect(response, readAs);
  const isSuccess = status >= 200 && status < 300;
  if (isSuccess && plan.media === "binary") return file(answer, readAs);

  const text = decodeText(response, bytes);
  const { value, isJson } = parseJson(text);
  const source = new Source(response, value);
  if (!isSuccess) return refusal(engine, source, engine.readError(source) ?? {});
  if (!isJson) {
    const mediaType = mediaTypeOf(response) ?? "no media type";
    return mismatch(response, `expected JSON, got a body that is not or was cut off (${mediaType})`, {
      text,
    });
  }
  const problem = engine.readError(source);
  if (problem !== undefined) return refusal(engine, source, problem);
  return checked(answer, readAs, text, value);
}

/** A JSON body beside its declaration. */
function checked(
  { response }: Answer,
  { plan, request, validation }: ReadAs,
  text: string,
  value: unknown,
): Meaning {
  const schema = plan.response;
  // Nothing at all is not a smaller form of anything: the caller's next line would break on it. HEAD has no body by nature.
  const isEmpty = schema !== undefined && text === "" && request.method !== "HEAD";
  if (isEmpty && schemaIssues(schema, value).length > 0)
    return mismatch(response, "the reply is empty, and the operation declares one");
  const mode = plan.tokenRequest ? "strict" : validation;
  if (mode === "off") return { kind: "reply", data: value, drift: [] };
  const { data, issues } = mayHoldLongNumbers(text)
    ? parseExactly(text, schema)
    : { data: value, issues: [] };
  const drift = schema === undefined ? issues : [...driftIssues(schema, data), ...issues];
  if (drift.length === 0 || mode === "warn") return { kind: "reply", data, drift };
  return mismatch(response, "the reply differs from its declaration", { issues: drift });
}
