import type { Authorization, Credential, CredentialContext } from "../auth/credential.ts";
import type { WithResponse } from "../call.ts";
import {
  AbortedError,
  ApiError,
  CallError,
  type CallFacts,
  ConnectionError,
  KelasError,
  type Outcome,
  ResponseMismatchError,
  TimeoutError,
} from "../errors.ts";
import type { Limiter } from "../limiter.ts";
import type { CallOptions } from "../options.ts";
import { noLine } from "../logging.ts";
import { encodingHeaders } from "../reply/complete.ts";
import { BodyTooLarge } from "../reply/read-body.ts";
import { scrubText } from "../reply/scrub.ts";
import type { BuiltRequest } from "../request/build.ts";
import { checkedHeaders, secretsInHeaders, secretsInValue } from "../request/headers.ts";
import { printableQuery } from "../request/encode.ts";
import { type Answer, attemptOnce, Departures } from "./attempt.ts";
import { durationText, effectText, innerError, mayAskAgain, thrownText } from "./call-errors.ts";
import { credentialOf, type Engine } from "./engine.ts";
import { type Interpretation, interpret } from "./interpret.ts";
import type { CallPlan } from "./plan.ts";
import {
  backoff,
  longestVendorWait,
  mayRetryStatus,
  outcomeOfStatus,
  vendorWait,
  worseOutcome,
} from "./retry-policy.ts";
import { CallScope, ScopeEnded } from "./scope.ts";
import { TransportFailure } from "./transport-failure.ts";

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
      ...encodingHeaders(plan.media, plan.readOnly),
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
      if (error instanceof ScopeEnded) throw this.#endedError(error);
      throw KelasError.isInstance(error) ? error : this.#unreadableError(error);
    } finally {
      this.#scope.dispose();
    }
  }

  /** One try with all that stands around it. Gives nothing when another try should follow. */
  async #tryOnce(): Promise<WithResponse<unknown> | undefined> {
    // For a call that is already over nothing is sent, not even a token request.
    this.#scope.check();
    await this.#askCredential("the token could not be got", (credential, context) =>
      credential.prepare(context),
    );
    const { limiter } = this.#engine;
    const release = limiter === undefined ? undefined : await this.#acquireSlot(limiter);
    this.#authorization = this.#authorize(release);
    const started = performance.now();
    this.#attempts += 1;
    const departures = new Departures();
    let answer: Answer;
    try {
      answer = await this.#send(departures);
    } catch (error) {
      departures.end();
      this.#outcome = worseOutcome(this.#outcome, departures.outcome);
      // Before the wait for the next try: a slot is for requests that are under way.
      this.#giveBack(release);
      this.#log(error instanceof Error ? scrubText(error.message, this.#secrets()) : "no answer", started);
      await this.#afterFailure(error, departures.outcome);
      return undefined;
    }
    this.#outcome = worseOutcome(this.#outcome, departures.outcomeBeside(answer.response));
    this.#giveBack(release);
    this.#log(String(answer.response.status), started);
    return this.#afterAnswer(answer);
  }

  /**
   * Asks the credential for something, and again where the reason of its failure may be gone in a moment. The tries that
   * an inner request has had count as the call's own, so that retries do not multiply.
   */
  async #askCredential<Result>(
    failure: string,
    ask: (credential: Credential, context: CredentialContext) => Promise<Result> | undefined,
  ): Promise<Result | undefined> {
    const credential = this.#credential;
    const context = this.#credentialContext;
    if (credential === undefined || context === undefined) return undefined;
    for (;;) {
      try {
        const asking = ask(credential, context);
        if (asking === undefined) return undefined;
        // A call starts when it is first awaited.
        const asked = Promise.resolve(asking);
        // What it throws is thrown below, or of no interest to a call that is over by then.
        asked.catch(() => undefined);
        // The renewal serves all calls and goes on when this one is given up.
        return await this.#scope.run(() => asked);
      } catch (error) {
        if (error instanceof ScopeEnded) throw error;
        if (CallError.isInstance(error)) this.#failures += Math.max(0, error.attempts - 1);
        const pause = ApiError.isInstance(error) ? error.retryAfter : undefined;
        if (!mayAskAgain(error) || !(await this.#waitForNextTry(pause)))
          throw this.#innerError(failure, error, true);
      }
    }
  }

  #authorize(release: (() => void | Promise<void>) | undefined): Authorization | undefined {
    try {
      return this.#credential?.authorize();
    } catch (error) {
      this.#giveBack(release);
      throw this.#innerError("the token could not be used", error, true);
    }
  }

  async #acquireSlot(limiter: Limiter): Promise<() => void | Promise<void>> {
    let acquiring: ReturnType<Limiter["acquire"]> | undefined;
    try {
      return await this.#scope.run(
        (signal) => (acquiring = limiter.acquire(signal, this.#plan.token ? 1 : 0)),
      );
    } catch (error) {
      // A slot that is given after all must not stay taken; a refusal is the error that is thrown below.
      acquiring?.then(
        (release) => void release(),
        () => undefined,
      );
      if (error instanceof ScopeEnded) throw error;
      throw this.#innerError("the limiter failed", error, false);
    }
  }

  /** Gives a slot back. It cannot fail a call: an order that was placed must not look failed because a limiter went wrong. */
  #giveBack(release: (() => void | Promise<void>) | undefined): void {
    try {
      void release?.();
    } catch (error) {
      this.#engine
        .logger()
        .error(
          `The limiter of the ${this.#engine.vendor} client took no slot back: ${this.#wordsOf(error)}.`,
        );
    }
  }

  #send(departures: Departures): Promise<Answer> {
    return this.#scope.run(
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
          departures,
          sending: (headers) => {
            this.#changedHeaders = headers;
          },
          clean: (text) => scrubText(text, this.#secrets()),
        }),
      this.#timeout,
    );
  }

  /**
   * Waits for the next try if there may be one, else throws the failure as an error of ours.
   *
   * @param left What is known about the effect of what has left in this try.
   */
  async #afterFailure(failure: unknown, left: Outcome): Promise<void> {
    if (failure instanceof BodyTooLarge) throw this.#tooLargeError(failure);
    const timedOut = failure instanceof ScopeEnded && failure.reason === "try";
    if (!timedOut && !(failure instanceof TransportFailure)) {
      if (failure instanceof ScopeEnded) throw failure;
      throw this.#innerError("a middleware failed", failure, false);
    }
    const mayRepeat = this.#plan.repeatable || left === "not-sent";
    if (mayRepeat && (await this.#waitForNextTry(undefined))) return;
    throw timedOut ? failure : this.#connectionError(failure as TransportFailure);
  }

  async #afterAnswer(answer: Answer): Promise<WithResponse<unknown> | undefined> {
    const { response } = answer;
    const rejected = this.#authorization;
    const meaning = this.#interpret(answer);
    if (meaning.kind === "reply") return { data: meaning.data, response };

    this.#outcome = worseOutcome(this.#outcome, meaning.outcome);
    if (meaning.tokenRejected && rejected !== undefined && (await this.#renewedCredential(rejected)))
      return undefined;
    if (response.status === 429) this.#pauseQueue(response);
    const wait = vendorWait(response.headers, Date.now());
    const mayRepeat = meaning.kind === "refusal" && mayRetryStatus(response.status, this.#plan.repeatable);
    if (mayRepeat && (await this.#waitForNextTry(wait))) return undefined;
    throw meaning.error(this.#outcome);
  }

  #interpret(answer: Answer): Interpretation {
    try {
      return interpret(answer, {
        engine: this.#engine,
        plan: this.#plan,
        secrets: () => this.#secrets(),
        validation: this.#options.validation ?? this.#engine.validation,
        facts: (outcome) => this.#facts(outcome),
      });
    } catch (error) {
      this.#outcome = worseOutcome(this.#outcome, outcomeOfStatus(answer.response.status));
      throw error;
    }
  }

  /** Renews a rejected credential, once a call. Tells whether the request may be sent again. */
  async #renewedCredential(rejected: Authorization): Promise<boolean> {
    if (this.#replayed) {
      this.#credential?.stillRejected?.(rejected, this.#plan.operation);
      return false;
    }
    this.#replayed = true;
    const renewed = await this.#askCredential(
      "the vendor rejected the token, and it could not be renewed",
      (credential, context) => credential.renew(rejected, this.#plan.operation, context),
    );
    return renewed === true;
  }

  #pauseQueue(response: Response): void {
    const wait = vendorWait(response.headers, Date.now());
    if (wait === undefined) return;
    try {
      void this.#engine.limiter?.pauseUntil(Date.now() + wait);
    } catch (error) {
      // The answer is known, and worth more than the pause.
      this.#engine
        .logger()
        .error(`The limiter of the ${this.#engine.vendor} client could not pause: ${this.#wordsOf(error)}.`);
    }
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

  #wordsOf(thrown: unknown): string {
    return thrownText(thrown, (text) => scrubText(text, this.#secrets()));
  }

  /** The call's error of what was thrown around its requests, and not by the vendor. */
  #innerError(failure: string, thrown: unknown, isCredential: boolean): KelasError {
    const facts = this.#facts(this.#outcome);
    const what = this.#outcome === "not-sent" ? " was not sent" : "";
    const message = `${this.#label}${what}: ${failure}: ${this.#wordsOf(thrown)}.${effectText(facts)}`;
    return innerError(message, facts, thrown, isCredential);
  }

  #unreadableError(thrown: unknown): CallError {
    const facts = this.#facts(this.#outcome);
    const message = `${this.#label}: the answer could not be read: ${this.#wordsOf(thrown)}.${effectText(facts)}`;
    return new CallError(message, facts, { cause: thrown });
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
