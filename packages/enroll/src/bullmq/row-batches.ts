import type { Slots } from "../run/slots.ts";
import type { FleetWork, RowAct, RowInHand, WorkResult } from "./row-work.ts";

/** How long a batch waits for one more row, in milliseconds, beside the time that Redis takes to hand one out. */
const shortWait = 20;

/**
 * When a row that must wait is due. The rows of a dead worker should not come back all at once, so some wait a little longer; but
 * rows that may go in one call come back together.
 */
export function dueAfter(wait: number, isTogether: boolean): number {
  const step = Math.max(1, wait / 10);
  const due = Date.now() + wait;
  return Math.ceil(isTogether ? Math.ceil(due / step) * step : due + step * Math.random());
}

/** A row that waits for its call. */
interface WaitingRow<Row extends object> {
  readonly inHand: RowInHand<Row>;
  readonly resolve: (result: WorkResult | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** Rows that may go in one call. */
interface Gathering<Row extends object> {
  readonly act: RowAct<Row>;
  readonly group: string;
  readonly rows: WaitingRow<Row>[];
  timer: ReturnType<typeof setTimeout> | undefined;
}

/**
 * Gathers rows of a worker into the calls of a target with a `batchSize`: BullMQ hands out rows one by one. A call starts when it is
 * full, or no further row has come for a moment; while as many calls are in progress as allowed, rows are gathered further. Rows that
 * wait for a call have not been taken in Redis yet.
 */
export class RowBatches<Row extends object> {
  readonly #work: FleetWork<Row>;
  readonly #size: number;
  readonly #slots: Slots;
  /** How long Redis took to answer last, in milliseconds. */
  latency = 0;
  readonly #gatherings = new Map<RowAct<Row>, Map<string, Gathering<Row>>>();
  #hasEnded = false;

  /** @param slots How many calls may be in progress at once. */
  constructor(work: FleetWork<Row>, slots: Slots) {
    this.#work = work;
    this.#size = work.target.batchSize ?? 1;
    this.#slots = slots;
  }

  /** Waits for a call that takes a row, and returns the result of the row. */
  async join(act: RowAct<Row>, inHand: RowInHand<Row>): Promise<WorkResult | undefined> {
    if (this.#hasEnded) return { kind: "back" };
    const gathering = this.#gatheringFor(act, inHand.row);
    const { rows } = gathering;
    clearTimeout(gathering.timer);
    return new Promise((resolve, reject) => {
      rows.push({ inHand, resolve, reject });
      // Also if they are more than one call takes: the calls before may still wait for their turn.
      if (rows.length % this.#size === 0) this.#call(gathering);
      else {
        const wait = shortWait + 2 * this.latency;
        gathering.timer = setTimeout(() => {
          this.#call(gathering);
        }, wait);
      }
    });
  }

  /** Gives the rows back that wait for a call; so are all that come later. Calls in progress continue. */
  end(): void {
    this.#hasEnded = true;
    for (const { rows, timer } of [...this.#gatherings.values()].flatMap((groups) => [...groups.values()])) {
      clearTimeout(timer);
      for (const { resolve } of rows.splice(0)) resolve({ kind: "back" });
    }
  }

  #gatheringFor(act: RowAct<Row>, row: Row): Gathering<Row> {
    const group = this.#work.target.groupOf?.(row) ?? "";
    const groups = this.#gatherings.get(act) ?? new Map<string, Gathering<Row>>();
    this.#gatherings.set(act, groups);
    const gathering = groups.get(group) ?? { act, group, rows: [], timer: undefined };
    groups.set(group, gathering);
    return gathering;
  }

  #call(gathering: Gathering<Row>): void {
    void this.#slots.start(() => this.#act(gathering));
  }

  async #act({ act, group, rows, timer }: Gathering<Row>): Promise<void> {
    const batch = rows.splice(0, this.#size);
    // An earlier call has taken them, or the worker is ending.
    if (batch.length === 0) return;
    if (rows.length === 0) {
      clearTimeout(timer);
      this.#gatherings.get(act)?.delete(group);
    }
    try {
      const results = await act(
        this.#work,
        batch.map(({ inHand }) => inHand),
      );
      for (const [index, { resolve }] of batch.entries()) resolve(results[index]);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
