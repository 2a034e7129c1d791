import pino from "pino";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fieldsFirst, type LogFields, type Logger } from "../../src/index.ts";
import { createWarung, get, token } from "../support/client.ts";
import { fakeFetch, withoutBackoff } from "../support/fake-fetch.ts";
import { silentLogger } from "../support/silent-logger.ts";

beforeEach(withoutBackoff);
afterEach(() => {
  vi.unstubAllEnvs();
});

/** A vendor that is unavailable once, and then answers with a reply that differs from its declaration. */
function unusual() {
  let answers = 0;
  return fakeFetch(() => {
    answers += 1;
    const headers = { "x-request-id": `request-${answers}` };
    return answers === 1
      ? new Response(null, { status: 503, headers })
      : Response.json({ id: "one" }, { headers });
  });
}

const call = { vendor: "warung", operation: "items.get", method: "GET" };
const someTime: unknown = expect.any(Number);
const expected = [
  { level: "debug", fields: { ...call, attempt: 1, status: 503, requestId: "request-1", ms: someTime } },
  { level: "info", fields: { ...call, attempt: 1, retryIn: 0 } },
  { level: "debug", fields: { ...call, attempt: 2, status: 200, requestId: "request-2", ms: someTime } },
  { level: "warn", fields: { ...call, attempt: 2, drift: ["id"] } },
];
const messages: readonly unknown[] = [
  expect.stringMatching(/^warung items\.get GET \/items\/1 503 in \d+ ms \(attempt 1\)$/),
  "warung items.get: retrying in 0 ms",
  expect.stringMatching(/^warung items\.get GET \/items\/1 200 in \d+ ms \(attempt 2\)$/),
  "warung items.get: the reply differs from its declaration. id: expected a number, got string.",
];

it("a logger gets each sentence and its facts", async () => {
  const lines: { readonly level: string; readonly message: string; readonly fields: LogFields }[] = [];
  const write = (level: string) => (message: string, fields: LogFields) =>
    void lines.push({ level, message, fields });
  const logger: Logger = {
    debug: write("debug"),
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
  };

  await get(createWarung({ ...unusual(), logger }));

  expect(lines).toMatchObject(expected);
  expect(lines.map(({ message }) => message)).toEqual(messages);
});

it("the console, passed as the logger, prints both", async () => {
  const printed: unknown[] = [];
  for (const level of ["debug", "info", "warn", "error"] as const)
    vi.spyOn(console, level).mockImplementation((message: string, fields: unknown) => {
      printed.push({ level, message, fields });
    });

  await get(createWarung({ ...unusual(), logger: console }));

  expect(printed).toMatchObject(expected);
});

it("without a logger, the console gets sentences alone", async () => {
  vi.stubEnv("KELASKIT_LOG", "warn");
  const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);

  await get(createWarung({ ...unusual(), logger: undefined }));

  expect(warn.mock.calls).toEqual([[`[kelaskit] ${String(messages[3])}`]]);
});

describe("pino, with fieldsFirst,", () => {
  /** A real pino that writes to a list. */
  function recorded(level: pino.Level) {
    const lines: Record<string, unknown>[] = [];
    const logger = pino(
      { level, base: null, timestamp: false },
      { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) },
    );
    return { lines, logger: fieldsFirst(logger) };
  }

  it("writes one object a line: the message and the facts beside it", async () => {
    const { lines, logger } = recorded("debug");

    await get(createWarung({ ...unusual(), logger }));

    expect(lines).toMatchObject(
      expected.map(({ level, fields }, index) => ({
        level: pino.levels.values[level],
        msg: messages[index],
        ...fields,
      })),
    );
  });

  it("keeps to its own level", async () => {
    const { lines, logger } = recorded("warn");

    await get(createWarung({ ...unusual(), logger }));

    expect(lines).toMatchObject([{ msg: messages[3] }]);
  });
});

it("an attempt without an answer has the system's code", async () => {
  const facts: LogFields[] = [];
  const logger = silentLogger({ debug: (_message, fields) => void facts.push(fields) });
  const fake = fakeFetch(() => Promise.reject(Object.assign(new Error("no"), { code: "ECONNREFUSED" })));

  await expect(get(createWarung({ ...fake, logger, retries: 0 }))).rejects.toThrow();

  expect(facts).toMatchObject([{ ...call, attempt: 1, errorType: "ECONNREFUSED" }]);
  expect(facts[0]).not.toHaveProperty("status");
});

it("a request id that repeats a secret is cleaned of it", async () => {
  const facts: LogFields[] = [];
  const logger = silentLogger({ debug: (_message, fields) => void facts.push(fields) });
  const fake = fakeFetch(() => Response.json({ id: 1 }, { headers: { "x-request-id": `for ${token}` } }));

  await get(createWarung({ ...fake, logger }));

  expect(facts[0]?.requestId).toMatch(/^for /);
  expect(facts[0]?.requestId).not.toContain(token);
});
