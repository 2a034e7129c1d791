import { describe, expect, it, vi } from "vitest";
import { patience } from "@kelaskit/test-support/patience";
import { runProgram } from "../../src/program.ts";
import { fakeContext, type Run, runCommand } from "../support.ts";
import {
  collect,
  eventLine,
  newFile,
  newFolder,
  secret,
  serveReceiver,
  serveReplies,
  signatureOf,
} from "./support.ts";

async function replay(
  file: string,
  url: string,
  words: readonly string[] = [],
  { input = "", env = {} }: { readonly input?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Run> {
  const folder = await newFolder();
  return runCommand(["sales", "replay", file, "--url", url, ...words], {
    input,
    env: { ...folder.env, ...env },
  });
}

/** What the command printed about the deliveries, and its summary. */
function resultsOf({ stdout }: Run): readonly unknown[] {
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
}

const ids = ["event_1", "event_2", "event_3", "event_4", "event_5", "event_6"];
const lines = ids.map(eventLine);
const again = { status: 503, headers: { "retry-after": "0" } } as const;

describe("kelaskit sales replay", () => {
  it("has every buyer enrolled once, whatever the order and however often", async () => {
    const { url, receive, mock } = await serveReceiver();
    const sample = await runCommand(["sales", "sample", "--variant", "variant_1", "--count", "20"]);
    const run = await replay("-", url, ["--shuffle", "--seed", "7", "--times", "2", "--concurrency", "4"], {
      input: sample.stdout,
    });
    expect(run).toMatchObject({ code: 0 });
    expect(resultsOf(run)).toEqual([
      {
        event: "summary",
        url,
        deliveries: 200,
        requests: 200,
        acknowledged: 200,
        notAcknowledged: 0,
        notSent: 0,
        answers: { "204": 200 },
        seed: 7,
      },
    ]);
    await receive.settled();
    await vi.waitFor(() => {
      expect(mock.store.orders).toHaveLength(20);
    }, patience);
    const sales = await collect(receive.sales.list());
    expect(sales.map(({ state }) => state)).toEqual(Array.from({ length: 20 }, () => "granted"));
  });

  it("signs the exact bytes of each line, in the order of the file", async () => {
    const odd = `{ "event":"order.created",  "unique_id":"event_9", "data":{"name":"Åsa\\u0301 \u{1F393}"} }`;
    const server = await serveReplies(() => ({ status: 204 }));
    const file = await newFile([`\uFEFF${lines[0]}\r`, "", odd, "  ", `${lines[1]}`]);
    expect(await replay(file, server.url)).toMatchObject({ code: 0 });
    expect(server.requests.map(({ body }) => String(body))).toEqual([lines[0], odd, lines[1]]);
    for (const { body, headers } of server.requests) {
      expect(headers).toMatchObject({
        "x-scalev-hmac-sha256": signatureOf(body),
        "content-type": "application/json",
      });
    }
  });

  it("sends the same order again for a seed, and names the seed that it chose", async () => {
    const server = await serveReplies(() => ({ status: 204 }));
    const file = await newFile(lines);
    const chosen = await replay(file, server.url, ["--shuffle"]);
    const [, seed = ""] = /in the order of --seed (\d+)\./.exec(chosen.stderr) ?? [];
    await replay(file, server.url, ["--shuffle", "--seed", seed]);
    const all = server.ids();
    expect(all.slice(6)).toEqual(all.slice(0, 6));
    expect(all.slice(6).toSorted()).toEqual(ids);
  });

  it("sends again what was not stored, after the others and as long as Retry-After requests", async () => {
    const server = await serveReplies((number) => (number === 2 || number === 7 ? again : { status: 204 }));
    const run = await replay(await newFile(lines), server.url);
    expect(run.code).toBe(0);
    expect(server.ids()).toEqual([...ids, "event_2", "event_2"]);
    expect(resultsOf(run)).toMatchObject([
      { event: "summary", requests: 8, acknowledged: 6, answers: { "204": 6, "503": 2 } },
    ]);
  });

  it("sends again what was cut off", async () => {
    const server = await serveReplies((number) => (number === 2 ? "cut" : { status: 204 }));
    const run = await replay(await newFile(lines), server.url);
    expect(run.code).toBe(0);
    expect(run.stderr).toContain("Not acknowledged or not sent yet: 1. Sent again in 1 s.");
    expect(server.ids()).toEqual([...ids, "event_2"]);
  });

  it("gives up what is answered with 500 five times, and names its line", async () => {
    const server = await serveReplies((_number, { body }) =>
      String(body).includes("event_3") ? { ...again, status: 500 } : { status: 204 },
    );
    const run = await replay(await newFile(lines), server.url);
    expect(run.code).toBe(1);
    expect(resultsOf(run)).toMatchObject([
      { event: "delivery", line: 3, answer: "500", attempts: 5 },
      { event: "summary", acknowledged: 5, notAcknowledged: 1, answers: { "204": 5, "500": 5 } },
    ]);
  });

  it("does not send again what is refused, and follows no redirect", async () => {
    const other = await serveReplies(() => ({ status: 204 }));
    const server = await serveReplies((number) =>
      number === 1 ? { status: 400 } : { status: 307, headers: { location: other.url } },
    );
    const run = await replay(await newFile(lines.slice(0, 2)), server.url, ["--output", "text"]);
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/│ 307 +│ 1 +│ a redirect, which is not followed +│/);
    expect(run.stdout).toMatch(/│ 400 +│ 1 +│ refused +│/);
    expect(run.stdout).toContain("2 deliveries in 2 requests: 0 acknowledged, 2 not acknowledged.");
    expect(run.stdout).toContain("  line 1: 400\n  line 2: 307");
    expect(other.requests).toEqual([]);
  });

  it("stops at a 401, and says what to check", async () => {
    const { url, receive } = await serveReceiver();
    const env = { SCALEV_WEBHOOK_SECRET: "whsec_another" };
    const run = await replay(await newFile(lines), url, [], { env });
    expect(run.code).toBe(1);
    expect(resultsOf(run).at(-1)).toMatchObject({ requests: 1, notSent: 5, stopped: "unauthorized" });
    expect(run.stderr).toMatch(
      /answered 401 to line 1: .*SCALEV_WEBHOOK_SECRET.*one of the receiver's secrets/,
    );
    expect(await collect(receive.events())).toEqual([]);
  });

  it("shows neither the secret nor the query of the address nor anything of a buyer", async () => {
    const server = await serveReplies(() => ({ status: 400 }));
    const line = JSON.stringify({ event: "order.created", data: { customer: { email: "ann@example.com" } } });
    const file = await newFile([line]);
    const runs = [
      await replay(file, server.url),
      await replay(file, server.url, ["--output", "text"]),
      await replay(await newFile([`${line}}`, line.replace("event", "other")]), server.url),
    ];
    expect(runs.map(({ code }) => code)).toEqual([1, 1, 2]);
    for (const { stdout, stderr } of runs) {
      expect(stdout + stderr).not.toMatch(/whsec|hidden-in-the-query|ann@/);
    }
  });
});

describe("a recorded delivery", () => {
  const body = `{"event": "order.created", "unique_id": "event_1"}`;
  const recorded = (headers: object): string => JSON.stringify({ headers, body });

  it("is sent with its own signature, and without its other headers", async () => {
    const server = await serveReplies(() => ({ status: 204 }));
    const file = await newFile([
      recorded({
        "X-Scalev-Hmac-Sha256": "recorded=",
        "x-scalev-app-id": ["app_1"],
        "Content-Type": "application/json; charset=utf-8",
        Cookie: "session=1",
        Host: "shop.example.com",
      }),
      JSON.stringify({ headers: {}, body: "" }),
    ]);
    // No line has to be signed, so no secret is required.
    expect(await replay(file, server.url, [], { env: { SCALEV_WEBHOOK_SECRET: "" } })).toMatchObject({
      code: 0,
    });
    const [first, ping] = server.requests;
    expect(String(first?.body)).toBe(body);
    expect(first?.headers).toMatchObject({
      "x-scalev-hmac-sha256": "recorded=",
      "x-scalev-app-id": "app_1",
      "content-type": "application/json; charset=utf-8",
    });
    expect(first?.headers).not.toHaveProperty("cookie");
    expect(first?.headers.host).not.toBe("shop.example.com");
    expect(ping?.body).toHaveLength(0);
    expect(ping?.headers).not.toHaveProperty("x-scalev-hmac-sha256");
  });

  it("that is refused with 401 was signed with another secret, or changed", async () => {
    const server = await serveReplies(() => ({ status: 401 }));
    const { stderr } = await replay(
      await newFile([recorded({ "x-scalev-hmac-sha256": "old=" })]),
      server.url,
    );
    expect(stderr).toMatch(/answered 401 to line 1: .*the secret that was valid then/);
  });
});

describe("before anything is sent", () => {
  it("every line that cannot be sent is named with its number", async () => {
    const server = await serveReplies(() => ({ status: 204 }));
    const file = await newFile([
      eventLine("event_1"),
      "{",
      "[]",
      JSON.stringify({ event: "" }),
      JSON.stringify({ headers: {}, body: "{}" }),
      JSON.stringify({ headers: { "x-scalev-hmac-sha256": "a" }, body: {} }),
      JSON.stringify({ headers: { "x-scalev-hmac-sha256": ["a", "b"] }, body: "{}" }),
      JSON.stringify({ headers: { "x-scalev-hmac-sha256": "a\nb" }, body: "{}" }),
      JSON.stringify({ headers: "x", body: "{}" }),
    ]);
    const { code, stderr } = await replay(file, server.url);
    expect(code).toBe(2);
    expect(stderr.split("\n")).toEqual([
      `kelaskit: ${file}: 8 lines cannot be sent, and nothing was sent. Correct or remove what is wrong:`,
      "  line 2: expected JSON in UTF-8, one event in each line",
      "  line 3: expected an event, with its name in event, or a recorded delivery with headers and body, got list",
      "  line 4: expected an event, with its name in event, or a recorded delivery with headers and body, got an object without them",
      "  line 5: headers: expected X-Scalev-Hmac-Sha256, the signature of the recorded delivery, got none",
      "  line 6: body: expected a text, exactly as it was received and not parsed, got object",
      "  line 7: headers: expected one text for x-scalev-hmac-sha256, got several values",
      "  line 8: headers: x-scalev-hmac-sha256 has characters that a header cannot have",
      '  line 9: headers: expected an object such as { "X-Scalev-Hmac-Sha256": "…" }, got string',
      "",
    ]);
    expect(server.requests).toEqual([]);
  });

  it("only the first twenty of many wrong lines are described", async () => {
    const { code, stderr } = await replay(
      await newFile(Array.from({ length: 30 }, () => "x")),
      "http://localhost:1",
    );
    expect(code).toBe(2);
    expect(stderr).toMatch(/30 lines cannot be sent.* {2}line 20: [^\n]+\n {2}… and 10 more\n$/s);
  });

  it("another machine must be confirmed", async () => {
    const { env } = await newFolder();
    const file = await newFile([eventLine("event_1")]);
    const asked: URL[] = [];
    const context = fakeContext({
      environment: env,
      fetch: async (input) => {
        asked.push(new URL(input instanceof Request ? input.url : input));
        return new Response(null, { status: 204 });
      },
    });
    const words = ["sales", "replay", file, "--url", "http://shop.example/hook"];
    expect(await runProgram(words, context)).toBe(2);
    expect(asked).toEqual([]);
    expect(context.errors.join("\n")).toMatch(
      /^kelaskit: shop\.example is not this machine, and nothing was sent\..*enroll the buyers for real\..*plain http.*--yes\.$/,
    );
    expect(await runProgram([...words, "--yes"], context)).toBe(0);
    expect(asked.map(String)).toEqual(["http://shop.example/hook"]);
  });

  it.each([
    ["no secret", { SCALEV_WEBHOOK_SECRET: "" }, /requires its signing secret \(SCALEV_WEBHOOK_SECRET\)/],
    ["a secret of two lines", { SCALEV_WEBHOOK_SECRET: "a\nb" }, /SCALEV_WEBHOOK_SECRET is invalid/],
    ["a value that is missing", { SCALEV_WEBHOOK_SECRET: "undefined" }, /SCALEV_WEBHOOK_SECRET is invalid/],
    ["a blank secret", { SCALEV_WEBHOOK_SECRET: " " }, /SCALEV_WEBHOOK_SECRET is invalid/],
  ])("%s is refused", async (_case, env, message) => {
    const server = await serveReplies(() => ({ status: 204 }));
    const { code, stderr } = await replay(await newFile(lines), server.url, [], { env });
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(server.requests).toEqual([]);
  });

  it("a saved secret is used if the environment has none", async () => {
    const server = await serveReplies(() => ({ status: 204 }));
    const { env } = await newFolder();
    const input = JSON.stringify({ storeId: "store_demo", webhookSecret: secret });
    expect(await runCommand(["auth", "login", "scalev"], { env, input })).toMatchObject({ code: 0 });
    const run = await replay(await newFile(lines.slice(0, 1)), server.url, [], {
      env: { ...env, SCALEV_WEBHOOK_SECRET: "" },
    });
    expect(run.code).toBe(0);
    expect(server.requests[0]?.headers["x-scalev-hmac-sha256"]).toBe(signatureOf(lines[0] ?? ""));
  });

  it.each([
    ["--url", ["--url", "ftp://127.0.0.1/x"], /--url is invalid/],
    ["--url", ["--url", "http://ann:secret@127.0.0.1/x"], /--url contains a user name or a password/],
    ["--seed", ["--seed", "1"], /--seed requires --shuffle/],
    ["--seed", ["--shuffle", "--seed", "x"], /Expected a whole number/],
    ["--times", ["--times", "9999999"], /more than 10000000 deliveries/],
    ["--profile", ["--profile", "other"], /There is no profile other of scalev/],
  ])("a wrong %s is refused: %j", async (_name, words, message) => {
    const { code, stderr } = await replay(await newFile(lines), "http://127.0.0.1:1/x", words);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it.each([
    ["no-such-file.jsonl", /no-such-file\.jsonl cannot be read \(ENOENT\)/],
    ["-", /standard input contains no event.*kelaskit sales sample/],
  ])("a file without events is refused: %s", async (file, message) => {
    const { code, stderr } = await replay(file, "http://127.0.0.1:1/x");
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});
