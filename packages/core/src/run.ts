import { type Attempt, Departures } from "./attempt.ts";
import type { CallResult } from "./call.ts";
import type { Authorization } from "./credentials.ts";
import { CallError, ConfigurationError, KelasError, type Outcome } from "./errors.ts";
import { type Exchange, ScopeEnded } from "./exchange.ts";
import { isObject } from "./json-object.ts";
import { hasBrand } from "./kelas-error.ts";
import type { Limiter } from "./limiter.ts";
import { loadRecovery } from "./load-recovery.ts";
import { noLine } from "./logging.ts";
import { type Answer, type Meaning, plainReply, type ReadAs } from "./reply.ts";
import { checkedHeaders } from "./request/headers.ts";
import { longestVendorWait, outcomeOfStatus } from "./retry-policy.ts";
import { sendOnce } from "./send.ts";
import { isThenable } from "./thenable.ts";
import { callUserFunction } from "./user-function.ts";

/** What one try has come to. */
interface Result extends Answer {
  readonly meaning: Meaning;
  /** What it was sent with. */
  readonly authorization: Authorization | undefined;
}

/** Thrown when a try has had no complete answer. */
class TryUnanswered extends Error {
  override readonly cause: unknown;
  readonly outcome: Outcome;
  readonly answered: number | undefined;

  constructor(cause: unknown, { outcome, answered }: Departures) {
    super("The try has had no complete answer.");
    this.cause = cause;
    this.outcome = outcome;
    this.answered = answered;
  }
}

type Next = (attempt: Attempt) => Promise<Result>;

/** One thing that stands around every request. */
interface Step {
  readonly name: string;
  /** Hands the attempt on, as often as it needs to, and gives what came of it. */
  readonly run: (attempt: Attempt, next: Next) => Promise<Result>;
}

/** Sends again what may be sent again: see `maySendAgain` in retry-policy.ts. */
const retry: Step = {
  name: "retry",
  async run(attempt, next) {
    const { exchange } = attempt;
    for (;;) {
      // For a call that is already over nothing is sent, not even a token request.
      exchange.scope.check();
      try {
        const result = await next(attempt);
        const { meaning, response } = result;
        if (meaning.kind !== "refusal") return result;
        const { afterRefusal } = await loadRecovery();
        if (!(await afterRefusal(exchange, response, exchange.outcome))) return result;
      } catch (error) {
        if (!(error instanceof TryUnanswered)) throw error;
        const { afterUnanswered } = await loadRecovery();
        await afterUnanswered(exchange, error);
      }
    }
  },
};

/** What was checked before: a credential gives the same for many calls. */
const checkedBefore = new WeakSet<Authorization>();

/** Callers without types give anything; without headers the request would leave as nobody's. */
function checked(given: Authorization): Authorization {
  if (checkedBefore.has(given)) return given;
  const headers: unknown = given?.headers;
  if (!isObject(headers) || Symbol.iterator in headers)
    throw new ConfigurationError("The credential gave nothing to send: expected { headers }.");
  checkedHeaders(given.headers, "what the credential gave");
  checkedBefore.add(given);
  return given;
}

/** Asks the credential for something, and again where it may fare better in a moment. */
async function askCredential<Given>(
  exchange: Exchange,
  failure: string,
  ask: () => Given | PromiseLike<Given>,
): Promise<Given> {
  for (;;) {
    try {
      const given = ask();
      // Of any kind: a credential of the user's may hand over the call for its token.
      if (!isThenable(given)) return given;
      const asking = Promise.resolve(given);
      // What it throws is thrown below, or of no interest to a call that is over by then.
      asking.catch(() => undefined);
      // The renewal serves all calls and goes on when this one is given up.
      return await exchange.scope.run(() => asking);
    } catch (error) {
      if (error instanceof ScopeEnded) throw error;
      const { afterCredentialFailure } = await loadRecovery();
      await afterCredentialFailure(exchange, failure, error);
    }
  }
}

function isRejection({ meaning }: Result): boolean {
  return meaning.kind === "refusal" && meaning.tokenRejected;
}

