import { aborted, unlessAborted } from "../run/control.ts";
import { readFailure } from "../run/failures.ts";
import { downReason } from "../run/streak.ts";
import type { Settlement } from "../target.ts";
import type { RecordedRow, RowResult, SendingContext } from "./context.ts";
import { readSettlement } from "./read-outcome.ts";

/** The states of a row that may have been carried out. */
export type OpenState = "sending" | "unknown";

/** How answers are taken. */
export interface Questions {
  /** When the vendor's "not done" about a row becomes believable, by the clock. */
  readonly believableAt: (id: number) => number;
  /** Called with the id of a row whose "not done" came too early. */
  readonly onEarly: (id: number) => void;
}

const cannotTell = "it may have been carried out, and the vendor cannot confirm it";

/** Asks the vendor once about rows that may have been carried out, and records the answers. Never throws. */
export async function settleBatch<Row extends object, Recorded extends RecordedRow<Row>>(
  context: SendingContext<Row, Recorded>,
  batch: readonly (Recorded & { readonly state: OpenState })[],
  { believableAt, onEarly }: Questions,
): Promise<void> {
  const { target, control, clock, pause, streak } = context;
  const end = (known: (typeof batch)[number], result: Omit<RowResult<Recorded>, "known">) => {
    context.settled(known.state, [{ known, ...result }]);
  };
  await pause.over();
  if (control.isStopping) return;
  const askedAt = clock.now();
  try {
    const call = async (): Promise<readonly Settlement[]> =>
      (await target.settle?.(
        batch.map(({ row }) => row),
        { signal: control.callSignal },
      )) ?? [];
    const answers = await unlessAborted(call(), control.callSignal);
    if (answers === aborted) return;
    streak.end();
    for (const [index, known] of batch.entries()) {
      const answer = readSettlement(answers[index]);
      if (answer === "done")
        end(known, {
          to: "done",
          reason: "its reply was not received; the vendor reports that it was carried out",
        });
      else if (answer !== "not-done") end(known, { to: "unknown", reason: cannotTell });
      else if (believableAt(known.id) <= askedAt) end(known, { to: "pending" });
      else onEarly(known.id);
    }
  } catch (error) {
    if (control.callSignal.aborted) return;
    const { fault, reason, retryAfter } = readFailure(error);
    if (retryAfter !== undefined) pause.ask(retryAfter, reason);
    for (const known of batch) {
      end(known, {
        to: "unknown",
        reason: `it may have been carried out, and asking the vendor failed: ${reason}`,
        isUnasked: true,
        retryAfter,
      });
    }
    if (fault === "set-up") control.stop({ reason, cause: error });
    else if (fault === "vendor" && streak.add()) control.stop({ reason: downReason(reason), cause: error });
  }
}
