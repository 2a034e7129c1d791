import { EnrollmentStateError, ServiceFullError } from "../service/errors.ts";
import type { Enrollment, EnrollmentEvent } from "../service/enrollments.ts";
import { messageOf } from "../thrown.ts";
import type { ProblemReport } from "./problems.ts";
import type { Delay, SaleSettings, SaleWorker } from "./sale-work.ts";
import type { SalesStore } from "./sales-store.ts";

/** How many sales are worked on at once. */
const batchSize = 64;
/** The first and the longest wait before something is tried again, in milliseconds. */
const firstWait = 500;
const longestWait = 60_000;

const endings: readonly EnrollmentEvent[] = ["done", "failed", "unknown"];

/** Why something is tried again, without what an unknown error says: that may contain anything. */
function sentenceOf(error: unknown): string {
  if (EnrollmentStateError.isInstance(error)) return "An enrollment is in progress or not settled.";
  if (ServiceFullError.isInstance(error)) return error.message;
  const name = error instanceof Error ? error.name : typeof error;
  return `An error was thrown (${name}); see its cause.`;
}

/** Works on sales when they are due, until it is stopped. */
export class SalesLoop {
  readonly #store: SalesStore;
  readonly #worker: SaleWorker;
  readonly #settings: SaleSettings;
  readonly #failed: ProblemReport;
  readonly #ended = new AbortController();
  readonly #listeners: (() => void)[] = [];
  /** How often each sale was put off since it was last finished. */
  readonly #tries = new Map<string, number>();
  /** The sales that wait for an enrollment to end, by its key. */
  readonly #blocked = new Map<string, Set<string>>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** How long everything waits because the inbox failed. */
  #retryAfter: number | undefined;
  #running: Promise<void> | undefined;
  /** The latest time of the clock. */
  #latest = 0;

  constructor(store: SalesStore, worker: SaleWorker, settings: SaleSettings) {
    this.#store = store;
    this.#worker = worker;
    this.#settings = settings;
    this.#failed = settings.onProblem;
  }

  /** Continues everything that is not finished, and listens for enrollments that end. */
  start(): void {
    for (const service of this.#settings.services.values()) {
      for (const event of endings) {
        this.#listeners.push(
          service.on(event, (enrollment) => {
            this.#enrollmentEnded(enrollment);
          }),
        );
      }
    }
    this.#store.resume();
    this.wake();
  }

  /** Works on what is due. */
  wake(): void {
    if (this.#ended.signal.aborted) return;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      this.#setTimer();
    });
  }

  /** Resolves when nothing is due now. */
  async settled(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  /** Stops when the sales that are being worked on are finished. */
  async stop(): Promise<void> {
    this.#ended.abort();
    clearTimeout(this.#timer);
    for (const remove of this.#listeners.splice(0)) remove();
    await this.#running;
  }

  async #run(): Promise<void> {
    // Later, so that an event that has just been stored is answered first.
    await Promise.resolve();
    const { signal } = this.#ended;
    try {
      this.#followClock();
      for (let ids = this.#store.due(batchSize); ids.length > 0; ids = this.#store.due(batchSize)) {
        if (signal.aborted) return;
        const delays = await this.#worker.work(ids, (id) => this.#waitOf(id), signal);
        const late = new Set(delays.map(({ id }) => id));
        for (const id of ids) if (!late.has(id)) this.#tries.delete(id);
        for (const delay of delays) this.#putOff(delay);
      }
    } catch (error) {
      // The inbox cannot be read or written.
      this.#failed({
        kind: "delayed",
        message: `The inbox could not be used, and is tried again: ${messageOf(error)}`,
        cause: error,
      });
      this.#retryAfter = longestWait;
    }
  }

  /** After the clock was set back, what waits for a time would wait for as long again. */
  #followClock(): void {
    const now = this.#settings.now();
    if (now < this.#latest - longestWait) this.#store.resume();
    this.#latest = now;
  }

  #waitOf(id: string): number {
    return Math.min(longestWait, firstWait * 2 ** Math.min(this.#tries.get(id) ?? 0, 20));
  }

  #putOff({ id, errors }: Delay): void {
    const tries = this.#tries.get(id) ?? 0;
    this.#tries.set(id, tries + 1);
    for (const error of errors) {
      if (!EnrollmentStateError.isInstance(error)) continue;
      const waiting = this.#blocked.get(error.key) ?? new Set();
      this.#blocked.set(error.key, waiting.add(id));
    }
    // Once for each sale, not with every try.
    if (tries > 0 || errors.every((error) => EnrollmentStateError.isInstance(error))) return;
    const message = `A sale could not be finished, and is tried again. ${[...new Set(errors.map(sentenceOf))].join(" ")}`;
    this.#failed({ kind: "delayed", message, order: id, cause: errors[0] });
  }

  #enrollmentEnded({ key }: Enrollment): void {
    const waiting = this.#blocked.get(key);
    if (waiting === undefined || this.#ended.signal.aborted) return;
    this.#blocked.delete(key);
    try {
      for (const id of waiting) this.#store.wake(id);
    } catch (error) {
      const message =
        "The inbox could not be written. A sale that waited for an enrollment is tried again later.";
      this.#failed({ kind: "delayed", message, cause: error });
    }
    this.wake();
  }

  #setTimer(): void {
    clearTimeout(this.#timer);
    if (this.#ended.signal.aborted) return;
    let wait = this.#retryAfter;
    this.#retryAfter = undefined;
    if (wait === undefined) {
      const next = this.#nextDue();
      if (next === undefined) return;
      wait = next - this.#settings.now();
      if (wait <= 0) {
        this.wake();
        return;
      }
    }
    this.#timer = setTimeout(
      () => {
        this.wake();
      },
      // Looks at the clock from time to time: it may have been set back.
      Math.min(wait, longestWait),
    );
  }

  #nextDue(): number | undefined {
    try {
      return this.#store.nextDue();
    } catch {
      // Reading it has failed, which is reported when it is tried again.
      return this.#settings.now() + longestWait;
    }
  }
}
