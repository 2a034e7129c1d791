import { QueueError } from "./queue-error.ts";
import type { RowRecord } from "./row-states.ts";
import { holdTime, type RowWork } from "./row-work.ts";

/** A row that this worker holds. */
export interface Hold {
  /** Aborts when others may take the row for abandoned, so that nothing of it is sent any more. */
  readonly signal: AbortSignal;
  /** Ends the renewals. */
  end(): void;
}

/**
 * Tells Redis again and again that this worker is busy with a row: a call may wait for its turn for long, and others
 * take a row whose worker is silent. When Redis has not heard of us for `holdTime`, or has lost the row, we give it up
 * first.
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
      // Otherwise we were not heard, and the time decides.
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
