import { byDepth } from "@kelaskit/test-support/depth";
import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { AbortedError, type Limiter } from "../../src/index.ts";
import { createWarung, get } from "../support/client.ts";
import { deafFetch, fakeFetch } from "../support/fake-fetch.ts";

const many = byDepth({ usual: 2000, deep: 20_000 });

describe(`${many} calls on one signal`, () => {
  const startAll = (client: ReturnType<typeof createWarung>, signal: AbortSignal) =>
    Promise.allSettled(Array.from({ length: many }, () => get(client, {}, { signal })));

  it.each([
    { where: "that wait for the limiter", limiter: { concurrency: 1 } },
    { where: "that are under way", limiter: undefined },
  ])("$where have one listener on it, and all end when it aborts", async ({ limiter }) => {
    const controller = new AbortController();
    const sent = Promise.withResolvers<void>();
    const client = createWarung({
      limiter,
      retries: 0,
      fetch() {
        sent.resolve();
        return deafFetch();
      },
    });

    const ended = startAll(client, controller.signal);
    await sent.promise;

    expect(getEventListeners(controller.signal, "abort")).toHaveLength(1);
    controller.abort();
    const results = await ended;
    const reasons = results.map(
      (result) => (result.status === "rejected" ? result.reason : undefined) as unknown,
    );
    expect(reasons.filter((reason) => AbortedError.isInstance(reason))).toHaveLength(many);
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  });

  it("leave nothing on it when all have been answered", async () => {
    const controller = new AbortController();
    const limiter: Limiter = { acquire: async () => () => undefined, pauseUntil: () => undefined };
    const client = createWarung({ ...fakeFetch(() => Response.json({ id: 1 })), limiter });

    const results = await startAll(client, controller.signal);

    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(many);
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  });
});
