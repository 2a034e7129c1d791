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

/** The headers of everything that was sent, by middleware, too. */
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

/** Headers with which a caller asks for a reply only if something has changed. */
const conditions = ["if-none-match", "if-modified-since"] as const;

/** What a 3xx means. None is followed, so that credentials stay at their origin. */
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
          "the vendor says that nothing has changed, although the call did not ask for changes",
        );
  }
  if (status === 300 || status === 305 || status === 306 || status > 308)
    return mismatch(response, "the vendor answers with a status that names no reply");
  const location = headerOf(response, "location");
  const base = `${plan.baseUrl}/`;
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
    const value = parseJson(decodeText(response, bytes));
    const source = new ReplySource(response, value);
    const problem = value === notJson ? undefined : engine.readError(source);
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

/** Says what an answer means that is not a plain reply: the vendor's error, a file, or something that should not have come. */
export function judge(answer: Answer, readAs: ReadAs, sentHeaders: SentHeaders): Meaning {
  const { response, bytes } = answer;
  const { engine, plan } = readAs;
  const { status } = response;
  if (status === 0 || (status >= 300 && status < 400)) return redirect(response, readAs, sentHeaders);
  const isSuccess = status >= 200 && status < 300;
  if (isSuccess && plan.media === "binary") return file(answer, readAs);

  const text = decodeText(response, bytes);
  const parsed = parseJson(text);
  const isJson = parsed !== notJson;
  // An error reader gets the text of what is not JSON: a page for people, or a body that was cut off.
  const value = isJson ? parsed : text;
  const source = new ReplySource(response, value);
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
