// The same tests with the older major version of ioredis that the package supports.
import { Redis } from "ioredis";
import { expect, it, vi } from "vitest";

vi.mock("ioredis", () => import("ioredis-5"));

it("runs on ioredis 5", async () => {
  expect(Redis).toBe((await import("ioredis-5")).Redis);
});

await import("./token-store.test.ts");
await import("./limiter-pause.test.ts");
await import("./cluster.test.ts");
