// The same tests with the older major versions of BullMQ and ioredis that the package supports.
import { Queue } from "bullmq";
import { expect, it, vi } from "vitest";

vi.mock("bullmq", () => import("bullmq-5"));
vi.mock("ioredis", () => import("ioredis-5"));

it("runs on BullMQ 5", async () => {
  expect(Queue).toBe((await import("bullmq-5")).Queue);
});

await import("./closing.test.ts");
await import("./worker.test.ts");
await import("./row-jobs.test.ts");
await import("./lost-queue.test.ts");
await import("./cluster.test.ts");
await import("./batches.test.ts");
await import("./lost-server.test.ts");
await import("./service/contract.test.ts");
