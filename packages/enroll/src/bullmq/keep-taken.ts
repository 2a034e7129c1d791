import type { RowRecord } from "./row-states.ts";
import { type FleetWork, holdTime } from "./row-work.ts";
import { type Moment, momentOf, mostSince } from "./silence.ts";

/** A row that this worker has taken. */
export interface TakenRow {
  readonly id: string;
  readonly taken: RowRecord;
}

/** Rows that this worker holds. */
export interface Hold {
  /** Aborted when other workers may consider one of the rows abandoned, so that this worker sends nothing more for them. */
  readonly signal: AbortSignal;
  /** Stops the renewals. */
  end(): void;
}

/**
 * Makes a signal read as aborted as soon as a condition is true, even before anything aborts it. A process that was frozen may run
 * the code that sends a request before the timer that would abort it.
 */
function readsAsAborted(signal: AbortSignal, isOver: () => boolean): void {
  const isAborted = (): unknown => Reflect.get(AbortSignal.prototype, "aborted", signal);
  Object.defineProperty(signal, "aborted", { get: () => isAborted() === true || isOver() });
}

/**
 * Keeps renewing rows in Redis while this worker sends them in one call: it may wait long for its turn, and other workers take over a
 * row whose worker is silent. If Redis could not be reached for `holdTime`, or has lost one of the rows, this worker gives all of them
 * up before others take it.
 *
 * @param takenAt When Redis was asked for them: from then on, others may count the silence.
 */
export function keepTaken(
  { states, settleAfter, clock }: Omit<FleetWork<object>, "target">,
  rows: readonly TakenRow[],
  takenAt: Moment,
): Hold {
  const lost = new AbortController();
  const changes = rows.map(({ id, taken }) => ({ id, seen: taken, next: taken }));
  let heardAt = takenAt;
  let isAsking = false;
  let wasSilent = false;
  const isSilent = (): boolean => {
    wasSilent ||= mostSince(clock, heardAt) > holdTime(settleAfter);
    return wasSilent;
  };
  readsAsAborted(lost.signal, isSilent);
  const renew = async (): Promise<void> => {
    const askedAt = momentOf(clock);
    isAsking = true;
    try {
      const replaced = await states.replaceAll(changes);
      if (replaced.every((replacement) => replacement === "written")) heardAt = askedAt;
      else lost.abort();
    } catch {
      // The renewal did not arrive, and `holdTime` decides.
    } finally {
      isAsking = false;
    }
  };
  const beat = setInterval(
    () => {
      // A request that is on its way ends only by the steady clock: the time of day can be set.
      if (clock.now() - heardAt.steady > holdTime(settleAfter)) lost.abort();
      else if (!isAsking) void renew();
    },
    Math.max(1, Math.floor(settleAfter / 12)),
  );
  return {
    signal: lost.signal,
    end() {
      clearInterval(beat);
    },
  };
}
