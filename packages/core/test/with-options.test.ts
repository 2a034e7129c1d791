import { setImmediate as nextTurn } from "node:timers/promises";
import { failureOf } from "@kelaskit/test-support/failure";
import { beforeEach, describe, expect, it } from "vitest";
import { ConfigurationError, ResponseMismatchError, ServerError, TimeoutError } from "../src/index.ts";
import { bind, tokenCredential, withOptions } from "../src/vendor.ts";
import { create, createWarung, get, list, login } from "./support/client.ts";
import { fakeFetch, type SentRequest, withoutBackoff } from "./support/fake-fetch.ts";

beforeEach(withoutBackoff);

const items = { create, get, list };
const item = () => Response.json({ id: 1 });

/** A client with methods, and what it has sent. */
function warung(
  answer: (request: SentRequest) => Response | Promise<Response> = item,
  options: Parameters<typeof createWarung>[0] = {},
) {
  const fake = fakeFetch(answer);
  return { client: bind(createWarung({ ...fake, ...options }), { items }), sent: fake.sent };
}

describe("withOptions() creates a client with", () => {
  it("another timeout; the first keeps its own", async () => {
    const { client } = warung(
      () =>
        new Promise<Response>(() => {
          // No answer ever comes.
        }),
      { retries: 0, timeout: 20 },
    );

    const error = await failureOf(client.withOptions({ timeout: 10 }).items.get(), TimeoutError);

    expect(error.timeout).toBe(10);
    expect(await failureOf(client.items.get(), TimeoutError)).toMatchObject({ timeout: 20 });
  });

  it("other retries", async () => {
    const { client, sent } = warung(() => new Response(null, { status: 503 }));

    await failureOf(client.withOptions({ retries: 0 }).items.get(), ServerError);

    expect(sent).toHaveLength(1);
  });

  it("another validation", async () => {
    const { client } = warung(() => Response.json({ id: "one" }));

    await failureOf(client.withOptions({ validation: "strict" }).items.get(), ResponseMismatchError);
    await expect(client.items.get()).resolves.toEqual({ id: "one" });
  });

  it("a listener of its own, who hears of drift that the first client has reported", async () => {
    const heard: string[] = [];
    const onDrift = (whose: string) => (): void => void heard.push(whose);
    const { client } = warung(() => Response.json({ id: "one" }), { onDrift: onDrift("first") });
    await client.items.get();

    const second = client.withOptions({ onDrift: onDrift("second") });
    await second.items.get();
    await second.withOptions({ timeout: 1000 }).items.get();
    await client.items.get();

    expect(heard).toEqual(["first", "second"]);
  });

  it("further headers, which replace those of the same name", async () => {
    const seen: Record<string, string>[] = [];
    const { client } = warung(item, {
      headers: { "x-shop": "one", "x-kept": "yes" },
      middleware: [
        (request, next) => {
          seen.push(request.headers);
          return next(request);
        },
      ],
    });

    await client.withOptions({ headers: { "X-Shop": "two" } }).items.get();

    expect(seen).toMatchObject([{ "x-shop": "two", "x-kept": "yes" }]);
  });

  it("another logger", async () => {
    const lines: string[] = [];
    const write = (line: string): void => void lines.push(line);
    const { client } = warung(item);

    await client
      .withOptions({ logger: { debug: write, info: write, warn: write, error: write } })
      .items.get();
    await client.items.get();

    expect(lines).toEqual([expect.stringMatching(/^warung items\.get GET \/items\/1 200 /)]);
  });

  it("telemetry", async () => {
    const calls: string[] = [];
    const { client } = warung(item);

    await client
      .withOptions({ telemetry: { startCall: ({ operation }) => void calls.push(operation) } })
      .items.get();

    expect(calls).toEqual(["items.get"]);
  });

  it("other settings again", async () => {
    const { client, sent } = warung(() => new Response(null, { status: 503 }));
    const strict = client.withOptions({ validation: "strict" });

    await failureOf(strict.withOptions({ retries: 1 }).items.get(), ServerError);

    expect(sent).toHaveLength(2);
  });

  it("the same settings where the new ones are undefined", async () => {
    const { client, sent } = warung(() => new Response(null, { status: 503 }), { retries: 0 });

    await failureOf(client.withOptions({ retries: undefined }).items.get(), ServerError);

    expect(sent).toHaveLength(1);
  });
});

describe("it shares with the first client", () => {
  it("its token", async () => {
    const { client, sent } = warung(
      ({ path }) => (path === "/login" ? Response.json({ accessToken: "granted-1" }) : item()),
      {
        credential: ({ call }) =>
          tokenCredential({
            key: () => "warung",
            grant: () => call(login, { email: "a@b.c", password: "secret" }),
          }),
      },
    );

    await client.items.get();
    await client.withOptions({ timeout: 5000 }).items.get();

    expect(sent.map(({ path }) => path)).toEqual(["/login", "/items/1", "/items/1"]);
  });

  it("its limiter", async () => {
    let underWay = 0;
    let most = 0;
    const { client } = warung(
      async () => {
        underWay += 1;
        most = Math.max(most, underWay);
        await nextTurn();
        underWay -= 1;
        return item();
      },
      { limiter: { concurrency: 1 } },
    );

    await Promise.all([client.items.get(), client.withOptions({ timeout: 5000 }).items.get()]);

    expect(most).toBe(1);
  });

  it("its routes and its address", async () => {
    const { client, sent } = warung(item, {
      baseUrl: "http://localhost:4000/api",
      routes: { "items.get": "GET /things/1" },
    });

    const changed = client.withOptions({ timeout: 5000 });
    await changed.items.get();

    expect(changed.baseUrl).toBe("http://localhost:4000/api");
    expect(sent[0]?.path).toBe("/api/things/1");
  });

  it("methods besides operations, which use the new settings", async () => {
    const fake = fakeFetch(() => new Response(null, { status: 503 }));
    const client = bind(createWarung(fake), { items }, (bound) => ({ first: () => get(bound) }));

    await failureOf(client.withOptions({ retries: 0 }).first(), ServerError);

    expect(fake.sent).toHaveLength(1);
  });
});

it("a client without methods has it as a function", async () => {
  const fake = fakeFetch(() => new Response(null, { status: 503 }));

  await failureOf(get(withOptions(createWarung(fake), { retries: 0 })), ServerError);

  expect(fake.sent).toHaveLength(1);
});

describe("it refuses", () => {
  it.each<readonly [string, object, string]>([
    ["what belongs to the first client", { baseUrl: "https://elsewhere.example" }, "baseUrl"],
    ["a wrong value", { timeout: -1 }, "timeout is -1"],
    ["a header that cannot be sent", { headers: { "a b": "c" } }, "header name"],
  ])("%s", (_what, options, words) => {
    const { client } = warung();
    expect(() => client.withOptions(options)).toThrow(ConfigurationError);
    expect(() => client.withOptions(options)).toThrow(words);
  });
});
