import type { Authorization, Credential, CredentialContext } from "../auth/credential.ts";
import type { WithResponse } from "../call.ts";
import {
  AbortedError,
  type CallFacts,
  ConfigurationError,
  ConnectionError,
  type KelasError,
  type Outcome,
  ResponseMismatchError,
  TimeoutError,
} from "../errors.ts";
import type { Limiter } from "../limiter.ts";
import type { CallOptions } from "../options.ts";
import { noLine } from "../logging.ts";
import { BodyTooLarge } from "../reply/read-body.ts";
import { scrubText } from "../reply/scrub.ts";
import type { BuiltRequest } from "../request/build.ts";
import { checkedHeaders, secretsInHeaders, secretsInValue } from "../request/headers.ts";
import { printableQuery } from "../request/encode.ts";
import { type Answer, attemptOnce } from "./attempt.ts";
import { durationText, effectText } from "./call-errors.ts";
import type { Engine } from "./engine.ts";
import { type Interpretation, interpret } from "./interpret.ts";
import type { CallPlan } from "./plan.ts";
import { backoff, longestVendorWait, mayRetryStatus, vendorWait, worseOutcome } from "./retry-policy.ts";
import { CallScope, ScopeEnded } from "./scope.ts";
import { provesNotSent, TransportFailure } from "./transport-failure.ts";

/** One call from its first wait to its last try. */
export class Execution {
  readonly #engine: Engine;
  readonly #plan: CallPlan;
  readonly #built: BuiltRequest;
  readonly #credential: Credential | undefined;
  readonly #credentialContext: CredentialContext | undefined;
  readonly #options: CallOptions;
  readonly #scope: CallScope;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #timeout: number;
  readonly #totalTimeout: number;
  #changedHeaders: Readonly<Record<string, string>> = {};
  #authorization: Authorization | undefined;
  #attempts = 0;
  #failures = 0;
  #replayed = false;
  #outcome: Outcome = "not-sent";

