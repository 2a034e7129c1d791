import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from "vitest";
import { type RunningRedis, startRedis } from "@kelaskit/test-support/redis";
import {
  enqueueRows,
  type EnqueueReport,
  type EnrollWorker,
  enrollWorker,
  type EnrollWorkerOptions,
  type FleetReport,
  fleetReport,
  fleetRows,
} from "../../../src/bullmq/index.ts";
import type { RowEvent } from "../../../src/run-options.ts";
import type { Target } from "../../../src/target.ts";
import { patience } from "@kelaskit/test-support/patience";
import { newMemory, type Row, SampleVendor, sourceOf } from "./sample-vendor.ts";

export const name = "autumn";

/** The learners that are added by default. */
export const allEmails = ["ada@example.com", "bo@example.com", "cy@example.com"];

interface Filling {
  /** A memory file. @default none */
  readonly memory?: string;
  readonly target?: Target<Row>;
  readonly emails?: readonly (string | undefined)[];
}

/** A queue with a vendor, in a Redis server of the test file. It is empty at the start of each test. */
export class QueueBench {
  vendor = new SampleVendor();
  /** The test's own memory file. */
  memory = "";
  worker: EnrollWorker | undefined;
  #server: RunningRedis | undefined;
  #connection: Redis | undefined;

  get connection(): Redis {
    if (this.#connection === undefined) throw new Error("Redis does not run yet.");
    return this.#connection;
  }

  /** The socket of the server, for other processes. */
  get socket(): string {
    if (this.#server === undefined) throw new Error("Redis does not run yet.");
    return this.#server.path;
  }

  async start(program: string): Promise<void> {
    this.#server = await startRedis(program);
    this.#connection = new Redis({ path: this.#server.path, maxRetriesPerRequest: null });
  }

  begin(): void {
    this.vendor = new SampleVendor();
    this.memory = newMemory();
  }

  async clear(): Promise<void> {
    await this.worker?.close();
    this.worker = undefined;
    await this.connection.flushall();
  }

  async stop(): Promise<void> {
    this.connection.disconnect();
    await this.#server?.stop();
  }

  /** Adds rows: by default, `allEmails` with the test's memory file. */
  enqueue(filling?: Filling): Promise<EnqueueReport> {
    const { connection, memory } = this;
    const { target = this.vendor.target, emails = allEmails, ...rest } = filling ?? { memory };
    return enqueueRows({ connection, name, target, source: sourceOf(...emails), ...rest });
  }

  report(): Promise<FleetReport> {
    return fleetReport({ connection: this.connection, name });
  }

  /** The rows that have ended, sorted by line. */
  async rows(): Promise<RowEvent[]> {
    const found: RowEvent[] = [];
    for await (const row of fleetRows({ connection: this.connection, name })) found.push(row);
    return found.toSorted((one, other) => one.line - other.line);
  }

  /** Starts a worker. */
  work(options: Partial<EnrollWorkerOptions<Row>> = {}): void {
    const { connection } = this;
    const { target } = this.vendor;
    this.worker = enrollWorker({ connection, name, target, settleAfter: 100, ...options });
  }

  /** Starts a worker, and returns why it stops. */
  stopOf(options: Partial<EnrollWorkerOptions<Row>> = {}): Promise<string> {
    return new Promise((resolve) => {
      this.work({ onError: () => undefined, ...options, onStop: resolve });
    });
  }

  async finished(): Promise<void> {
    const look = async (): Promise<void> => {
      expect(await this.report()).toMatchObject({ finished: true });
    };
    await vi.waitFor(look, patience);
  }

  /** Runs a worker until all rows have ended. */
  async sendAll(options: Partial<EnrollWorkerOptions<Row>> = {}): Promise<void> {
    this.work(options);
    await this.finished();
    await this.worker?.close();
  }
}

/** Sets up a bench for the tests of a block. */
export function useQueueBench(program: string): QueueBench {
  const bench = new QueueBench();
  beforeAll(() => bench.start(program));
  beforeEach(() => {
    bench.begin();
  });
  afterEach(() => bench.clear());
  afterAll(() => bench.stop());
  return bench;
}
