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
import { newMemory, type Row, SampleVendor, sourceOf } from "./sample-vendor.ts";

/** A busy machine may take long; what is waited for comes by itself. */
export const patience = { timeout: 20_000 };

export const name = "autumn";

/** Everybody who is added unless others are named. */
export const everybody = ["ada@example.com", "bo@example.com", "cy@example.com"];

interface Filling {
  /** A memory file; none where the filling names none. */
  readonly memory?: string;
  readonly target?: Target<Row>;
  readonly emails?: readonly (string | undefined)[];
}

/** A queue in a Redis of the test file's own, with a vendor; each test finds it empty. */
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

  /** Adds everybody with the test's memory file, or as it is told. */
  enqueue(filling?: Filling): Promise<EnqueueReport> {
    const { connection, memory } = this;
    const { target = this.vendor.target, emails = everybody, ...rest } = filling ?? { memory };
    return enqueueRows({ connection, name, target, source: sourceOf(...emails), ...rest });
  }

  report(): Promise<FleetReport> {
    return fleetReport({ connection: this.connection, name });
  }

  /** The rows that have ended, by their lines. */
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

  /** Starts a worker, and gives why it stops. */
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

  /** Lets a worker bring all rows to their end. */
  async sendAll(options: Partial<EnrollWorkerOptions<Row>> = {}): Promise<void> {
    this.work(options);
    await this.finished();
    await this.worker?.close();
  }
}

/** Sets a bench up for the tests of a block. */
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
