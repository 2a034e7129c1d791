import { binaryReply } from "./binary.ts";
import { driftIssues } from "./drift.ts";
import type { Engine, VendorProblem } from "./engine.ts";
import { parseExactly } from "./exact-numbers.ts";
import {
  type Answer,
  decodeText,
  headerOf,
  mayHoldLongNumbers,
  type Meaning,
  mediaTypeOf,
  type Mismatch,
  notJson,
  parseJson,
  type ReadAs,
  type Refusal,
  ReplySource,
} from "./reply.ts";
import { outcomeOfStatus } from "./retry-policy.ts";
import { schemaIssues } from "./schema.ts";
import type { TransportResponse } from "./transport/transport.ts";

/** The headers of all requests that were sent, including those sent by middleware. */
type SentHeaders = Iterable<Readonly<Record<string, string>>>;

function mismatch(
  { status }: TransportResponse,
  reason: string,
  details: Pick<Mismatch, "text" | "issues"> = {},
): Mismatch {
  return { kind: "mismatch", status, reason, outcome: "unknown", ...details };
}

function refusal(engine: Engine, source: ReplySource, problem: VendorProblem): Refusal {
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

/** Headers that make a request conditional: the caller needs a reply only if something has changed. */
const conditions = ["if-none-match", "if-modified-since"] as const;

/** Interprets a 3xx. None is followed, so that credentials are not sent to another origin. */
function redirect(response: TransportResponse, { engine, plan }: ReadAs, sentHeaders: SentHeaders): Meaning {
  const { status } = response;
  if (status === 304) {
    return conditions.some((name) => [...sentHeaders].some((headers) => headers[name] !== undefined))
      ? refusal(engine, new ReplySource(response, undefined), {
          message: "Not modified",
          outcome: "no-effect",
        })
      : mismatch(
          response,
          "the vendor reports that nothing has changed, but the request was not conditional",
        );
  }
  if (status === 300 || status === 305 || status === 306 || status > 308)
    return mismatch(response, "the vendor answered with an unexpected 3xx status");
  const location = headerOf(response, "location");
  const base = `${plan.baseUrl}/`;
  const target =
    location !== null && URL.canParse(location, base)
      ? `to ${new URL(location, base).origin}`
      : status === 0
        ? "to an address that this platform hides"
        : "without a usable location";
  // With baseUrl, every request would go there, logging in included.
  const option = plan.baseUrl === engine.baseUrl() ? "baseUrl" : "servers";
  const advice = status === 303 ? "request the result there" : `if the API has moved, set ${option}`;
  return mismatch(
    response,
    `the vendor redirects ${target}; redirects are not followed, to keep credentials at their origin; ${advice}`,
  );
}

/** Interprets the reply to a request for a file: a file, the vendor's error (even with a 2xx status), or an HTML page. */
function file(answer: Answer, { engine }: ReadAs): Meaning {
  const { response, bytes } = answer;
  const mediaType = mediaTypeOf(response) ?? "";
  if (/[/+]json$/.test(mediaType)) {
    const value = parseJson(decodeText(response, bytes));
    const source = new ReplySource(response, value);
    const problem = value === notJson ? undefined : engine.readError(source);
    if (problem !== undefined) return refusal(engine, source, problem);
  }
  if (mediaType === "text/html" || mediaType === "application/xhtml+xml") {
    const text = decodeText(response, bytes);
    return mismatch(response, `expected a file, got an HTML page (${mediaType})`, { text });
  }
  const isEmpty = bytes.length === 0 && headerOf(response, "content-length") !== "0";
  if (response.status === 204 || response.status === 205 || isEmpty)
    return mismatch(response, "expected a file, got an empty reply");
  return { kind: "reply", data: binaryReply(response, bytes), drift: [] };
}

/** Interprets an answer that is not a plain reply: the vendor's error, a file, or an unexpected reply. */
export function judge(answer: Answer, readAs: ReadAs, sentHeaders: SentHeaders): Meaning {
  const { response, bytes } = answer;
  const { engine, plan } = readAs;
  const { status } = response;
  if (answer.isUnread === true) return { kind: "reply", data: undefined, drift: [] };
  if (status === 0 || (status >= 300 && status < 400)) return redirect(response, readAs, sentHeaders);
  const isSuccess = status >= 200 && status < 300;
  if (isSuccess && plan.media === "binary") return file(answer, readAs);

  const text = decodeText(response, bytes);
  const parsed = parseJson(text);
  const isJson = parsed !== notJson;
  // For a body that is not JSON, such as an HTML page or one that was cut off, an error reader gets its text.
  const value = isJson ? parsed : text;
  const source = new ReplySource(response, value);
  if (!isSuccess) return refusal(engine, source, engine.readError(source) ?? {});
  if (!isJson) {
    const mediaType = mediaTypeOf(response) ?? "no media type";
    return mismatch(response, `expected JSON, got a body that is not JSON or was cut off (${mediaType})`, {
      text,
    });
  }
  const problem = engine.readError(source);
  if (problem !== undefined) return refusal(engine, source, problem);
  return checked(answer, readAs, text, value);
}

/** Compares a JSON body with its declaration. */
function checked(
  { response }: Answer,
  { plan, request, validation }: ReadAs,
  text: string,
  value: unknown,
): Meaning {
  const schema = plan.response;
  // An empty reply is wrong in every mode: the caller's next line would fail on it. HEAD never has a body.
  const isEmpty = schema !== undefined && text === "" && request.method !== "HEAD";
  if (isEmpty && schemaIssues(schema, value).length > 0)
    return mismatch(response, "the reply is empty, but the operation declares one");
  const mode = plan.tokenRequest ? "strict" : validation;
  if (mode === "off") return { kind: "reply", data: value, drift: [] };
  const { data, issues } = mayHoldLongNumbers(text)
    ? parseExactly(text, schema)
    : { data: value, issues: [] };
  const drift = schema === undefined ? issues : [...driftIssues(schema, data), ...issues];
  if (drift.length === 0 || mode === "warn") return { kind: "reply", data, drift };
  return mismatch(response, "the reply differs from its declaration", { issues: drift });
}