  constructor(engine: Engine, plan: CallPlan, built: BuiltRequest, options: CallOptions) {
    this.#engine = engine;
    this.#plan = plan;
    this.#built = built;
    this.#options = options;
    const credentialName = plan.auth ?? engine.defaultCredential ?? false;
    if (credentialName !== false) {
      this.#credential = credentialOf(engine, credentialName);
      this.#credentialContext = engine.credentialContexts[credentialName];
    }
    this.#timeout = options.timeout ?? engine.timeout;
    this.#totalTimeout = options.totalTimeout ?? engine.totalTimeout;
    const contentType = built.encoded?.contentType;
    this.#headers = {
      ...engine.headers,
      ...(contentType === undefined ? {} : { "content-type": contentType }),
      ...(options.headers === undefined ? {} : checkedHeaders(options.headers)),
    };
    this.#scope = new CallScope(options.signal, this.#totalTimeout);
  }

  /** Sends the call, as often as its rules allow, and gives its reply or throws what became of it. */
  async run(): Promise<WithResponse<unknown>> {
    try {
      for (;;) {
        const result = await this.#tryOnce();
        if (result !== undefined) return result;
      }
    } catch (error) {
      throw error instanceof ScopeEnded ? this.#endedError(error) : error;
    } finally {
      this.#scope.dispose();
    }
  }

  /** One try with all that stands around it. Gives nothing when another try should follow. */
  async #tryOnce(): Promise<WithResponse<unknown> | undefined> {
    // For a call that is already over nothing is sent, not even a token request.
    this.#scope.check();
    const context = this.#credentialContext;
    const preparing = context === undefined ? undefined : this.#credential?.prepare(context);
    // The renewal serves all calls and goes on when this one is given up.
    if (preparing !== undefined) await this.#scope.run(() => preparing);
    const { limiter } = this.#engine;
    const release = limiter === undefined ? undefined : await this.#acquireSlot(limiter);
    const started = performance.now();
    this.#attempts += 1;
    let answer: Answer;
    try {
      answer = await this.#send();
    } catch (error) {
      // Before the wait for the next try: a slot is for requests that are under way.
      release?.();
      this.#log(error instanceof Error ? scrubText(error.message, this.#secrets()) : "no answer", started);
      await this.#afterFailure(error);
      return undefined;
    }
    release?.();
    this.#log(String(answer.response.status), started);
    return this.#afterAnswer(answer);
  }

  async #acquireSlot(limiter: Limiter): Promise<() => void> {
    let acquiring: Promise<() => void> | undefined;
    try {
      return await this.#scope.run(
        (signal) => (acquiring = limiter.acquire(signal, this.#plan.token ? 1 : 0)),
      );
    } catch (error) {
      // A slot that is given after all must not stay taken; a refusal is the error that is thrown below.
      acquiring?.then(
        (release) => {
          release();
        },
        () => undefined,
      );
      throw error;
    }
  }

  async #send(): Promise<Answer> {
    this.#authorization = this.#credential?.authorize();
    try {
      return await this.#scope.run(
        (signal) =>
          attemptOnce({
            engine: this.#engine,
            operation: this.#plan.operation,
            token: this.#plan.token,
            built: this.#built,
            headers: this.#headers,
            authorization: this.#authorization,
            media: this.#plan.media,
            attempt: this.#attempts,
            signal,
            sending: (headers) => {
              this.#changedHeaders = headers;
            },
            clean: (text) => scrubText(text, this.#secrets()),
          }),
        this.#timeout,
      );
    } catch (error) {
      const proven = error instanceof TransportFailure && provesNotSent(error);
      // What a middleware throws may come before or after the request left.
      if (!proven) this.#outcome = "unknown";
      throw error;
    }
  }

  /** Waits for the next try if there may be one, else throws the failure as an error of ours. */
  async #afterFailure(failure: unknown): Promise<void> {
    const timedOut = failure instanceof ScopeEnded && failure.reason === "try";
    if (!timedOut && !(failure instanceof TransportFailure)) {
      throw failure instanceof BodyTooLarge ? this.#tooLargeError(failure) : failure;
    }
    const harmless = failure instanceof TransportFailure && provesNotSent(failure);
    if ((this.#plan.repeatable || harmless) && (await this.#waitForNextTry(undefined))) return;
    throw timedOut ? failure : this.#connectionError(failure as TransportFailure);
  }

  async #afterAnswer(answer: Answer): Promise<WithResponse<unknown> | undefined> {
    const { response } = answer;
    const rejected = this.#authorization;
    const meaning = interpret(answer, {
      engine: this.#engine,
      plan: this.#plan,
      secrets: () => this.#secrets(),
      validation: this.#options.validation ?? this.#engine.validation,
      facts: (outcome) => this.#facts(outcome),
    });
    if (meaning.kind === "reply") return { data: meaning.data, response };

    if (meaning.tokenRejected && rejected !== undefined && (await this.#renewedCredential(rejected)))
      return undefined;
    if (response.status === 429) this.#pauseQueue(response);
    const wait = vendorWait(response.headers, Date.now());
    if (mayRetryStatus(response.status, this.#plan.repeatable) && meaning.kind === "refusal") {
      this.#outcome = worseOutcome(this.#outcome, meaning.outcome);
      if (await this.#waitForNextTry(wait)) return undefined;
    }
    throw this.#answerError(meaning);
  }

  #answerError(meaning: Exclude<Interpretation, { kind: "reply" }>): KelasError {
    return meaning.error(worseOutcome(this.#outcome, meaning.outcome));
  }

  /** Renews a rejected credential, once a call. Tells whether the request may be sent again. */
  async #renewedCredential(rejected: Authorization): Promise<boolean> {
    const credential = this.#credential;
    const context = this.#credentialContext;
    if (credential === undefined || context === undefined) return false;
    if (this.#replayed) {
      credential.stillRejected?.(rejected, this.#plan.operation);
      return false;
    }
    this.#replayed = true;
    return this.#scope.run(() => credential.renew(rejected, this.#plan.operation, context));
  }

  #pauseQueue(response: Response): void {
    const wait = vendorWait(response.headers, Date.now());
    if (wait !== undefined) this.#engine.limiter?.pauseUntil(Date.now() + wait);
  }

  /** Waits before another try. Gives false, at once, when none is left or the wait would be too long. */
  async #waitForNextTry(asked: number | undefined): Promise<boolean> {
    if (this.#failures >= (this.#options.retries ?? this.#engine.retries)) return false;
    this.#failures += 1;
    const wait = asked ?? backoff(this.#failures, Math.random());
    if ((asked ?? 0) > longestVendorWait || wait >= this.#scope.remaining) return false;
    this.#engine
      .logger()
      .info(`${this.#engine.vendor} ${this.#plan.operation}: trying again in ${durationText(wait)}`);
    await this.#scope.sleep(wait);
    return true;
  }

  #facts(outcome: Outcome): CallFacts {
    return {
      vendor: this.#engine.vendor,
      operation: this.#plan.operation,
      method: this.#built.method,
      path: this.#built.path,
      attempts: this.#attempts,
      // What only reads has no effect that could be unknown.
      outcome: this.#plan.readOnly && outcome === "unknown" ? "refused" : outcome,
    };
  }

  get #label(): string {
    return `${this.#built.method} ${this.#built.path}`;
  }

  #connectionError(failure: TransportFailure): ConnectionError {
    const facts = this.#facts(this.#outcome);
    const message = `${this.#label}: ${failure.message}${this.#triesText()}.${effectText(facts)}`;
    return new ConnectionError(message, facts, failure.code);
  }

  #tooLargeError({ limit, status }: BodyTooLarge): ResponseMismatchError {
    const facts = this.#facts(this.#outcome);
    return new ResponseMismatchError(
      `${this.#label}: the reply is larger than maxResponseBytes allows (${limit} bytes) and was not read further.${effectText(facts)}`,
      facts,
      { status },
    );
  }

  #endedError({ reason }: ScopeEnded): AbortedError | TimeoutError {
    const facts = this.#facts(this.#outcome);
    const where = this.#attempts === 0 ? " before anything was sent" : this.#triesText();
    if (reason === "aborted") {
      return new AbortedError(`${this.#label}: given up by its signal${where}.${effectText(facts)}`, facts);
    }
    const limit = reason === "try" ? this.#timeout : this.#totalTimeout;
    const option = reason === "try" ? "timeout" : "totalTimeout";
    return new TimeoutError(
      `${this.#label}: no complete answer within ${durationText(limit)} (${option})${where}.${effectText(facts)}`,
      facts,
      limit,
      reason,
    );
  }

  #triesText(): string {
    return this.#attempts > 1 ? ` after ${this.#attempts} tries` : "";
  }

  #secrets(): readonly string[] {
    const sent = Object.values(this.#authorization?.headers ?? {});
    return [
      ...(this.#credential?.secrets() ?? []),
      ...sent.flatMap(secretsInValue),
      ...[this.#headers, this.#changedHeaders].flatMap(secretsInHeaders),
      ...this.#plan.secrets,
    ];
  }

  #log(result: string, started: number): void {
    const logger = this.#engine.logger();
    if (logger.debug === noLine) return;
    const query = this.#built.query === "" ? "" : `?${printableQuery(this.#built.query)}`;
    const time = durationText(performance.now() - started);
    logger.debug(
      `${this.#engine.vendor} ${this.#plan.operation} ${this.#label}${query} ${result} in ${time} (try ${this.#attempts})`,
    );
  }
}

function credentialOf(engine: Engine, name: string): Credential {
  const credential = engine.credentials[name];
  if (credential === undefined) {
    throw new ConfigurationError(
      `The ${engine.vendor} client has no credential "${name}"; it has ${Object.keys(engine.credentials).join(", ") || "none"}.`,
    );
  }
  return credential;
}
