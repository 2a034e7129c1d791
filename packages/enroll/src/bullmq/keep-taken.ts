import type { RowRecord, RowStates } from "./row-states.ts";

/** A row that this worker holds. */
export interface Hold {
  /** Aborts when others may take the row for abandoned, so that nothing of it is sent any more. */
  readonly signal: AbortSignal;
  /** Ends the renewals. */
  end(): void;
}

/**
 * Tells Redis again and again that this worker is busy with a row: a call may wait for its turn for long, and others
 * take a row whose worker is silent. When Redis has not heard of us for half of that time, we give the row up first.
 */
export function keepTaken(
  {
    states,
    id,
    settleAfter,
  }: { readonly states: RowStates; readonly id: string; readonly settleAfter: number },
  taken: RowRecord,
): Hold {
  const lost = new AbortController();
  let heardAt = performance.now();
  let isAsking = false;
  const renew = async (): Promise<void> => {
    const askedAt = performance.now();
    isAsking = true;
    try {
      if (await states.replace(id, taken, taken)) heardAt = askedAt;
      else lost.abort();
    } catch {
      // Not heard of: the time decides.
    } finally {
      isAsking = false;
    }
  };
  const beat = setInterval(
    () => {
      if (performance.now() - heardAt > settleAfter / 2) lost.abort();
      else if (!isAsking) void renew();
    },
    Math.max(1, Math.floor(settleAfter / 8)),
  );
  return {
    signal: lost.signal,
    end() {
      clearInterval(beat);
    },
  };
}
