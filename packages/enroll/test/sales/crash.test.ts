import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { mockSale } from "@kelaskit/scalev/mock";
import { byDepth } from "@kelaskit/test-support/depth";
import { patience } from "@kelaskit/test-support/patience";
import { seededRandom } from "@kelaskit/test-support/random";
import { expect, it, onTestFinished, vi } from "vitest";
import type { Answer, Command } from "../support/crash-mock.ts";
import type { ReceiverMessage, ReceiverTask } from "./support/crash-receiver-child.ts";
import { newInbox, secret } from "./support/shop.ts";

const kills = byDepth({ usual: 8, deep: 200 });
const salesBetweenKills = 5;
/** How many deliveries are on their way at once. */
const concurrency = 6;
/** How often it may be started again for enrollments whose last request was lost. */
const mostEnds = 5;

/** A webhook to be delivered until it is acknowledged. */
interface Delivery {
  readonly id: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A process of a test, and what it says. */
class Program {
  readonly child: ChildProcess;

  constructor(file: string, argument: string) {
    const path = fileURLToPath(new URL(file, import.meta.url));
    this.child = fork(path, [argument], { execArgv: ["--conditions=kelaskit-source"] });
    onTestFinished(() => {
      if (this.child.connected) this.child.disconnect();
    });
  }

