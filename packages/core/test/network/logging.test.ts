import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Logger } from "../../src/index.ts";
import { createClient } from "../../src/vendor.ts";
import { create, createWarung, get, list } from "../support/client.ts";
import { fakeFetch, withoutBackoff } from "../support/fake-fetch.ts";

const levels = ["debug", "info", "warn", "error"] as const;

function spyOnConsole(): () => readonly string[] {
  const lines: string[] = [];
  for (const level of levels) {
    vi.spyOn(console, level).mockImplementation((line: string) => {
      lines.push(`${level} ${line}`);
    });
  }
  return () => lines;
}

/** What is written by a call that is repeated once and whose reply differs from its declaration. */
const unusual = () =>
  fakeFetch(() =>
    unusualCalls++ % 2 === 0 ? new Response(null, { status: 503 }) : Response.json({ id: "one" }),
  );
let unusualCalls = 0;

const withTime = (lines: readonly string[]) =>
  lines.map((line) => line.replace(/in \d+(\.\d)? m?s/, "in TIME"));

const tries = [
  "debug [kelaskit] warung items.get GET /items/1 503 in TIME (attempt 1)",
  "debug [kelaskit] warung items.get GET /items/1 200 in TIME (attempt 2)",
];
const retry = "info [kelaskit] warung items.get: retrying in TIME";
const drift =
  "warn [kelaskit] warung items.get: the reply differs from its declaration. id: expected a number, got string.";

beforeEach(() => {
  unusualCalls = 0;
  withoutBackoff();
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe("KELASKIT_LOG", () => {
  it.each([
    { level: "debug", expected: [tries[0], retry, tries[1], drift] },
    { level: "DEBUG", expected: [tries[0], retry, tries[1], drift] },
    { level: "info", expected: [retry, drift] },
    { level: "warn", expected: [drift] },
    { level: "error", expected: [] },
    { level: "off", expected: [] },
    { level: "loud", expected: [drift] },
    { level: "", expected: [drift] },
  ])("at $level writes what belongs there", async ({ level, expected }) => {
    vi.stubEnv("KELASKIT_LOG", level);
    const lines = spyOnConsole();

    await get(createWarung({ ...unusual(), logger: undefined }));

    expect(withTime(lines())).toEqual(expected);
  });

  it("is read when a client first sends, not when it is made", async () => {
    const lines = spyOnConsole();
    const client = createWarung({ ...unusual(), logger: undefined });
    vi.stubEnv("KELASKIT_LOG", "debug");

    await get(client);

    expect(lines()).toHaveLength(4);
  });
});

describe("without KELASKIT_LOG", () => {
  it("warnings are all that is written", async () => {
    vi.stubEnv("KELASKIT_LOG", undefined);
    const lines = spyOnConsole();

    await get(createWarung({ ...unusual(), logger: undefined }));

    expect(lines()).toEqual([drift]);
  });
});

describe("logger: false", () => {
  it("writes nothing, whatever the environment says", async () => {
    vi.stubEnv("KELASKIT_LOG", "debug");
    const lines = spyOnConsole();

    await get(createWarung({ ...unusual(), logger: false }));

    expect(lines()).toEqual([]);
  });
});

describe("a logger of the user's own", () => {
  function recording(): Logger & { readonly lines: readonly string[] } {
    const lines: string[] = [];
    const write = (level: string) => (line: string) => {
      lines.push(`${level} ${line}`);
    };
    return {
      lines,
      debug: write("debug"),
      info: write("info"),
      warn: write("warn"),
      error: write("error"),
    };
  }

  it("gets every line at its level; what it keeps is its own affair", async () => {
    vi.stubEnv("KELASKIT_LOG", "off");
    const console = spyOnConsole();
    const logger = recording();

    await get(createWarung({ ...unusual(), logger }));

    expect(logger.lines.map((line) => line.split(" ")[0])).toEqual(["debug", "info", "debug", "warn"]);
    expect(console()).toEqual([]);
  });

  it("keeps its `this`", async () => {
    class Counter implements Logger {
      lines = 0;
      debug(): void {
        this.lines += 1;
      }
      info(): void {
        this.lines += 1;
      }
      warn(): void {
        this.lines += 1;
      }
      error(): void {
        this.lines += 1;
      }
    }
    const logger = new Counter();

    await get(createWarung({ ...unusual(), logger }));

    expect(logger.lines).toBe(4);
  });

  it("sees numbers of a query, but no text: it may be a password", async () => {
    const logger = recording();
    const fake = fakeFetch(() => Response.json({ items: [], total: 0 }));

    await list(
      createWarung({ ...fake, logger }),
      { limit: 5 },
      { extraParams: { name: "Ibu Sri", active: true } },
    );

    expect(withTime(logger.lines)).toEqual([
      "debug warung items.list GET /items?limit=5&name=…&active=true 200 in TIME (attempt 1)",
    ]);
  });

  it("is told why a try failed", async () => {
    const logger = recording();
    const fake = fakeFetch(() => {
      throw new TypeError("fetch failed", {
        cause: Object.assign(new Error("no"), { code: "ECONNREFUSED" }),
      });
    });

    await expect(create(createWarung({ ...fake, logger, retries: 0 }))).rejects.toThrow();

    expect(withTime(logger.lines)).toEqual([
      "debug warung items.create POST /items the connection was refused in TIME (attempt 1)",
    ]);
  });
});

it("each client has its own logger", async () => {
  const lines: string[] = [];
  const write = (line: string): void => {
    lines.push(line);
  };
  const logger = { debug: write, info: write, warn: write, error: write };
  const fake = fakeFetch(() => Response.json({}));
  const definition = { vendor: "warung", baseUrl: "https://api.warung.example" };

  await createClient(definition, { fetch: fake.fetch, logger }).request("GET", "/seen");
  await createClient(definition, { fetch: fake.fetch, logger: false }).request("GET", "/unseen");

  expect(withTime(lines)).toEqual(["warung request GET /seen 200 in TIME (attempt 1)"]);
});
