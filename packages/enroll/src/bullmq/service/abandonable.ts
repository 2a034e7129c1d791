import { aborted, unlessAborted } from "../../run/control.ts";
import type { Target, TargetContext } from "../../target.ts";

/** What is called for an enrollment. */
type Callable<Row extends object> = Pick<Target<Row>, "send" | "settle" | "batchSize" | "groupOf">;

/** How calls are abandoned. */
interface Abandonment {
  readonly signal: AbortSignal;
  /** Called with the rows of a call that was in progress as it was abandoned. */
  readonly onAbandon: (rows: readonly object[]) => void;
  /** Called with the number of rows when they are being sent, and with its negative afterwards. */
  readonly onSending: (change: number) => void;
}

/** A signal that is aborted with either of two, one of which may live long: `AbortSignal.any` would be kept by it. */
async function withEither<Result>(
  one: AbortSignal,
  other: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const either = new AbortController();
  const abort = (): void => {
    either.abort();
  };
  if (one.aborted || other.aborted) abort();
  one.addEventListener("abort", abort);
  other.addEventListener("abort", abort);
  try {
    return await work(either.signal);
  } finally {
    one.removeEventListener("abort", abort);
    other.removeEventListener("abort", abort);
  }
}

/** The calls of a target, which end when they are abandoned even if they do not obey their signal. */
export function abandonable<Row extends object>(
  target: Callable<Row>,
  { signal, onAbandon, onSending }: Abandonment,
): Callable<Row> {
  const call = <Result>(
    rows: readonly Row[],
    context: TargetContext,
    work: (context: TargetContext) => Promise<Result>,
  ): Promise<Result> =>
    withEither(context.signal, signal, async (either) => {
      const result = await unlessAborted(work({ signal: either }), signal);
      if (result !== aborted) return result;
      onAbandon(rows);
      throw new Error("It was abandoned when the service was stopped.");
    });
  const { settle, batchSize, groupOf } = target;
  return {
    batchSize,
    ...(groupOf === undefined ? {} : { groupOf: groupOf.bind(target) }),
    send: async (rows, context) => {
      onSending(rows.length);
      try {
        return await call(rows, context, (given) => target.send(rows, given));
      } finally {
        onSending(-rows.length);
      }
    },
    ...(settle === undefined
      ? {}
      : { settle: (rows, context) => call(rows, context, (given) => settle.call(target, rows, given)) }),
  };
}
