import type { Authorization } from "./credentials.ts";
import type { Engine } from "./engine.ts";
import type { CallFacts, Outcome } from "./errors.ts";
import type { CallOptions } from "./options.ts";
import type { Plan } from "./plan.ts";
import type { CallRequest } from "./request/build.ts";
import { secretsInHeaders, secretsInValue } from "./request/headers.ts";
import { worseOutcome } from "./retry-policy.ts";
import { CallScope } from "./scope.ts";
import { scrubText } from "./scrub/scrubber.ts";

/** The texts and numbers of a value, however deep: a parameter may be a list of records with a password in each. */
function textsIn(value: unknown): readonly string[] {
  const texts: string[] = [];
  const seen = new Set<unknown>();
  const left = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next === "string") texts.push(next);
    else if (typeof next === "number" || typeof next === "bigint") texts.push(String(next));
    else if (typeof next === "object" && next !== null && !seen.has(next)) {
      seen.add(next);
      left.push(...Object.values(next));
    }
  }
  return texts;
}

/** One call under way: what it sends, how far it has got, and what is known about its effect. Lives as long as the call. */
export class Exchange {
  readonly engine: Engine;
  readonly plan: Plan;
  readonly request: CallRequest;
  readonly options: CallOptions;
  readonly scope: CallScope;
  readonly timeout: number;
  readonly totalTimeout: number;
  /** How often it has been sent or tried. */
  attempts = 0;
  /** How many of its repetitions are used up. */
  failures = 0;
  /** A rejected credential has been renewed; that is done once a call. */
  isRenewed = false;
  /** What is known about the effect of everything that has left so far. */
  outcome: Outcome = "not-sent";
  readonly #params: object | undefined;
  readonly #authorizations = new Set<Authorization>();
  #changedHeaders: CallRequest["headers"] = {};

  /** @param params The parameters as they were given: the secrets among them are kept out of errors. */
  constructor(
    engine: Engine,
    plan: Plan,
    request: CallRequest,
    options: CallOptions,
    params: object | undefined,
  ) {
    this.engine = engine;
    this.plan = plan;
    this.request = request;
    this.options = options;
    this.#params = params;
    this.timeout = options.timeout ?? engine.timeout;
    this.totalTimeout = options.totalTimeout ?? engine.totalTimeout;
    this.scope = new CallScope(options.signal, this.totalTimeout);
  }

  /** Notes what is known about something that has left: the call's effect is never more certain than that of any part of it. */
  note(outcome: Outcome): void {
    this.outcome = worseOutcome(this.outcome, outcome);
  }

  /** Notes what a try is sent with, so that no error shows it. */
  uses(authorization: Authorization): void {
    this.#authorizations.add(authorization);
  }

  /** Notes the headers as middleware has left them. */
  sends(headers: CallRequest["headers"]): void {
    this.#changedHeaders = headers;
  }

  /** The path that is called, without the base URL and the query. */
  get path(): string {
    const [path = ""] = this.request.url.slice(this.engine.baseUrl().length).split("?", 1);
    return path;
  }

  /** Method and path, as errors and log lines begin. */
  get label(): string {
    return `${this.request.method} ${this.path}`;
  }

  /** The facts of an error about this call. */
  get facts(): CallFacts {
    return {
      vendor: this.engine.vendor,
      operation: this.plan.operation,
      method: this.request.method,
      path: this.path,
      attempts: this.attempts,
      // What only reads has no effect that could be unknown.
      outcome: this.plan.readOnly && this.outcome === "unknown" ? "no-effect" : this.outcome,
    };
  }

  /** Every secret that a text of the vendor, or of whatever lies between, could repeat. */
  get secrets(): readonly string[] {
    const sent = [...this.#authorizations].flatMap(({ headers }) => Object.values(headers));
    return [
      ...(this.plan.credential?.secrets() ?? []),
      ...sent.flatMap(secretsInValue),
      ...[this.request.headers, this.#changedHeaders].flatMap(secretsInHeaders),
      ...this.#secretParams,
    ];
  }

  /** Texts among the parameters that no error may repeat: all of a token request, else those that are declared secret. */
  get #secretParams(): readonly string[] {
    const { tokenRequest, secretParams } = this.plan;
    const params = { ...this.#params, ...this.options.extraParams };
    return Object.entries(params)
      .filter(([name]) => tokenRequest || secretParams.includes(name))
      .flatMap(([, value]) => textsIn(value));
  }

  /** A text without the secrets of this call. */
  clean(text: string): string {
    return scrubText(text, this.secrets);
  }
}
