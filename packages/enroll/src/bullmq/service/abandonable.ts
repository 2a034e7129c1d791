import { aborted, unlessAborted } from "../../run/control.ts";
import type { Target, TargetContext } from "../../target.ts";

/** What is called for an enrollment. */
type Callable<Row extends object> = Pick<Target<Row>, "send" | "settle">;

/** How calls are abandoned. */
interface Abandonment {
  readonly signal: AbortSignal;
  /** Called when a call was in progress as it was abandoned. */
  readonly onAbandon: () => void;
  /** Called with 1 when enrollments are being sent, and with -1 afterwards. */
  readonly onSending: (change: 1 | -1) => void;
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
    context: TargetContext,
    work: (context: TargetContext) => Promise<Result>,
  ): Promise<Result> =>
    withEither(context.signal, signal, async (either) => {
      try {
        const result = await unlessAborted(work({ signal: either }), signal);
        if (result !== aborted) return result;
      } finally {
        if (signal.aborted) onAbandon();
      }
      throw new Error("It was abandoned when the service was stopped.");
    });
  const { settle } = target;
  return {
    send: async (rows, context) => {
      onSending(1);
      try {
        return await call(context, (given) => target.send(rows, given));
      } finally {
        onSending(-1);
      }
    },
    ...(settle === undefined
      ? {}
      : { settle: (rows, context) => call(context, (given) => settle.call(target, rows, given)) }),
  };
}
