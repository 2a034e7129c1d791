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

  /** Delivers so many, four at once, unless the receiver ends or nothing is left. */
  async deliver(receiver: ExampleProcess, most = Infinity): Promise<void> {
    let left = most;
    const work = async (): Promise<void> => {
      while (left > 0 && receiver.isRunning) {
        const delivery = this.#waiting.shift();
        if (delivery === undefined) return;
        left -= 1;
        if (!(await this.#post(receiver, delivery))) this.#waiting.push(delivery);
      }
    };
    await Promise.all(Array.from({ length: 4 }, work));
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
