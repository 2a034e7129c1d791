import type { Authorization } from "./credentials.ts";
import type { Attempt, Exchange } from "./exchange.ts";
import type { Limiter } from "./limiter.ts";
import { longestVendorWait } from "./limiter-pause.ts";
import { loadRecovery } from "./load-recovery.ts";
import { runBesideQueue, whileQueued } from "./token-queue.ts";
import type { TransportResponse } from "./transport/transport.ts";

/** Releases the slot of one request. */
type Slot = () => unknown;

/** Loaded with the first call that has a limiter: acquires a slot, sends the request in it, and releases it. */

export { runBesideQueue } from "./token-queue.ts";

// This file imports few values, because a bundler moves all that it shares with the rest of core into files of their own, which every
// program then loads.

function ignore(): void {
  // Whoever is responsible for the failure handles it.
}

async function release(exchange: Exchange, slot: Slot): Promise<void> {
  try {
    await slot();
  } catch (error) {
    const { logLimiterFailure } = await loadRecovery();
    logLimiterFailure(exchange, "could not release a slot", error);
  }
}

function giveBack(exchange: Exchange, slot: Slot): void {
  // A call whose request is over does not wait for this.
  release(exchange, slot).catch(ignore);
}

/** Runs a wait whose time does not count against the call's total time. Only the caller's signal ends it. */
async function runUncounted<Result>(
  { scope }: Exchange,
  wait: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  scope.check();
  const left = scope.remaining;
  scope.remaining = Infinity;
  try {
    return await scope.run(wait);
  } finally {
    scope.remaining = left;
  }
}

/** Waits in the limiter's queue. */
function queue<Result>(exchange: Exchange, wait: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const waiting = (): Promise<Result> =>
    exchange.limiterWaitCounts ? exchange.scope.run(wait) : runUncounted(exchange, wait);
  return exchange.plan.tokenRequest ? whileQueued(exchange.engine, waiting) : waiting();
}

async function acquireSlot(exchange: Exchange, limiter: Limiter): Promise<Slot> {
  const { scope, plan, limiterWaitCounts } = exchange;
  const { watcher } = exchange;
  const started = performance.now();
  let acquiring: Promise<Slot> | undefined;
  try {
    return await queue(exchange, (signal) => {
      const patience = Math.min(longestVendorWait, scope.remaining);
      // A call that may wait in the queue for as long as it takes must not fail because of a short pause late in its wait.
      acquiring = limiter.acquire(signal, plan.tokenRequest ? 1 : 0, patience, !limiterWaitCounts);
      return acquiring;
    });
  } catch (error) {
    // A slot that is granted later must be released; a rejection is the error that is thrown below.
    acquiring?.then((slot) => {
      giveBack(exchange, slot);
    }, ignore);
    const { limiterError } = await loadRecovery();
    throw limiterError(exchange, error);
  } finally {
    if (watcher !== undefined) {
      const { tellWatcher } = await loadRecovery();
      tellWatcher(exchange, () => watcher.queued?.(performance.now() - started));
    }
  }
}

/** Not by `isThenable` of call.ts, for the same reason. Untyped credentials may return anything. */
function isPromise(
  latest: Authorization | Promise<Authorization> | undefined,
): latest is Promise<Authorization> {
  return typeof (latest as Partial<PromiseLike<unknown>> | null | undefined)?.then === "function";
}

/** Acquires a slot and the latest authorization, which may have changed during the wait. */
async function acquireToSend(
  { exchange, authorization }: Attempt,
  limiter: Limiter,
): Promise<{ readonly slot: Slot; readonly attempt: Attempt }> {
  for (;;) {
    const slot = await acquireSlot(exchange, limiter);
    const latest = authorization && (exchange.plan.credential?.latest?.(authorization) ?? authorization);
    if (!isPromise(latest)) return { slot, attempt: { exchange, authorization: latest } };
    // Renewing may need the slot, and a token that is being renewed must not be sent. The call that renews handles a failure.
    giveBack(exchange, slot);
    await runBesideQueue(exchange, () => Promise.resolve(latest).then(ignore, ignore));
  }
}

/** Sends an attempt when the limiter permits it, and pauses the limiter if the vendor asks to wait. */
export async function sendInSlot<Result extends { readonly response: TransportResponse }>(
  waiting: Attempt,
  limiter: Limiter,
  send: (attempt: Attempt) => Promise<Result>,
): Promise<Result> {
  const { exchange } = waiting;
  const { slot, attempt } = await acquireToSend(waiting, limiter);
  try {
    const result = await send(attempt);
    if (result.response.status === 429) {
      const { pauseLimiter } = await loadRecovery();
      pauseLimiter(exchange, limiter, result.response);
    }
    return result;
  } finally {
    // Released before any wait for the next attempt: slots are for running requests.
    giveBack(exchange, slot);
  }
}
