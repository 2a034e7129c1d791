import type { RunClock } from "../run/clock.ts";

/** A row about which the vendor is to be asked. */
interface Question {
  /** Since when no request of the row can have been sent, by the clock. */
  since: number;
  /** When to ask. */
  askAt: number;
  /** How often asking has failed. */
  times: number;
}

/** The rows about which the vendor is to be asked later; times are those of a clock that cannot jump. */
export class Questions {
  readonly #clock: RunClock;
  readonly #settleAfter: number;
  /** Since when no earlier request is on its way: rows that are not known here were sent before. */
  readonly #startedAt: number;
  readonly #questions = new Map<number, Question>();

  constructor(clock: RunClock, settleAfter: number) {
    this.#clock = clock;
    this.#settleAfter = settleAfter;
    this.#startedAt = clock.now();
  }

  /** When "not done" about a row is believed. */
  believableAt(id: number): number {
    return (this.#questions.get(id)?.since ?? this.#startedAt) + this.#settleAfter;
  }

  /** Whether a row is to be asked about. */
  has(id: number): boolean {
    return this.#questions.has(id);
  }

  /** How often asking about a row has failed. */
  timesOf(id: number): number {
    return this.#questions.get(id)?.times ?? 0;
  }

  /** The call of a row has ended now, without a reply that says what became of it: asks at once. */
  callEnded(id: number): void {
    const now = this.#clock.now();
    this.#questions.set(id, { since: now, askAt: now, times: 0 });
  }

  /** Asks when `callEnded` is called: the row may still be carried out. */
  askWhenCallEnds(id: number): void {
    this.#questions.set(id, { since: Infinity, askAt: Infinity, times: this.timesOf(id) });
  }

  /** Asks once "not done" can be believed. */
  askWhenBelievable(id: number): void {
    const known = this.#questions.get(id);
    const since = known?.since ?? this.#startedAt;
    this.#questions.set(id, { since, askAt: this.believableAt(id), times: known?.times ?? 0 });
  }

  /** Asking has failed: asks again after so many milliseconds. */
  askAfter(id: number, milliseconds: number): void {
    const known = this.#questions.get(id);
    const since = known?.since ?? this.#startedAt;
    this.#questions.set(id, {
      since,
      askAt: this.#clock.now() + milliseconds,
      times: (known?.times ?? 0) + 1,
    });
  }

  /** It has ended. */
  end(id: number): void {
    this.#questions.delete(id);
  }

  /** The rows to ask about now. They are not returned again until they are to be asked about again. */
  take(): readonly number[] {
    const now = this.#clock.now();
    const due: number[] = [];
    for (const [id, question] of this.#questions) {
      if (question.askAt > now) continue;
      question.askAt = Infinity;
      due.push(id);
    }
    return due;
  }

  /** When the next question is due; Infinity without one. */
  get next(): number {
    let next = Infinity;
    for (const { askAt } of this.#questions.values()) next = Math.min(next, askAt);
    return next;
  }
}
