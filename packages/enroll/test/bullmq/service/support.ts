import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { type RunningRedis, startRedis } from "@kelaskit/test-support/redis";
import { afterAll, afterEach, beforeAll, beforeEach, onTestFinished } from "vitest";
import { bullmq, type BullmqOptions } from "../../../src/bullmq/index.ts";
import { openFleet } from "../../../src/bullmq/service/bullmq.ts";
import { type RunClock, systemClock } from "../../../src/run/clock.ts";
import type { Enrollments, EnrollmentsBackend, ServiceSettings } from "../../../src/service/index.ts";
import type { Target } from "../../../src/target.ts";

/** A service that collects the errors that it reports. */
export type OpenService<Row extends object> = Enrollments<Row> & { readonly errors: readonly Error[] };

/** A Redis server of the test file, which is empty at the start of each test, and services in it. */
export class ServiceBench {
  /** The memory file of the test's service. */
  memory = "";
  #server: RunningRedis | undefined;
  #connection: Redis | undefined;
  readonly #open = new Set<Enrollments>();

  get connection(): Redis {
    if (this.#connection === undefined) throw new Error("Redis does not run yet.");
    return this.#connection;
  }

  get path(): string {
    return this.#server?.path ?? "";
  }

  async start(program: string): Promise<void> {
    this.#server = await startRedis(program);
    this.#connection = this.connect();
  }

  begin(): void {
    const folder = mkdtempSync(join(tmpdir(), "kelaskit-service-"));
    onTestFinished(() => {
      rmSync(folder, { recursive: true, force: true });
    });
    this.memory = join(folder, "shop.queue.json");
  }

  /** Another connection, as another process has. */
  connect(): Redis {
    return new Redis({ path: this.path, maxRetriesPerRequest: null });
  }

  backend(options: Partial<BullmqOptions> = {}): EnrollmentsBackend {
    return bullmq({ connection: this.connection, name: "shop", memory: this.memory, ...options });
  }

  /** Opens a service that is closed with the test. */
  async open<Row extends object>(
    settings: ServiceSettings<Row> & { readonly target: Target<Row> },
    options: Partial<BullmqOptions> = {},
    clock: RunClock = systemClock,
  ): Promise<OpenService<Row>> {
    const errors: Error[] = [];
    const enrollments = await openFleet(
      { connection: this.connection, name: "shop", memory: this.memory, ...options },
      { settleAfter: 400, onError: (error) => void errors.push(error), ...settings },
      clock,
    );
    this.#open.add(enrollments);
    return Object.assign(enrollments, { errors });
  }

  async clear(): Promise<void> {
    await Promise.all([...this.#open].map((enrollments) => enrollments.close({ within: 0 })));
    this.#open.clear();
    await this.connection.flushall();
  }

  async stop(): Promise<void> {
    this.connection.disconnect();
    await this.#server?.stop();
  }
}

/** Sets up a bench for the tests of a block. */
export function useServiceBench(program: string): ServiceBench {
  const bench = new ServiceBench();
  beforeAll(() => bench.start(program));
  beforeEach(() => {
    bench.begin();
  });
  afterEach(() => bench.clear());
  afterAll(() => bench.stop());
  return bench;
}
