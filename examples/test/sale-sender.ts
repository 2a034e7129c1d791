import { mockSale, type MockSaleOptions } from "@kelaskit/scalev/mock";
import type { ExampleProcess } from "./example-process.ts";

interface Delivery {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Sends webhooks as the shop does: each again until it is acknowledged, some twice, in any order. */
export class SaleSender {
  readonly #waiting: Delivery[] = [];
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** How many webhooks are not acknowledged. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Adds the webhooks of a sale at random places, one in three of them twice. */
  async add(sale: MockSaleOptions): Promise<void> {
    for await (const request of mockSale(sale)) {
      const delivery = { body: await request.text(), headers: Object.fromEntries(request.headers) };
      for (let times = this.#random() < 0.33 ? 2 : 1; times > 0; times -= 1)
        this.#waiting.splice(Math.floor(this.#random() * (this.#waiting.length + 1)), 0, delivery);
    }
  }

  /**
   * Delivers four at once, until nothing is left or the receiver ends.
   *
   * @param onAcknowledged Called after each delivery that was acknowledged, with how many were: the others are on their way.
   */
  async deliver(receiver: ExampleProcess, onAcknowledged?: (count: number) => void): Promise<void> {
    let acknowledged = 0;
    const work = async (): Promise<void> => {
      while (receiver.isRunning) {
        const delivery = this.#waiting.shift();
        if (delivery === undefined) return;
        if (await this.#post(receiver, delivery)) {
          acknowledged += 1;
          onAcknowledged?.(acknowledged);
        } else {
          this.#waiting.push(delivery);
        }
      }
    };
    await Promise.all(Array.from({ length: 4 }, work));
  }

  /** Delivers until so many were acknowledged, and kills processes at that moment. */
  async deliverAndKill(receiver: ExampleProcess, count: number, victims = [receiver]): Promise<void> {
    const killed: Promise<void>[] = [];
    await this.deliver(receiver, (acknowledged) => {
      if (acknowledged === count) killed.push(...victims.map((victim) => victim.kill()));
    });
    await Promise.all(killed);
    if (killed.length === 0) throw new Error(`Fewer than ${count} webhooks were left.`);
  }

  async #post({ url }: ExampleProcess, { body, headers }: Delivery): Promise<boolean> {
    try {
      const response = await fetch(`${url}/webhooks/scalev`, { method: "POST", body, headers });
      await response.body?.cancel();
      return response.status === 204;
    } catch (error) {
      // It was killed before it answered.
      if (error instanceof TypeError) return false;
      throw error;
    }
  }
}
