import { type CallResult, isThenable } from "./call.ts";
import type { Authorization } from "./credentials.ts";
import { CallError, ConfigurationError, KelasError } from "./errors.ts";
import { type Attempt, Departures, type Exchange, ScopeEnded, TryUnanswered } from "./exchange.ts";
import { isObject } from "./json-object.ts";
import { hasBrand } from "./kelas-error.ts";
import type { Limiter } from "./limiter.ts";
import { loadPart } from "./load-part.ts";
import { loadRecovery } from "./load-recovery.ts";
import { noLine } from "./logging.ts";
import { type Answer, type Meaning, plainReply, type ReadAs } from "./reply.ts";
import { checkedHeaders } from "./request/headers.ts";
import { outcomeOfStatus } from "./retry-policy.ts";
import { sendOnce } from "./send.ts";

// What is needed only when something goes wrong is in recovery.ts, which `loadRecovery` imports on demand: a browser in which nothing
// goes wrong does not load it.

/** The result of one attempt. */
interface Result extends Answer {
  readonly meaning: Meaning;
  /** The authorization it was sent with. */
  readonly authorization: Authorization | undefined;
}

type Next = (attempt: Attempt) => Promise<Result>;

/** One step that wraps every request. */
interface Step {
  readonly name: string;
  /** Passes the attempt on, as often as needed, and returns the result. */
  readonly run: (attempt: Attempt, next: Next) => Promise<Result>;
}

/** Retries what may be retried: see `maySendAgain` in retry-policy.ts. */
const retry: Step = {
  name: "retry",
  async run(attempt, next) {
    const { exchange } = attempt;
    for (;;) {
      // If the call is already over, nothing is sent, not even a token request.
      exchange.scope.check();
      try {
        const result = await next(attempt);
        const { meaning, response } = result;
        if (meaning.kind !== "refusal") return result;
        const { afterRefusal } = await loadRecovery();
        if (!(await afterRefusal(exchange, response, meaning))) return result;
      } catch (error) {
        if (!(error instanceof TryUnanswered)) throw error;
        const { afterUnanswered } = await loadRecovery();
        await afterUnanswered(exchange, error);
      }
    }
  },
};

/** Authorizations that were already checked: a credential returns the same one for many calls. */
const checkedBefore = new WeakSet<Authorization>();

/**
 * Untyped credentials may return anything. Without headers, or with a `Headers`, whose entries are not its own properties, the request
 * would be sent unauthorized.
 */
function checked(given: Authorization): Authorization {
  if (checkedBefore.has(given)) return given;
  const headers: unknown = given?.headers;
  if (!isObject(headers) || Symbol.iterator in headers)
    throw new ConfigurationError(
      "The credential returned no headers: expected { headers: { name: value } }.",
    );
  checkedHeaders(given.headers, "the credential's headers");
  checkedBefore.add(given);
  return given;
}

