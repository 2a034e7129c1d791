import { execFileSync } from "node:child_process";
import { readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { createMockToolzz } from "@kelaskit/toolzz/mock";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { runProgram } from "../src/program.ts";
import {
  fakeContext,
  kelaskit,
  runCommand,
  type ServedMocks,
  serveMocks,
  temporaryFolder,
} from "./support.ts";

let mocks: ServedMocks;
let env: Readonly<Record<string, string>>;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  folder = await temporaryFolder();
  mocks = await serveMocks(["skilvul", "academy-of-mine"]);
  env = { ...mocks.env, KELASKIT_CONFIG_DIR: path.join(folder.path, "config") };
});

afterAll(async () => {
  await mocks[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const create = ["call", "skilvul", "orders.create"];

describe("kelaskit call", () => {
  it("prints the reply as JSON", async () => {
    const words = ["call", "skilvul", "products.get", "--json", '{"productId":"ckproduct0000000000000001"}'];
    const { code, stdout, stderr } = await kelaskit(words, { env });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({ product: { id: "ckproduct0000000000000001" } });
  });

  it("names the address that an operation on another server needs, before anything is sent", async () => {
    const account = { TOOLZZ_EMAIL: "a@example.com", TOOLZZ_INSTITUTION_CODE: "demo", TOOLZZ_PASSWORD: "x" };
    const words = ["call", "toolzz", "reports.listMembers"];
    const { code, stderr } = await kelaskit(words, {
      env: { ...env, ...account, TOOLZZ_INSTITUTION_URL: "" },
    });
    expect(code).toBe(2);
    expect(stderr).toBe(
      "kelaskit: Toolzz requires its address of the institution's own domain (TOOLZZ_INSTITUTION_URL); nothing was sent. " +
        "Set environment variables, or run: kelaskit auth login toolzz\n",
    );
  });

  it.each([
    ["the saved address of another server", [], "lms.example.com"],
    [
      "--base-url for all servers, so that nothing leaves it",
      ["--base-url", "https://mock.example"],
      "mock.example",
    ],
  ])("uses %s", async (_, words, host) => {
    const hosts = new Set<string>();
    const { credentials, fetch } = createMockToolzz();
    const context = fakeContext({
      stdin: Readable.from([JSON.stringify({ ...credentials, institutionUrl: "https://lms.example.com" })]),
      terminal: { input: false, output: false, columns: 80 },
      fetch(input, init) {
        const request = new Request(input, init);
        const url = new URL(request.url);
        hosts.add(url.host);
        return fetch(new Request(`https://kong.api.toolzz.com.br${url.pathname}${url.search}`, request));
      },
    });
    await using config = await temporaryFolder();
    vi.stubEnv("KELASKIT_CONFIG_DIR", config.path);
    try {
      expect(await runProgram(["auth", "login", "toolzz"], context)).toBe(0);
      expect(await runProgram(["call", "toolzz", "schools.list", ...words], context)).toBe(0);
    } finally {
      vi.unstubAllEnvs();
    }
    expect([...hosts].at(-1)).toBe(host);
  });

  it("reads the parameters from standard input", async () => {
    const input = JSON.stringify({
      user: { email: "sam@example.com" },
      productIds: ["ckproduct0000000000000002"],
    });
    const { code, stdout } = await runCommand([...create, "--json", "-"], { env, input });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toHaveProperty("order");
  });

  it("prints all items of a list as JSON lines", async () => {
    const { code, stdout } = await runCommand(["call", "skilvul", "products.list", "--all"], { env });
    const ids = stdout
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as { id: string }).id);
    expect({ code, items: new Set(ids).size }).toEqual({ code: 0, items: 35 });
  });

  it("stops a list at --limit", async () => {
    const { stdout } = await runCommand(["call", "skilvul", "products.list", "--all", "--limit", "12"], {
      env,
    });
    expect(stdout.trimEnd().split("\n")).toHaveLength(12);
  });

  it("shows a page as a table on a terminal", async () => {
    const context = fakeContext({ environment: env });
    const words = ["call", "skilvul", "products.list", "--base-url", mocks.urls["skilvul"] ?? ""];
    vi.stubEnv("SKILVUL_CLIENT_ID", "demo");
    vi.stubEnv("SKILVUL_CLIENT_SECRET", "demo-secret");
    expect(await runProgram(words, context)).toBe(0);
    expect(context.printed.join("\n")).toMatch(/│ id +│ title +│/);
  });

  it("rejects a reply that is a file on a terminal", async () => {
    const run = runProgram(["call", "academy-of-mine", "orders.export"], fakeContext());
    await expect(run).resolves.toBe(2);
  });

  it("ends with 1 when the vendor refuses", async () => {
    const words = ["call", "skilvul", "products.get", "--json", '{"productId":"none"}'];
    const { code, stdout, stderr } = await runCommand(words, { env });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(
      /^kelaskit: skilvul products.get: GET \/v1\/products\/none 404: .* nothing was carried out\.\n$/,
    );
  });

  it("sends nothing when --out is no file, and leaves it as it is", async () => {
    const pipe = path.join(folder.path, "pipe");
    execFileSync("mkfifo", [pipe]);
    const words = ["call", "academy-of-mine", "orders.export", "--json", '{"filters":{}}'];
    const { code, stdout, stderr } = await runCommand([...words, "--out", pipe, "--force"], { env });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("because it is a device, a pipe or a socket; nothing was sent");
    expect((await stat(pipe)).isFIFO()).toBe(true);
  });

  it("sends nothing when --out is in a folder that is not there", async () => {
    const words = ["call", "academy-of-mine", "orders.export", "--json", '{"filters":{}}'];
    const { code, stdout, stderr } = await runCommand([...words, "--out", "/no/such/folder/orders.csv"], {
      env,
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/orders\.csv cannot be written \(ENOENT\); nothing was sent/);
  });

  it("writes a file to --out", async () => {
    const out = path.join(folder.path, "course.zip");
    const { code, stderr } = await runCommand(
      ["call", "academy-of-mine", "orders.export", "--json", '{"filters":{}}', "--out", out],
      {
        env,
      },
    );
    expect({ code, stderr }).toMatchObject({
      code: 0,
      stderr: expect.stringContaining(`to ${out}`) as string,
    });
    expect((await readFile(out)).length).toBeGreaterThan(0);
  });
});

describe("kelaskit call, before anything is sent", () => {
  it("reports each invalid parameter on its own line", async () => {
    const { code, stderr } = await runCommand([...create, "--json", '{"user":3,"productId":[]}'], { env });
    expect(code).toBe(2);
    expect(stderr.split("\n")).toEqual([
      "kelaskit: skilvul orders.create: 2 parameters are invalid and nothing was sent.",
      expect.stringMatching(/^ {2}user: expected an object, got the number 3/),
      expect.stringMatching(/^ {2}productId: unknown parameter.*--extra/),
      "See its parameters with: kelaskit call skilvul orders.create --help",
      "",
    ]);
  });

  it.each([
    [["call"], "", /^kelaskit: Missing required argument 'vendor'/],
    [["call", "skilvul"], "", /^kelaskit: Missing required argument 'operation'/],
    [["call", "skilvl", "x"], "", /no vendor "skilvl"\. Did you mean skilvul\?/],
    [
      ["call", "skilvul", "order.create"],
      "",
      /Did you mean orders\.create\?.*kelaskit list skilvul --grep order/,
    ],
    [[...create, "--json", "{"], "", /not valid JSON.*nothing was sent/],
    [[...create, "--json", "[]"], "", /not a JSON object.*nothing was sent/],
    [
      [...create, "--json", "-"],
      '{"user": sam}',
      /^kelaskit: The value of --json is not valid JSON(?!.*sam)/,
    ],
    [[...create, "--all"], "", /orders\.create is not a paged list/],
    [["call", "skilvul", "products.list", "--limit", "3"], "", /--limit requires --all/],
    [["call", "skilvul", "products.list", "--all", "--limit", "0"], "", /whole number of at least 1/],
    [["call", "skilvul", "products.list", "--out", "x"], "", /returns JSON.*> FILE/],
    [
      ["call", "skilvul", "products.list", "--routes", "none.json"],
      "",
      /none\.json cannot be read \(ENOENT\)/,
    ],
    [
      ["call", "skilvul", "products.list", "--profile", "none"],
      "",
      /no profile none.*kelaskit auth login skilvul/,
    ],
    [
      ["call", "skilvul", "orders.validate", "--json", '{"user":{"email":"a@example.com"}}'],
      "",
      /--allow-unverified/,
    ],
    [["call", "mitrabunso", "prices.list", "--json", "{}"], "", /--allow-insecure-http/],
  ])("ends with 2: %j", async (words, input, message) => {
    const { code, stdout, stderr } = await runCommand(words, { env, input });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
  });

  it("explains how to set missing credentials", async () => {
    const without = { ...env, SKILVUL_CLIENT_ID: "", SKILVUL_CLIENT_SECRET: "" };
    const { code, stderr } = await runCommand(["call", "skilvul", "products.list"], { env: without });
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^kelaskit: Skilvul requires its client id \(SKILVUL_CLIENT_ID\) and client secret \(SKILVUL_CLIENT_SECRET\); nothing was sent\. .*kelaskit auth login skilvul\n$/,
    );
  });

  it("does not ask for credentials when another value is invalid", async () => {
    const words = ["call", "skilvul", "products.list", "--base-url", "nowhere"];
    const { code, stderr } = await runCommand(words, { env });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^kelaskit: --base-url is invalid, and nothing was sent: expected an address/);
    expect(stderr).not.toContain("SKILVUL_CLIENT_ID");
  });

  it("sends a proposed write to its route in --routes", async () => {
    const routes = path.join(folder.path, "routes.json");
    await writeFile(routes, '{"orders.validate":"POST /v1/orders/validate"}');
    const json = '{"user":{"email":"sam@example.com"},"productIds":["ckproduct0000000000000005"]}';
    const words = ["call", "skilvul", "orders.validate", "--routes", routes, "--json", json];
    expect(await runCommand(words, { env })).toMatchObject({ code: 0 });
  });

  it("warns about secrets on the command line", async () => {
    const words = [
      "call",
      "skilvul",
      "oauth.createToken",
      "--json",
      '{"clientId":"demo","clientSecret":"demo-secret"}',
    ];
    const { stderr } = await runCommand(words, { env });
    expect(stderr).toMatch(/clientSecret was on the command line.*--json - </);
  });
});