/** Proves who calls, and once more with something newer where the vendor rejects it. */
const credential: Step = {
  name: "credential",
  async run({ exchange }, next) {
    const { credential: owner, operation } = exchange.plan;
    if (owner === undefined) return next({ exchange, authorization: undefined });
    const send = (authorization: Authorization): Promise<Result> => next({ exchange, authorization });
    const given = await askCredential(exchange, "the token could not be got", () => {
      const prepared = owner.prepare();
      return isThenable(prepared) ? prepared.then(checked) : checked(prepared);
    });
    const result = await send(given);
    if (!isRejection(result)) return result;
    const { authorization: rejected = given } = result;
    if (exchange.isRenewed) {
      owner.stillRejected?.(rejected, operation);
      return result;
    }
    exchange.isRenewed = true;
    const failure = "the vendor rejected the token, and it could not be renewed";
    const newer = await askCredential(exchange, failure, async () => {
      const renewed = await owner.renew(rejected, operation);
      return renewed && checked(renewed);
    });
    if (newer === undefined) return result;
    exchange.scope.check();
    const second = await send(newer);
    if (isRejection(second)) owner.stillRejected?.(second.authorization ?? newer, operation);
    return second;
  },
};

function giveBack(exchange: Exchange, release: () => unknown): void {
  void callUserFunction(release, (thrown) => {
    loadRecovery().then(({ logLimiterFailure }) => {
      logLimiterFailure(exchange, "took no slot back", thrown);
    }, noLine);
  });
}

async function acquireSlot(exchange: Exchange, limiter: Limiter): Promise<() => unknown> {
  const { scope, plan } = exchange;
  let acquiring: Promise<() => unknown> | undefined;
  try {
    return await scope.run((signal) => {
      const patience = Math.min(longestVendorWait, scope.remaining);
      acquiring = limiter.acquire(signal, plan.tokenRequest ? 1 : 0, patience);
      return acquiring;
    });
  } catch (error) {
    // A slot that is given after all must not stay taken; a refusal is the error that is thrown below.
    acquiring?.then(
      (release) => {
        giveBack(exchange, release);
      },
      () => undefined,
    );
    if (error instanceof ScopeEnded) throw error;
    const { limiterError } = await loadRecovery();
    throw limiterError(exchange, error);
  }
}

/** Acquires a slot, and what the request is to be sent with by then: the wait may have been long. */
async function acquireToSend(
  { exchange, authorization }: Attempt,
  limiter: Limiter,
): Promise<{ readonly release: () => unknown; readonly attempt: Attempt }> {
  for (;;) {
    const release = await acquireSlot(exchange, limiter);
    const latest = authorization && (exchange.plan.credential?.latest?.(authorization) ?? authorization);
    if (!isThenable(latest)) return { release, attempt: { exchange, authorization: latest } };
    // Renewing may need the slot, and what is being renewed need not be sent. How it ends is for the call that renews.
    giveBack(exchange, release);
    await exchange.scope.run(() => Promise.resolve(latest).then(noLine, noLine));
  }
}

async function sendInSlot(waiting: Attempt, next: Next, limiter: Limiter): Promise<Result> {
  const { exchange } = waiting;
  const { release, attempt } = await acquireToSend(waiting, limiter);
  try {
    if (attempt.authorization !== waiting.authorization && attempt.authorization)
      checked(attempt.authorization);
    const result = await next(attempt);
    if (result.response.status === 429) {
      const { pauseLimiter } = await loadRecovery();
      pauseLimiter(exchange, limiter, result.response);
    }
    return result;
  } finally {
    // Before any wait for the next try: a slot is for requests that are under way.
    giveBack(exchange, release);
  }
}

/** Waits for the client's limiter, and pauses it where the vendor asks for that. */
const limit: Step = {
  name: "limit",
  run(attempt, next) {
    const { limiter } = attempt.exchange.engine;
    return limiter === undefined ? next(attempt) : sendInSlot(attempt, next, limiter);
  },
};

