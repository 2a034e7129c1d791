import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createVendorClient } from "../src/vendors/client.ts";
import { fakeContext } from "./support.ts";

const hour = 3_600_000;
let home: string;

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "kelaskit-rate-"));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(home, { recursive: true });
});

it("a command's requests wait for its --rate for as long as it takes", async () => {
  const sentAt: number[] = [];
  const context = fakeContext({
    environment: {
      KELASKIT_CONFIG_DIR: home,
      SKILVUL_CLIENT_ID: "demo",
      SKILVUL_CLIENT_SECRET: "demo-secret",
    },
    fetch: () => {
      sentAt.push(performance.now());
      return Promise.resolve(Response.json({ ok: true }));
    },
  });
  const createClient = () =>
    createVendorClient("skilvul", context, { limiter: { limit: 1, interval: hour } });
  // Loads what is loaded with the first call; a clock that is turned by hand does not wait for it.
  await (await createClient()).request("GET", "/x", { auth: false });
  const client = await createClient();
  vi.useFakeTimers();
  const start = performance.now();

  const calls = [1, 2, 3].map(() => client.request("GET", "/x", { auth: false }).withResponse());
  const ended = Promise.all(calls);
  await vi.advanceTimersByTimeAsync(2 * hour);
  await ended;

  expect(sentAt.slice(1).map((moment) => (moment - start) / hour)).toEqual([0, 1, 2]);
});
