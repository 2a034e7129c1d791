import { QueueError } from "./queue-error.ts";
import type { RowRecord } from "./row-states.ts";
import { holdTime, type RowWork } from "./row-work.ts";

/** A row that this worker holds. */
export interface Hold {
  /** Aborted when other workers may consider the row abandoned, so that this worker sends nothing more for it. */
  readonly signal: AbortSignal;
  /** Stops the renewals. */
  end(): void;
}

/**
 * Keeps renewing a row in Redis while this worker sends it: a call may wait long for its turn, and other workers take over a row
 * whose worker is silent. If Redis could not be reached for `holdTime`, or has lost the row, this worker gives it up before others
 * take it.
 */
export function keepTaken(
  { states, id, settleAfter, clock }: Omit<RowWork<object>, "row" | "target">,
  taken: RowRecord,
): Hold {
  const lost = new AbortController();
  let heardAt = clock.now();
  let isAsking = false;
  const renew = async (): Promise<void> => {
    const askedAt = clock.now();
    isAsking = true;
    try {
      if (await states.replace(id, taken, taken)) heardAt = askedAt;
      else lost.abort();
    } catch (error) {
      if (QueueError.isInstance(error)) lost.abort();
      // Any other error: the renewal did not arrive, and `holdTime` decides.
    } finally {
      isAsking = false;
    }
  };
  const beat = setInterval(
    () => {
      if (clock.now() - heardAt > holdTime(settleAfter)) lost.abort();
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