/** Asks the credential for something, and again if the failure may be temporary. */
async function askCredential<Given>(
  exchange: Exchange,
  failure: string,
  ask: () => Given | PromiseLike<Given>,
): Promise<Given> {
  for (;;) {
    try {
      const given = ask();
      // Any thenable: a user's credential may return the call for its token.
      if (!isThenable(given)) return given;
      const asking = Promise.resolve(given);
      // If the call ends first, nobody awaits this any more: its failure must not become an unhandled rejection.
      asking.catch(() => undefined);
      // Without the signal: a renewal serves all calls, and continues if this one is aborted.
      if (exchange.limiterWaitCounts || exchange.engine.limiter === undefined)
        return await exchange.scope.run(() => asking);
      const { runBesideQueue } = await loadSlots(exchange);
      return await runBesideQueue(exchange, () => asking);
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

/** Authorizes the request, and sends it once more with a newer authorization if the vendor rejects the first. */
const credential: Step = {
  name: "credential",
  async run({ exchange }, next) {
    const { credential: owner, operation } = exchange.plan;
    if (owner === undefined) return next({ exchange, authorization: undefined });
    const send = (authorization: Authorization): Promise<Result> => next({ exchange, authorization });
    const given = await askCredential(exchange, "the token could not be obtained", () => {
      const prepared = owner.prepare();
      return isThenable(prepared) ? prepared.then(checked) : checked(prepared);
    });
    const result = await send(given);
    if (!isRejection(result)) return result;
    // Not always the given one: while the request waited for the limiter, another call may have renewed it.
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

/** What a call with a limiter needs: programs without one do not load it. */
let slots: typeof import("./limiter-slot.ts") | undefined;

async function loadSlots(exchange: Exchange): Promise<typeof import("./limiter-slot.ts")> {
  return (slots ??= await loadPart(exchange.facts, () => import("./limiter-slot.ts")));
}

async function sendLimited(waiting: Attempt, next: Next, limiter: Limiter): Promise<Result> {
  const { sendInSlot } = await loadSlots(waiting.exchange);
  return sendInSlot(waiting, limiter, (attempt) => {
    // It may have changed during the wait.
    if (attempt.authorization) checked(attempt.authorization);
    return next(attempt);
  });
}

/** Waits for the client's limiter, and pauses it if the vendor asks to wait. */
const limit: Step = {
  name: "limit",
  run(attempt, next) {
    const { limiter } = attempt.exchange.engine;
    return limiter === undefined ? next(attempt) : sendLimited(attempt, next, limiter);
  },
};

/** Logs and traces each attempt, if anybody wants to know: see watching.ts. */
const watch: Step = {
  name: "watch",
  run(attempt, next) {
    const { engine, plan, options } = attempt.exchange;
    const isQuiet = plan.logger.debug === noLine && !(engine.telemetry ?? options.onUploadProgress);
    return isQuiet ? next(attempt) : loadRecovery().then(({ sendWatched }) => sendWatched(attempt, next));
  },
};

/** The last step: sends the request within its timeout, then reads and interprets the answer. */
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
  // A middleware may have sent more requests than the one that is answered here.
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
  // Nearly every answer is a plain reply; `judge` interprets the rest.
  return (
    plainReply(answer, readAs) ??
    loadRecovery().then(({ judge }) => judge(answer, readAs, exchange.sentHeaders))
  );
}

/** The steps that wrap every request, the first outermost. */
const steps: readonly Step[] = [retry, credential, limit, watch];

const sendThroughSteps: Next = steps.reduceRight<Next>(
  (next, { run: runStep }) =>
    (attempt) =>
      runStep(attempt, next),
  attemptOnce,
);

/**
 * Sends a call, as often as its rules allow, and returns its reply. Telemetry is told of it: see watching.ts.
 *
 * @throws KelasError when the call fails.
 */
export async function run(
  exchange: Exchange,
  isWatched = exchange.engine.telemetry === undefined,
): Promise<CallResult<unknown>> {
  if (!isWatched) {
    const { runWatched } = await loadPart(exchange.facts, loadRecovery);
    return runWatched(exchange, () => run(exchange, true));
  }
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
    const message = `${exchange.label} failed, and code to say why could not be loaded. Check the network.`;
    return new CallError(message, exchange.facts, { cause: error });
  }
}

interface ErrorClass {
  readonly captureStackTrace?: (error: Error, below: (...values: never[]) => unknown) => void;
}

/** Removes core's own frames from the stack of an error: a stack has few frames, and the caller's must be visible. */
export function shownFromOutside(
  error: KelasError,
  below: (...values: never[]) => Promise<unknown>,
): KelasError {
  // Only errors about the call itself: any other keeps the frames that show where it was thrown.
  if (CallError.isInstance(error) || hasBrand(error, "InvalidParamsError"))
    (Error as ErrorClass).captureStackTrace?.(error, below);
  return error;
}