  /** The next message; undefined if the process ends before. */
  async next<Message>(): Promise<Message | undefined> {
    const over = new AbortController();
    try {
      return await Promise.race([
        once(this.child, "message", { signal: over.signal }).then(([message]) => message as Message),
        once(this.child, "exit", { signal: over.signal }).then(() => undefined),
      ]);
    } finally {
      over.abort();
    }
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }
}

/** Delivers webhooks to receivers that are killed, each again until it is acknowledged. */
class Sender {
  readonly waiting: Delivery[] = [];
  #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** Adds the webhooks of a sale at random places, one in three of them twice. */
  async add(number: string, email: string): Promise<readonly string[]> {
    const ids: string[] = [];
    for await (const request of mockSale({ secret, number, email })) {
      const body = await request.text();
      const { unique_id: id } = JSON.parse(body) as { readonly unique_id: string };
      const delivery = { id, body, headers: Object.fromEntries(request.headers) };
      ids.push(id);
      for (let times = this.#random() < 0.33 ? 2 : 1; times > 0; times -= 1)
        this.waiting.splice(Math.floor(this.#random() * (this.waiting.length + 1)), 0, delivery);
    }
    return ids;
  }

  /** Delivers to a receiver until nothing is waiting, it is gone, or so many were delivered. */
  async deliver(url: string, most: number, receiver: Program): Promise<void> {
    let left = most;
    const work = async (): Promise<void> => {
      while (left > 0 && receiver.isRunning) {
        const delivery = this.waiting.shift();
        if (delivery === undefined) return;
        left -= 1;
        if (!(await this.#post(url, delivery))) this.waiting.push(delivery);
      }
    };
    await Promise.all(Array.from({ length: concurrency }, work));
  }

  async #post(url: string, { body, headers }: Delivery): Promise<boolean> {
    try {
      const { status } = await fetch(url, { method: "POST", body, headers });
      expect(status).toBe(204);
      return true;
    } catch (error) {
      // The receiver was killed before it answered.
      if (error instanceof TypeError) return false;
      throw error;
    }
  }
}

async function startMock(seed: number) {
  const mock = new Program("../support/crash-mock.ts", String(seed));
  const listening = await mock.next<Answer>();
  if (listening?.answer !== "listening") throw new Error("The mock did not say where it listens.");
  return {
    url: listening.url,
    tell: (command: Command) => mock.child.send(command),
    async orders() {
      const answer = mock.next<Answer>();
      mock.child.send({ do: "list-orders" } satisfies Command);
      const listed = await answer;
      if (listed?.answer !== "orders") throw new Error("The mock did not say what was ordered.");
      return listed;
    },
  };
}

type Report = Exclude<ReceiverMessage, { readonly url: string }>;

/** Waits until nothing is in progress, and tells what has become of everything. */
async function reportOf(receiver: Program): Promise<Report> {
  return vi.waitFor(async () => {
    const message = receiver.next<ReceiverMessage>();
    receiver.child.send("report");
    const report = await message;
    if (report === undefined || !("sales" in report)) throw new Error("The receiver ended by itself.");
    expect(report.enrollments).toMatchObject({ pending: 0, sending: 0, unknown: report.givenUp });
    return report;
  }, patience);
}

async function sellAndKill(seed: number, wanted: number): Promise<void> {
  const random = seededRandom(seed);
  const mock = await startMock(seed);
  const inbox = newInbox();
  const task: ReceiverTask = { baseUrl: mock.url, inbox, journal: `${inbox}.journal`, secret };
  const sender = new Sender(random);
  const emails: string[] = [];
  const ids = new Set<string>();
  const owners = new Set<string>();

  const checkOrders = async (): Promise<void> => {
    const { owners: newOwners, twice } = await mock.orders();
    expect(twice).toEqual([]);
    for (const owner of newOwners) owners.add(owner);
  };

  const start = async (): Promise<readonly [receiver: Program, url: string] | undefined> => {
    const receiver = new Program("support/crash-receiver-child.ts", JSON.stringify(task));
    const started = await receiver.next<ReceiverMessage>();
    if (started === undefined) {
      expect(receiver.child.signalCode).toBe("SIGKILL");
      return undefined;
    }
    if (!("url" in started)) throw new Error("The receiver did not say where it is.");
    return [receiver, started.url];
  };

  const endedBy = async ({ child }: Program): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    expect(child.signalCode).toBe("SIGKILL");
  };

  for (let killed = 0; killed < wanted;) {
    for (let sale = 0; sale < salesBetweenKills; sale += 1) {
      const email = `learner${emails.length + 1}@shop${seed}.example.com`;
      for (const id of await sender.add(`order-${emails.length + 1}`, email)) ids.add(id);
      emails.push(email);
    }
    const started = await start();
    if (started === undefined) throw new Error("A receiver ended before it was killed.");
    const [receiver, url] = started;
    // At a moment of the vendor's own work, or after some deliveries, whatever it is doing then.
    if (random() < 0.5) {
      mock.tell({ do: "kill", pid: receiver.child.pid ?? 0, moment: 1 + Math.floor(random() * 8) });
      await sender.deliver(url, Infinity, receiver);
    } else {
      await sender.deliver(url, 1 + Math.floor(random() * 20), receiver);
    }
    receiver.child.kill("SIGKILL");
    await endedBy(receiver);
    killed += 1;
    await checkOrders();
  }

  for (let ends = 1; ; ends += 1) {
    expect(ends).toBeLessThanOrEqual(mostEnds);
    const started = await start();
    if (started === undefined) throw new Error("A receiver ended by itself.");
    const [receiver, url] = started;
    await sender.deliver(url, Infinity, receiver);
    const { sales, events, enrollments } = await reportOf(receiver);
    receiver.child.kill("SIGKILL");
    await endedBy(receiver);
    await checkOrders();
    expect(new Set(events)).toEqual(ids);
    expect(events).toHaveLength(ids.size);
    expect(new Set(Object.values(sales))).toEqual(new Set(["granted"]));
    expect(Object.keys(sales)).toHaveLength(emails.length);
    if (enrollments.unknown === 0) break;
  }
  expect([...owners].toSorted()).toEqual(emails.toSorted());
}

it("enrolls every buyer once and loses no event, however often the receiver is killed", async () => {
  // Two at once, for two cores.
  await Promise.all([sellAndKill(1, kills / 2), sellAndKill(2, kills / 2)]);
});
