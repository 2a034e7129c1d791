import type { Settlement } from "../target.ts";
import { batchesOf } from "./batches.ts";
import { endRows, type KnownRow, type RowResult, type RunContext } from "./context.ts";
import { aborted, unlessAborted, waitUntil } from "./control.ts";
import { readFailure } from "./failures.ts";
import { readRows } from "./read-rows.ts";

type OpenRow<Row extends object> = KnownRow<Row> & { readonly state: "sending" | "unknown" };

const cannotTell = "it may have been carried out, and the vendor cannot tell";

/** When the vendor's "not done" may be believed. A clock that was set back makes nobody wait longer than once. */
function believableAt(
  { sentAt }: { readonly sentAt: number | undefined },
  settleAfter: number,
  now: number,
): number {
  return Math.min(sentAt ?? now, now) + settleAfter;
}

/** Asks about rows once. Those whose "not done" came too early go to `early`, with the time when it may be believed. */
async function settleBatch<Row extends object>(
  run: RunContext<Row>,
  batch: readonly OpenRow<Row>[],
  early: Map<number, number>,
): Promise<void> {
  const { target, control, settleAfter } = run;
  const end = (known: OpenRow<Row>, result: Omit<RowResult<Row>, "known">) => {
    endRows(run, known.state, [{ known, ...result }]);
  };
  await run.pause.over();
  if (control.isStopping) return;
  const askedAt = Date.now();
  try {
    const call = async (): Promise<readonly Settlement[]> =>
      (await target.settle?.(
        batch.map(({ row }) => row),
        { signal: control.callSignal },
      )) ?? [];
    const answers = await unlessAborted(call(), control.callSignal);
    if (answers === aborted) return;
    run.streak.end();
    for (const [index, known] of batch.entries()) {
      const answer = answers[index];
      const believable = believableAt(known, settleAfter, askedAt);
      if (answer === "done") end(known, { to: "done", reason: "found at the vendor after an interruption" });
      else if (answer !== "not-done") end(known, { to: "unknown", reason: cannotTell });
      else if (believable <= askedAt) end(known, { to: "pending" });
      else early.set(known.id, believable);
    }
  } catch (error) {
    if (control.callSignal.aborted) return;
    const { fault, reason, retryAfter } = readFailure(error);
    if (retryAfter !== undefined) run.pause.ask(retryAfter, reason);
    for (const known of batch) {
      end(known, {
        to: "unknown",
        reason: `it may have been carried out, and asking the vendor failed: ${reason}`,
      });
    }
    if (fault === "set-up" || (fault === "vendor" && run.streak.add()))
      control.stop({ reason, cause: error });
  }
}

async function askAll<Row extends object>(
  run: RunContext<Row>,
  only: ReadonlyMap<number, number> | ReadonlySet<number> | undefined,
): Promise<Map<number, number>> {
  const { counts } = run.journal;
  const early = new Map<number, number>();
  let left = only?.size ?? counts.sending + counts.unknown;
  try {
    for await (const rows of readRows(run)) {
      const open = rows.filter(
        (known): known is OpenRow<Row> =>
          (known.state === "sending" || known.state === "unknown") && (only?.has(known.id) ?? true),
      );
      for (const batch of batchesOf(run.target, open)) {
        await run.slots.start(() => settleBatch(run, batch, early));
        if (run.control.isStopping) break;
      }
      left -= open.length;
      if (run.control.isStopping || left <= 0) break;
    }
  } finally {
    await run.slots.idle();
    run.commits.flush();
  }
  return early;
}

/**
 * Asks the vendor about rows that may have been carried out: those in `sending` and `unknown`, or some of them. What is not
 * done becomes pending; a request that has just left may still arrive, and so "not done" is believed only of rows that
 * are older than `settleAfter`: for the others this waits, and asks again.
 */
export async function settleOpen<Row extends object>(
  run: RunContext<Row>,
  only?: ReadonlySet<number>,
): Promise<void> {
  let early = await askAll(run, only);
  while (early.size > 0 && !run.control.isStopping) {
    await waitUntil(Math.max(...early.values()), run.control);
    if (!run.control.isStopping) early = await askAll(run, early);
  }
}