/** Tells the log of each try, if it wants to know. */
const log: Step = {
  name: "log",
  run(attempt, next) {
    const isSilent = attempt.exchange.plan.logger.debug === noLine;
    return isSilent ? next(attempt) : sendLogged(attempt, next);
  },
};

async function sendLogged(attempt: Attempt, next: Next): Promise<Result> {
  const { logTry } = await loadRecovery();
  const started = performance.now();
  try {
    const result = await next(attempt);
    logTry(attempt.exchange, result.response.status, started);
    return result;
  } catch (error) {
    if (error instanceof TryUnanswered) logTry(attempt.exchange, error.cause, started);
    throw error;
  }
}

/** The end of the way: the request leaves in its time, and the answer is read and understood. */
async function attemptOnce(attempt: Attempt): Promise<Result> {
  const { exchange } = attempt;
  const departures = new Departures();
  exchange.scope.check();
  exchange.attempts += 1;
  if (attempt.authorization !== undefined) exchange.authorizations.add(attempt.authorization);
  let answer: Answer;
  try {
    answer = await exchange.scope.run((signal) => sendOnce(attempt, departures, signal), exchange.timeout);
  } catch (error) {
    departures.end();
    exchange.note(departures.outcome);
    throw new TryUnanswered(error, departures);
  }
  const others = departures.outcomeBeside(answer.response);
  if (others !== "not-sent") exchange.note(others);
  const { response, bytes } = answer;
  try {
    const meaning = await understand(exchange, answer);
    if (meaning.kind !== "reply") exchange.note(meaning.outcome);
    return { response, bytes, meaning, authorization: attempt.authorization };
  } catch (error) {
    exchange.note(outcomeOfStatus(response.status));
    throw error;
  }
}

function understand(exchange: Exchange, answer: Answer): Meaning | Promise<Meaning> {
  const { engine, plan, request, options } = exchange;
  const validation = options.validation ?? engine.validation;
  const readAs: ReadAs = { engine, plan, request, validation };
  return (
    plainReply(answer, readAs) ??
    loadRecovery().then(({ judge }) => judge(answer, readAs, exchange.sentHeaders))
  );
}

/** What stands around every request, the first outermost. */
const steps: readonly Step[] = [retry, credential, limit, log];

const sendThroughSteps: Next = steps.reduceRight<Next>(
  (next, { run: runStep }) =>
    (attempt) =>
      runStep(attempt, next),
  attemptOnce,
);

/**
 * Sends a call, as often as its rules allow, and gives its reply.
 *
 * @throws KelasError saying what became of it.
 */
export async function run(exchange: Exchange): Promise<CallResult<unknown>> {
  try {
    const { meaning, response } = await sendThroughSteps({ exchange, authorization: undefined });
    if (meaning.kind !== "reply") {
      const { answerError } = await loadRecovery();
      throw answerError(exchange, response, meaning);
    }
    if (meaning.drift.length > 0) {
      const { reportDrift } = await loadRecovery();
      reportDrift(exchange, meaning);
    }
    return { data: meaning.data, response };
  } catch (error) {
    throw shownFromOutside(await errorOf(exchange, error), run);
  } finally {
    exchange.scope.dispose();
  }
}

async function errorOf(exchange: Exchange, thrown: unknown): Promise<KelasError> {
  if (KelasError.isInstance(thrown)) return thrown;
  try {
    const recovery = await loadRecovery();
    return recovery.errorOf(exchange, thrown);
  } catch (error) {
    const message = `${exchange.label} failed, and what says why could not be loaded: check the network.`;
    return new CallError(message, exchange.facts, { cause: error });
  }
}

interface ErrorClass {
  readonly captureStackTrace?: (error: Error, below: (...values: never[]) => unknown) => void;
}

/** A stack has room for few frames: those of the way through core are left out, so that the caller's are seen. */
export function shownFromOutside(
  error: KelasError,
  below: (...values: never[]) => Promise<unknown>,
): KelasError {
  // One that is not of a call was made by somebody else, who wants to see where.
  if (CallError.isInstance(error) || hasBrand(error, "InvalidParamsError"))
    (Error as ErrorClass).captureStackTrace?.(error, below);
  return error;
}
