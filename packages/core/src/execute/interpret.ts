import {
  type CallFacts,
  type KelasError,
  type MismatchDetails,
  type Outcome,
  ResponseMismatchError,
} from "../errors.ts";
import type { ValidationMode } from "../options.ts";
import { binaryReply } from "../reply/binary.ts";
import { driftIssues, driftText } from "../reply/drift.ts";
import { mediaTypeOf } from "../reply/media-type.ts";
import { Scrubber } from "../reply/scrub.ts";
import type { Answer } from "./attempt.ts";
import { apiError, effectText, routeText } from "./call-errors.ts";
import type { Engine, ErrorSource, VendorProblem } from "./engine.ts";
import type { CallPlan } from "./plan.ts";
import { outcomeOfStatus, vendorWait } from "./retry-policy.ts";

/** What an answer means. */
export type Interpretation =
  | { readonly kind: "reply"; readonly data: unknown }
  | {
      /** The vendor's error, or a reply that is not what it should be; only the former is worth another try. */
      readonly kind: "refusal" | "mismatch";
      readonly tokenRejected: boolean;
      readonly outcome: Outcome;
      /** Makes the error, once the outcome of the whole call is known. */
      readonly error: (outcome: Outcome) => KelasError;
    };

interface Context {
  readonly engine: Engine;
  readonly plan: CallPlan;
  /** Every secret that a text of the vendor could repeat; asked only when a text is kept. */
  readonly secrets: () => readonly string[];
  readonly validation: ValidationMode;
  readonly facts: (outcome: Outcome) => CallFacts;
}

/** How much of a body that is not JSON is kept, in characters. */
const excerptLength = 2000;
const longestWords = 500;
/** How many wrong fields are kept: an error is read by people. */
const mostFields = 1000;

/** A text of a person's length, without secrets. */
function shortened(words: string, scrubber: Scrubber): string {
  const clean = scrubber.beginning(words, longestWords);
  return words.length <= longestWords ? clean : `${clean.trimEnd()}…`;
}

interface ParsedBody {
  readonly isJson: boolean;
  readonly value: unknown;
}

function parseBody(content: string | Uint8Array): ParsedBody {
  if (typeof content !== "string") return { isJson: false, value: undefined };
  if (content === "") return { isJson: true, value: undefined };
  try {
    return { isJson: true, value: JSON.parse(content) as unknown };
  } catch {
    // Not JSON: an HTML page, or a body that was cut off. The caller says so with status and excerpt.
    return { isJson: false, value: content };
  }
}

function mismatch(
  answer: Answer,
  context: Context,
  reason: string,
  details: Pick<MismatchDetails, "excerpt" | "issues">,
): Interpretation {
  const { status } = answer.response;
  const mediaType = mediaTypeOf(answer.response);
  return {
    kind: "mismatch",
    tokenRejected: false,
    outcome: "unknown",
    error: (outcome) => {
      const facts = context.facts(outcome);
      return new ResponseMismatchError(
        `${facts.method} ${facts.path} ${status}: ${reason}.${effectText(facts)}`,
        facts,
        { status, mediaType, ...details },
      );
    },
  };
}

function redirect(answer: Answer, context: Context): Interpretation {
  const location = answer.response.headers.get("location");
  const base = `${context.engine.baseUrl()}/`;
  const target =
    location !== null && URL.canParse(location, base) ? new URL(location, base).origin : "an unknown place";
  return mismatch(
    answer,
    context,
    `the vendor redirects to ${target}, which is not followed so that credentials stay at their origin; if the API has moved, set baseUrl`,
    {},
  );
}

function keptBody(body: unknown, scrubber: Scrubber): unknown {
  return typeof body === "string" ? scrubber.beginning(body, excerptLength) : scrubber.value(body);
}

function refusal(
  answer: Answer,
  context: Context,
  source: ErrorSource,
  problem: VendorProblem,
): Interpretation {
  const { engine, plan } = context;
  const { response } = answer;
  const { status } = response;
  return {
    kind: "refusal",
    tokenRejected: engine.isTokenRejected(source),
    outcome: problem.outcome ?? outcomeOfStatus(status),
    error: (outcome) => {
      const facts = context.facts(outcome);
      const scrubber = new Scrubber(context.secrets());
      const words = shortened(problem.message ?? (response.statusText || "no reason was given"), scrubber);
      const end = /[.!?…]$/.test(words) ? "" : ".";
      const message = `${facts.method} ${facts.path} ${status}: ${words}${end}${effectText(facts)}${routeText(plan, status)}`;
      const requestId = response.headers.get(engine.requestIdHeader) ?? "";
      return apiError(
        message,
        facts,
        {
          status,
          code: problem.code === undefined ? undefined : shortened(problem.code, scrubber),
          requestId: shortened(requestId, scrubber) || undefined,
          body: plan.token ? undefined : keptBody(source.body, scrubber),
          fields: problem.fields?.slice(0, mostFields).map(({ field, message: about }) => ({
            field: shortened(field, scrubber),
            message: shortened(about, scrubber),
          })),
          retryAfter: vendorWait(response.headers, Date.now()),
        },
        problem.category,
      );
    },
  };
}

function checked(answer: Answer, context: Context, data: unknown): Interpretation {
  const { engine, plan } = context;
  const mode = plan.token ? "strict" : context.validation;
  if (plan.response === undefined || mode === "off") return { kind: "reply", data };
  const found = driftIssues(plan.response, data);
  if (found.length === 0) return { kind: "reply", data };
  // A name in a reply is the vendor's choice: it may repeat what it was sent.
  const scrubber = new Scrubber(context.secrets());
  const issues = found.map((issue) => ({ ...issue, path: scrubber.text(issue.path) }));
  if (mode === "warn") {
    engine.drift.report(plan.operation, issues);
    return { kind: "reply", data };
  }
  return mismatch(answer, context, `the reply differs from its declaration. ${driftText(issues)}`, {
    issues,
  });
}

/** A file, or the vendor's error in its place: JSON may say that a success is none here, too. */
function file(answer: Answer, context: Context, bytes: Uint8Array): Interpretation {
  const { response } = answer;
  if (/[/+]json$/.test(mediaTypeOf(response) ?? "")) {
    const { isJson, value } = parseBody(new TextDecoder().decode(bytes));
    const source: ErrorSource = { status: response.status, body: value, headers: response.headers };
    const problem = isJson ? context.engine.readError(source) : undefined;
    if (problem !== undefined) return refusal(answer, context, source, problem);
  }
  return { kind: "reply", data: binaryReply(response, bytes) };
}

/** Says what an answer means: a reply, the vendor's error, or something that should not have come. */
export function interpret(answer: Answer, context: Context): Interpretation {
  const { response, content } = answer;
  const { engine, plan } = context;
  const isRedirect = response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400);
  if (isRedirect) return redirect(answer, context);
  if (response.ok && typeof content !== "string") return file(answer, context, content);

  const parsed = parseBody(content);
  const source: ErrorSource = { status: response.status, body: parsed.value, headers: response.headers };
  if (!response.ok) return refusal(answer, context, source, engine.readError(source) ?? {});
  if (!parsed.isJson) {
    const mediaType = mediaTypeOf(response) ?? "no media type";
    const excerpt = plan.token
      ? undefined
      : new Scrubber(context.secrets()).beginning(String(content), excerptLength);
    return mismatch(answer, context, `expected JSON, got a body that is not or was cut off (${mediaType})`, {
      excerpt,
    });
  }
  const problem = engine.readError(source);
  if (problem !== undefined) return refusal(answer, context, source, problem);
  return checked(answer, context, parsed.value);
}
