import { spawnSync } from "node:child_process";
import path from "node:path";
import { serve } from "@kelaskit/core/testing/node";
import { createMitrabunso } from "@kelaskit/mitrabunso";
import { createMockMitrabunso, type MockMitrabunso } from "@kelaskit/mitrabunso/mock";
import { describe, expect, it } from "vitest";
import { type ExampleRun, runExample } from "./run-example.ts";

const productId = "bbbbbbbb-0000-4000-8000-000000000001";
const priceId = "cccccccc-0000-4000-8000-000000000036";

const run = (programArguments: readonly string[], environment: NodeJS.ProcessEnv): Promise<ExampleRun> =>
  runExample("mitrabunso-price.ts", programArguments, environment);

async function runAgainst(mock: MockMitrabunso, ...programArguments: string[]): Promise<ExampleRun> {
  const served = await serve(mock);
  try {
    const { token, userId } = mock.credentials;
    return await run(programArguments, {
      MITRABUNSO_BASE_URL: served.url,
      MITRABUNSO_TOKEN: token,
      MITRABUNSO_USER_ID: userId,
      // Far from Bangkok: the days that are printed must be Bangkok's all the same.
      TZ: "America/Los_Angeles",
    });
  } finally {
    await served.close();
  }
}

it("without credentials it shows the change that it would make at a mock of its own, and sends nothing", async () => {
  const { exitCode, output, problems } = await run([], {});
  expect(problems).toBe("");
  expect(output.match(/^cccccccc-.*: /gm)).toHaveLength(36);
  expect(output).toMatch(
    /cccccccc-0000-4000-8000-000000000002 would change:\n- Rp\s?25\.600 at Toko Contoh.*\n\+ Rp\s?24\.000 at Toko Contoh/,
  );
  expect(output).toContain("Nothing was sent.");
  expect(exitCode).toBe(0);
});

it("with credentials and no confirmation it only reads", async () => {
  const mock = createMockMitrabunso();
  const { exitCode, output } = await runAgainst(mock, productId, priceId, "31000");
  expect(exitCode).toBe(0);
  expect(output).toContain("Nothing was sent. To change it without a question, add --yes.");
  expect(mock.requests.map(({ operation }) => operation)).toEqual(["prices.list", "prices.list"]);
});

it("changes only the amount of the named price when it has credentials", async () => {
  const mock = createMockMitrabunso();
  const before = mock.store.prices.get(priceId);
  const { exitCode, output } = await runAgainst(mock, productId, priceId, "31000", "--yes");
  expect(exitCode).toBe(0);
  expect(output).toMatch(
    /Changed .*000036: Rp\s?31\.000 at Toko Contoh Cabang, 1\s?[–-]\s?28 Dec(ember)? 2030/,
  );
  const after = mock.store.prices.get(priceId);
  expect(after).toMatchObject({ price: "31000" });
  expect(after).toEqual({
    ...before,
    price: "31000",
    updated: after?.updated,
    updatedBy: mock.credentials.userId,
  });
  expect(mock.requests.map(({ operation }) => operation)).toEqual([
    "prices.list",
    "prices.list",
    "prices.get",
    "prices.update",
  ]);
});

it("with credentials and no price named it changes nothing", async () => {
  const mock = createMockMitrabunso();
  const { exitCode, problems } = await runAgainst(mock);
  expect(exitCode).toBe(1);
  expect(problems).toContain("Give the product, the price and the amount");
  expect(mock.requests).toEqual([]);
});

it("sends nothing when the price has that amount already", async () => {
  const mock = createMockMitrabunso();
  const amount = mock.store.prices.get(priceId)?.price ?? "";
  const { output } = await runAgainst(mock, productId, priceId, amount, "--yes");
  expect(output).toContain("already. Nothing was sent.");
  expect(mock.requests.some(({ operation }) => operation === "prices.update")).toBe(false);
});

it("sends nothing when somebody changes the price between the preview and the confirmation", async () => {
  const mock = createMockMitrabunso();
  const somebody = createMitrabunso({
    ...mock.credentials,
    fetch: mock.fetch,
    allowInsecureHttp: true,
  });
  const answer: typeof mock.answer = async (request) => {
    const price = mock.store.prices.get(priceId);
    if (request.url.includes("/details/") && price !== undefined) {
      const { shop, startDate, endDate } = price;
      await somebody.prices.update({ productId, priceId, price: 99_000, shop, startDate, endDate });
    }
    return mock.answer(request);
  };
  const { exitCode, problems } = await runAgainst({ ...mock, answer }, productId, priceId, "31000", "--yes");
  expect(exitCode).toBe(1);
  expect(problems).toContain("The price was changed meanwhile. Nothing was sent");
  expect(mock.store.prices.get(priceId)).toMatchObject({ price: "99000" });
});

it("does not take the amount of the demonstration when it is left out", async () => {
  const { exitCode, problems } = await run([productId, priceId], {});
  expect(exitCode).toBe(1);
  expect(problems).toContain("Give the product, the price and the amount, not 2 arguments.");
});

it("refuses an amount that is not a number before anything is asked", async () => {
  const mock = createMockMitrabunso();
  const { exitCode, problems } = await runAgainst(mock, productId, priceId, "31.000,-", "--yes");
  expect(exitCode).toBe(1);
  expect(problems).toContain("The new price: expected whole rupiah in digits, such as 31000, got 31.000,-.");
  expect(mock.requests).toEqual([]);
});

// `script` of util-linux gives the example a terminal, where it asks.
const probe = spawnSync("script", ["--version"], { encoding: "utf8" });
const hasTerminals = probe.error === undefined && probe.stdout.includes("util-linux");

describe.skipIf(!hasTerminals)("in a terminal", () => {
  it.for([
    ["y", "Changed cccccccc-0000-4000-8000-000000000002: Rp"],
    ["n", "Nothing was sent."],
    ["", "Nothing was sent."],
    // Ctrl-D, and Ctrl-C.
    ["\u0004", "Nothing was sent."],
    ["\u0003", "Nothing was sent."],
  ] as const)("asks, and the answer %j decides", ([answer, expected]) => {
    const example = path.join(import.meta.dirname, "../mitrabunso-price.ts");
    const command = `"${process.execPath}" --conditions=kelaskit-source "${example}"`;
    const { PATH, NODE_COMPILE_CACHE } = process.env;
    const { stdout } = spawnSync("script", ["-qec", command, "/dev/null"], {
      input: `${answer}\n`,
      encoding: "utf8",
      env: { PATH, NODE_COMPILE_CACHE },
    });
    expect(stdout).toContain("Change it? [y/N]");
    expect(stdout).toContain(expected);
  });
});
