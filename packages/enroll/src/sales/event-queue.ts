import { callUserFunction } from "@kelaskit/core/vendor";
import type { Inbox } from "./inbox.ts";
import type { ProblemReport } from "./problems.ts";

/** What a function gets beside an event. */
export interface EventContext {
  /** When it was received, by the clock of the machine. */
  readonly receivedAt: Date;
  /** From 1: how often the function was called with it in this process. */
  readonly attempt: number;
}

/** An event in the inbox, for people. Once it is delivered, its content is no longer kept. */
export interface QueuedEvent {
  /** The vendor's name of it. */
  readonly name: string;
  readonly receivedAt: Date;
  readonly state: "waiting" | "delivered";
}

/** The first and the longest wait before an event is delivered again, in milliseconds. */
const firstWait = 1000;
const longestWait = 300_000;
/** How many rows are read at once. */
const pageSize = 200;

/** Settings of an `EventQueue`. */
export interface QueueSettings<Event> {
  readonly inbox: Inbox;
  /** Whose events these are: the inbox may have others. */
  readonly door: string;
  readonly on: (event: Event, context: EventContext) => void | Promise<void>;
  /** In milliseconds. */
  readonly duplicatesWithin: number;
  readonly onProblem: ProblemReport;
}

/** Events that are kept until a function has taken them, one after another in the order in which they came. */
export class EventQueue<Event> {
  readonly #settings: QueueSettings<Event>;
  #attempt = 1;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | undefined;
  #isStopped = false;

  constructor(settings: QueueSettings<Event>) {
    this.#settings = settings;
  }

  /** Stores an event, unless an equal one came shortly before. Within a transaction. */
  add(name: string, digest: string, event: Event): void {
    const { inbox, door, duplicatesWithin } = this.#settings;
    const now = Date.now();
    const [latest] = inbox.all(
      // The digest, then its repetitions: a colon and an id.
      "SELECT max(received_at) AS at FROM inbox_events WHERE door = ? AND id >= ? AND id < ?",
      door,
      digest,
      `${digest};`,
    );
    const former = latest?.["at"];
    // The clock may have been set back since: what is from a time far ahead is not recent.
    if (typeof former === "number" && Math.abs(now - former) < duplicatesWithin) return;
    inbox.all(
      "INSERT INTO inbox_events (door, id, name, subject, moment, received_at, state, body) " +
        "VALUES (?, ?, ?, NULL, '', ?, 'waiting', ?) ON CONFLICT DO NOTHING",
      door,
      former === null || former === undefined ? digest : `${digest}:${crypto.randomUUID()}`,
      name,
      now,
      JSON.stringify(event),
    );
  }

  /** Delivers what is waiting. */
  wake(): void {
    if (this.#isStopped || this.#timer !== undefined) return;
    this.#running ??= this.#deliver().finally(() => {
      this.#running = undefined;
    });
  }

  /** Resolves when nothing is waiting, or what is must be tried again later. */
  async settled(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  /** Stops when the function that was called has ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#running;
  }

  /** All events in the order in which they were received, read in parts. */
  *events(): Generator<QueuedEvent, void> {
    const { inbox, door } = this.#settings;
    for (let after = 0; ;) {
      const rows = inbox.all(
        "SELECT position, name, received_at, state FROM inbox_events WHERE door = ? AND position > ? ORDER BY position LIMIT ?",
        door,
        after,
        pageSize,
      );
      for (const row of rows) {
        yield {
          name: String(row["name"]),
          receivedAt: new Date(Number(row["received_at"])),
          state: row["state"] === "delivered" ? "delivered" : "waiting",
        };
      }
      const last = rows.at(-1);
      if (last === undefined) return;
      after = Number(last["position"]);
    }
  }

  async #deliver(): Promise<void> {
    // Later, so that an event that has just been stored is answered first.
    await Promise.resolve();
    try {
      while (!this.#isStopped && (await this.#deliverNext())) this.#attempt = 1;
    } catch (error) {
      const message = "The inbox could not be used. Events are delivered when it can.";
      this.#settings.onProblem({ kind: "delayed", message, cause: error });
      this.#later(longestWait);
    }
  }

  /** @returns Whether an event was delivered. */
  async #deliverNext(): Promise<boolean> {
    const { inbox, door } = this.#settings;
    const [row] = inbox.all(
      "SELECT position, received_at, body FROM inbox_events WHERE door = ? AND state = 'waiting' ORDER BY position LIMIT 1",
      door,
    );
    if (row === undefined) return false;
    const event = JSON.parse(String(row["body"])) as Event;
    const context = { receivedAt: new Date(Number(row["received_at"])), attempt: this.#attempt };
    if (!(await this.#wasTaken(event, context))) return false;
    inbox.all(
      // Its content may be personal, and is not needed any more.
      "UPDATE inbox_events SET state = 'delivered', body = NULL WHERE position = ?",
      Number(row["position"]),
    );
    return true;
  }

  async #wasTaken(event: Event, context: EventContext): Promise<boolean> {
    const { on, onProblem } = this.#settings;
    let isTaken = true;
    await callUserFunction(
      () => on(event, context),
      (cause) => {
        isTaken = false;
        const wait = Math.min(longestWait, firstWait * 2 ** Math.min(this.#attempt - 1, 20));
        const message = `The function on failed with an event, and is called again with it in ${wait / 1000} s. Later events wait.`;
        if (!this.#isStopped) onProblem({ kind: "failed", message, cause });
        this.#attempt += 1;
        this.#later(wait);
      },
    );
    return isTaken;
  }

  #later(wait: number): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.wake();
    }, wait);
  }
}
