import type { Limiter } from "@kelaskit/core";
import { type Answer, isAcknowledged, isTemporary } from "./answer.ts";
import type { LineDelivery } from "./deliveries.ts";

/** How often one delivery is sent at most, as the vendor sends what is not acknowledged. */
const mostAttempts = 5;
/** After so many in a row without an answer, the rest waits: the receiver is away. */
const mostUnanswered = 20;
/** The first wait before deliveries are sent again, and the longest, in milliseconds. */
const firstWait = 1000;
const longestWait = 16_000;

/** One delivery, and what has become of it. */
export interface SentDelivery {
  readonly delivery: LineDelivery;
  attempts: number;
  /** The latest answer; undefined before the first. */
  answer: Answer | undefined;
}

/** Why a run ended early. */
type StopReason = "unauthorized" | "interrupted" | "unanswered";

/** The means of a run. */
export interface SenderSettings {
  readonly concurrency: number;
  readonly limiter: Limiter;
  /** Sends one delivery. It rejects only because of a mistake in the program. */
  readonly send: (delivery: LineDelivery) => Promise<Answer>;
  /** Waits until what was not acknowledged is sent again. Resolves early when the run is stopped. */
  readonly pause: (milliseconds: number, deliveries: number) => Promise<void>;
  /** Nothing new is sent when it aborts. */
  readonly signal: AbortSignal;
}

/** The result of a run. */
export interface SenderResult {
  readonly sent: readonly SentDelivery[];
  /** How often each answer came, with one of them. */
  readonly answers: ReadonlyMap<string, { readonly answer: Answer; readonly count: number }>;
  readonly stopped: StopReason | undefined;
}

/** Sends deliveries in their order, in rounds: a round sends what was not acknowledged in the one before. */
class Sender {
  readonly #settings: SenderSettings;
  readonly #answers = new Map<string, { answer: Answer; count: number }>();
  #acknowledged = 0;
  #unanswered = 0;
  #stopped: StopReason | undefined;

  constructor(settings: SenderSettings) {
    this.#settings = settings;
  }

  async run(deliveries: readonly LineDelivery[]): Promise<SenderResult> {
    const sent = deliveries.map((delivery): SentDelivery => ({ delivery, attempts: 0, answer: undefined }));
    let open: readonly SentDelivery[] = sent;
    let fruitless = 0;
    for (;;) {
      const before = this.#acknowledged;
      await this.#sendRound(open);
      open = open.filter((one) => isOpen(one));
      fruitless = this.#acknowledged === before ? fruitless + 1 : 0;
      if (open.length > 0 && fruitless === mostAttempts) this.#stopped ??= "unanswered";
      if (open.length === 0 || this.#stopped !== undefined) break;
      await this.#settings.pause(waitOf(open, fruitless), open.length);
    }
    return { sent, answers: this.#answers, stopped: this.#stopped };
  }

  async #sendRound(round: readonly SentDelivery[]): Promise<void> {
    this.#unanswered = 0;
    const queue = round.values();
    const workers = Array.from({ length: Math.min(this.#settings.concurrency, round.length) }, async () => {
      // The workers share the iterator, so each delivery is sent by one of them.
      for (const one of queue) if (!(await this.#sendOne(one))) return;
    });
    await Promise.all(workers);
  }

  /** Sends a delivery; returns false, before or after, if the round is over. */
  async #sendOne(one: SentDelivery): Promise<boolean> {
    const { limiter, send, signal } = this.#settings;
    const release = await limiter.acquire(signal, 0).catch((error: unknown) => {
      if (!signal.aborted) throw error;
      return undefined;
    });
    if (release === undefined || signal.aborted) this.#stopped ??= "interrupted";
    try {
      if (this.#isOver()) return false;
      one.attempts += 1;
      const answer = await send(one.delivery);
      one.answer = answer;
      this.#count(answer);
      return !this.#isOver();
    } finally {
      await release?.();
    }
  }

  #isOver(): boolean {
    return this.#stopped !== undefined || this.#unanswered >= mostUnanswered;
  }

  #count(answer: Answer): void {
    const entry = this.#answers.get(answer.label) ?? { answer, count: 0 };
    entry.count += 1;
    this.#answers.set(answer.label, entry);
    if (isAcknowledged(answer)) this.#acknowledged += 1;
    if (answer.status === 401) this.#stopped ??= "unauthorized";
    this.#unanswered = answer.status === undefined ? this.#unanswered + 1 : 0;
  }
}

/** Whether it is to be sent, for the first time or again. */
function isOpen({ answer, attempts }: SentDelivery): boolean {
  return answer === undefined || (isTemporary(answer) && attempts < mostAttempts);
}

/** How long to wait before a round: as long as the receiver requests, else longer each time that nothing was acknowledged. */
function waitOf(open: readonly SentDelivery[], fruitless: number): number {
  const usual = Math.min(firstWait * 2 ** fruitless, longestWait);
  return open.reduce(
    (most, { answer }) => (answer === undefined ? most : Math.max(most, answer.retryAfter ?? usual)),
    0,
  );
}

/** Sends deliveries, and sends again what is not acknowledged, as the vendor does. */
export async function sendDeliveries(
  deliveries: readonly LineDelivery[],
  settings: SenderSettings,
): Promise<SenderResult> {
  return new Sender(settings).run(deliveries);
}
