import { failureOf } from "@kelaskit/test-support/failure";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Limiter, Logger } from "../../src/index.ts";
import { RateLimitError } from "../../src/index.ts";
import { createWarung, get } from "../support/client.ts";
import { fakeFetch, withoutBackoff } from "../support/fake-fetch.ts";

const unhandled: unknown[] = [];
const noteUnhandled = (reason: unknown): void => {
  unhandled.push(reason);
};

beforeEach(() => {
  withoutBackoff();
  unhandled.length = 0;
  process.on("unhandledRejection", noteUnhandled);
});
afterEach(() => {
  process.off("unhandledRejection", noteUnhandled);
});

/** A process reports an unhandled rejection before the next turn of its event loop. */
async function expectNoneUnhandled(): Promise<void> {
  await setImmediate();
  await setImmediate();
  expect(unhandled).toEqual([]);
}

const full = (): Error => new Error("the disk is full");

/** How a function of a user's may fail. Each is declared to give what a good one gives: callers without types give anything. */
const failures: Readonly<Record<string, () => void | Promise<void>>> = {
  throws: () => {
    throw full();
  },
  rejects: () => Promise.reject(full()),
  "rejects later": async () => {
    await setImmediate();
    throw full();
  },
  "gives a thenable that rejects": () =>
    thenable((_done, failed) => {
      failed?.(full());
    }),
  "gives a thenable that throws": () =>
    thenable(() => {
      throw full();
    }),
};
const ways = Object.entries(failures).map(([way, fail]) => ({ way, fail }));

function thenable(
  then: (done?: ((value: never) => unknown) | null, failed?: ((reason: unknown) => unknown) | null) => void,
): Promise<void> {
  // Typed as what users may pass; tested with thenables that are not promises.
  // oxlint-disable-next-line unicorn/no-thenable
  return { then } as unknown as Promise<void>;
}

/** A logger that keeps its errors. */
function errorLog() {
  const lines: string[] = [];
  const nothing = (): void => undefined;
  const logger: Logger = {
    debug: nothing,
    info: nothing,
    warn: nothing,
    error: (line) => void lines.push(line),
  };
  return { lines, logger };
}

describe("a function of the user's that fails changes no call and ends no process:", () => {
  it.each(ways)("onDrift $way", async ({ fail }) => {
    const { lines, logger } = errorLog();
    const client = createWarung({ ...fakeFetch(() => Response.json({ id: "7" })), logger, onDrift: fail });

    await expect(get(client)).resolves.toEqual({ id: "7" });

    await expectNoneUnhandled();
    expect(lines).toEqual([expect.stringMatching(/^onDrift threw Error\. The report was: warung items/)]);
  });

  it.each(ways)("every method of the logger $way", async ({ fail }) => {
    const heard: string[] = [];
    const note = (level: string) => () => {
      heard.push(level);
      return fail();
    };
    const logger = { debug: note("debug"), info: note("info"), warn: note("warn"), error: note("error") };
    const fake = fakeFetch(() => Response.json({ id: "7" }, { status: fake.sent.length === 1 ? 503 : 200 }));
    const limiter = { acquire: async () => fail, pauseUntil: fail };

    await expect(get(createWarung({ ...fake, logger, limiter }))).resolves.toEqual({ id: "7" });

    await expectNoneUnhandled();
    expect([...new Set(heard)].toSorted()).toEqual(["debug", "error", "info", "warn"]);
  });

  it.each(ways)("a limiter's release $way", async ({ fail }) => {
    const { lines, logger } = errorLog();
    const limiter: Limiter = { acquire: async () => fail, pauseUntil: () => undefined };
    const client = createWarung({ ...fakeFetch(() => Response.json({ id: 7 })), logger, limiter });

    await expect(get(client)).resolves.toEqual({ id: 7 });

    await expectNoneUnhandled();
    expect(lines).toEqual(["The limiter of the warung client could not release a slot: the disk is full."]);
  });

  it.each(ways)("a limiter's pauseUntil $way", async ({ fail }) => {
    const { lines, logger } = errorLog();
    const limiter: Limiter = { acquire: async () => () => undefined, pauseUntil: fail };
    const fake = fakeFetch(() => new Response(null, { status: 429, headers: { "retry-after": "3" } }));

    const error = await failureOf(
      get(createWarung({ ...fake, logger, limiter, retries: 0 })),
      RateLimitError,
    );

    await expectNoneUnhandled();
    expect(error).toMatchObject({ retryAfter: 3000, outcome: "refused" });
    expect(lines).toEqual(["The limiter of the warung client could not pause: the disk is full."]);
  });
});

describe("a slot that comes after its call was given up", () => {
  it.each(ways)("is given back once, though the release $way", async ({ fail }) => {
    const { lines, logger } = errorLog();
    const slot = Promise.withResolvers<() => void | Promise<void>>();
    let released = 0;
    const asked = Promise.withResolvers<void>();
    const limiter: Limiter = {
      acquire() {
        asked.resolve();
        return slot.promise;
      },
      pauseUntil: () => undefined,
    };
    const controller = new AbortController();
    const call = get(createWarung({ logger, limiter }), {}, { signal: controller.signal });
    const failed = expect(call).rejects.toMatchObject({ name: "AbortedError", outcome: "not-sent" });
    await asked.promise;
    controller.abort();
    await failed;

    slot.resolve(() => {
      released += 1;
      return fail();
    });

    await expectNoneUnhandled();
    expect(released).toBe(1);
    expect(lines).toEqual(["The limiter of the warung client could not release a slot: the disk is full."]);
  });
});
