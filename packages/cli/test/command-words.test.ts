import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CallError, ConfigurationError, type ConfigurationCode } from "@kelaskit/core";
import { failureOf } from "../src/call/failure.ts";
import { withoutPrograms } from "../src/output/command-words.ts";
import { runProgram } from "../src/program.ts";
import { vendorNames } from "../src/vendors/names.ts";
import { vendors } from "../src/vendors/table.ts";
import { type FakeContext, fakeContext } from "./support.ts";

/** Options of clients, calls, sources, targets and runs, and what else only programs say. */
const wordsOfPackages = [
  ...new Set(vendorNames.flatMap((name) => vendors[name].fields.map((field) => field.name))),
  ..."unverifiedRoutes allowInsecureHttp tokenStore extraParams maxResponseBytes totalTimeout onDrift useTokens".split(
    " ",
  ),
  ..."headerLine allowEmpty ignoredColumns acceptOtherSource retryFailed settleAfter userFields addOn".split(
    " ",
  ),
  ..."createSkilvul createScalev createToolzz createMitrabunso createAcademyOfMine".split(" "),
  "the option",
  "the client",
]
  // These are words of everybody.
  .filter((word) => !/^(?:portal|token|email|password|customer|access|refresh)$/.test(word));
const packageWords = new RegExp(`\\b(?:${wordsOfPackages.join("|")})\\b`);

function expectOwnWords({ printed, errors }: FakeContext): void {
  expect([...printed, ...errors].join("\n")).not.toMatch(packageWords);
  expect(errors.at(-1)).toMatch(/^kelaskit: \S/);
}

let folder = "";
const file = (name: string) => path.join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "kelaskit-words-"));
  const files: Readonly<Record<string, string | Uint8Array>> = {
    "good.csv": "email,productId\nann@example.com,ck1\n",
    "no-product.csv": "email\nann@example.com\nbob@example.com\n",
    "no-email.csv": "Nama,Kelas\nAnn,1\n",
    "no-rows.csv": "email\n",
    "titles.csv": "Kelas 2026\n\nemail,productId\nann@example.com,ck1\n",
    "resembles.csv": "email,product_idd,bundle\nann@example.com,ck1,\n",
    "latin.csv": Uint8Array.from([...new TextEncoder().encode("email,name\nann@example.com,Jos"), 0xe9, 10]),
    "wrong.csv": "email,productId\nnobody,ck1\nann@example.com,\n",
    "routes.json": '{"orders.nothing":"GET /x"}',
    "wrong-routes.json": '{"orders.create":"x"}',
    "large.json": "{",
  };
  await Promise.all(Object.entries(files).map(([name, content]) => writeFile(file(name), content)));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Runs a command line without credentials; in its words, `FOLDER/` is the folder of files. */
async function run(words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const context = fakeContext({
    environment: { KELASKIT_CONFIG_DIR: file("config"), ...environment },
    fetch: () => Promise.reject(new TypeError("fetch failed", { cause: { code: "ECONNREFUSED" } })),
  });
  const code = await runProgram(
    words.map((word) => word.replace("FOLDER/", `${folder}/`)),
    context,
  );
  return { ...context, code };
}

const orders = ["enroll", "skilvul-orders"];
const dry = ["--dry-run", "--no-check"];

describe("what the command prints is in its own words, and every error begins alike", () => {
  it.each([
    [["call", "skilvul", "products.list"]],
    [["call", "scalev", "catalogue.listItems"]],
    [["call", "scalev", "orders.list"]],
    [["call", "toolzz", "plans.list"]],
    [["call", "academy-of-mine", "badges.list"]],
    [["call", "mitrabunso", "prices.list"]],
    [["call", "mitrabunso", "prices.list", "--json", '{"productId":"1","offset":0,"limit":1}']],
    [["call", "skilvul", "orders.create", "--json", '{"userr":1}']],
    [["call", "skilvul", "products.list", "--base-url", "clear; kelaskit"]],
    [["call", "skilvul", "products.list", "--base-url", "http://vendor.example"]],
    [["call", "skilvul", "products.list", "--routes", "FOLDER/routes.json"]],
    [["call", "skilvul", "products.list", "--routes", "FOLDER/wrong-routes.json"]],
    [["call", "skilvul", "nothing"]],
    [["call", "nobody", "nothing"]],
    [["frobnicate"]],
    [["list", "--grep"]],
    [["mock", "skilvul", "--allow-host", "a b"]],
    [["mock", "scalev", "--cors", "localhost:5173"]],
    [["auth", "status", "skilvul"]],
    [["routes", "import", "FOLDER/large.json"]],
    [[...orders, "FOLDER/none.csv"]],
    [[...orders, "FOLDER/good.csv"]],
    [[...orders, "FOLDER/no-product.csv", ...dry]],
    [[...orders, "FOLDER/no-email.csv", "--product", "ck1", ...dry]],
    [[...orders, "FOLDER/no-email.csv", "--map", "email=Surel", "--product", "ck1", ...dry]],
    [[...orders, "FOLDER/no-rows.csv", "--product", "ck1", ...dry]],
    [[...orders, "FOLDER/titles.csv", ...dry]],
    [[...orders, "FOLDER/resembles.csv", ...dry]],
    [[...orders, "FOLDER/latin.csv", "--product", "ck1", ...dry]],
    [[...orders, "FOLDER/wrong.csv", ...dry]],
    [[...orders, "FOLDER/good.csv", "--ignore-column", "none", ...dry]],
    [[...orders, "FOLDER/good.csv", "--header-line", "9", ...dry]],
    [[...orders, "FOLDER/good.csv", "--user-field", "email", ...dry]],
    [[...orders, "FOLDER/good.csv", "--product", "a", "--bundle", "b", ...dry]],
    [["enroll", "academy-course", "FOLDER/no-product.csv", ...dry]],
    [["enroll", "academy-learning-path", "FOLDER/no-product.csv", ...dry]],
    [["enroll", "toolzz-plan", "FOLDER/no-product.csv", "--map", "nome=email", ...dry]],
    [["enroll", "toolzz-plan", "FOLDER/no-product.csv", "--plan", "x", ...dry]],
  ])("%j", async (words) => {
    const { code, ...context } = await run(words);
    expect(code).not.toBe(0);
    expect(context.errors).not.toEqual([]);
    expectOwnWords(context);
  });

  it.each([
    ["SKILVUL_BASE_URL", "clear; kelaskit call skilvul"],
    ["SKILVUL_BASE_URL", "http://vendor.example"],
    ["SKILVUL_BASE_URL", "https://user:secret-word@vendor.example"],
    ["SKILVUL_CLIENT_ID", "two words"],
    ["SKILVUL_CLIENT_SECRET", "secret-word and more"],
  ])("also of a wrong %s in the environment, which is named and not repeated", async (variable, value) => {
    const environment = {
      SKILVUL_CLIENT_ID: "demo",
      SKILVUL_CLIENT_SECRET: "demo-secret",
      [variable]: value,
    };
    const { code, ...context } = await run(["call", "skilvul", "products.list"], environment);
    expect(code).toBe(2);
    expectOwnWords(context);
    expect(context.errors.join("\n")).not.toContain("secret-word");
    if (!value.startsWith("http://")) expect(context.errors.join("\n")).toContain(variable);
  });

  const codes: readonly ConfigurationCode[] = [
    "invalid-option",
    "missing-option",
    "insecure-http",
    "unknown-operation",
    "login-required",
    "storage",
  ];
  it.each(vendorNames.flatMap((name) => codes.map((code) => [name, code] as const)))(
    "also of a client of %s that reports %s",
    (name, code) => {
      const messages: Readonly<Record<ConfigurationCode, string>> = {
        "invalid-option": "portal is wrong: expected a name.",
        "missing-option": `${vendors[name].fields[0]?.name} is missing: pass the option \`x\` to the client, or set the environment variable X.`,
        "insecure-http":
          "The baseUrl of the client is plain http (http://a.example): accept the risk with allowInsecureHttp: true.",
        "unknown-operation": 'routes names "x.y", which it does not have: expected resource.method.',
        "login-required": "No customer is logged in: give the client the option `tokens`, or a `tokenStore`.",
        storage:
          "The token file /x cannot be read: it is gone (ENOENT). Move it, or give the token store another folder.",
      };
      const failure = failureOf(new ConfigurationError(messages[code], { code }), vendors[name]);
      expect(failure?.code).toBe(2);
      expect(failure?.text).not.toMatch(packageWords);
    },
  );

  it.each([
    [
      "GET /v1/products: no complete answer within 30 s (timeout).",
      "GET /v1/products: no complete answer within 30 s.",
    ],
    [
      "GET /x: the reply is larger than maxResponseBytes allows (33554432 bytes) and was not read further.",
      "GET /x: the reply is larger than 33554432 bytes and was not read further.",
    ],
    [
      "GET /x: the vendor redirects to https://a.example, which is not followed; if the API has moved, set baseUrl.",
      "GET /x: the vendor redirects to https://a.example, which is not followed; if the API has moved, give its new address with --base-url.",
    ],
  ])("also of a call that failed: %s", (message, words) => {
    const facts = { vendor: "skilvul", operation: "products.list", method: "GET", path: "/x", attempts: 1 };
    const error = new CallError(message, { ...facts, outcome: "no-effect" });
    expect(failureOf(error, vendors.skilvul)?.text).toContain(words);
  });

  it("also in an operation's help: sentences for programs are left out of its description", () => {
    const description =
      "Places nothing. A wrong guess could do anything, so the client refuses it until you give the route, as in " +
      '`routes: { "orders.validate": "POST /v1/orders/validate" }`, or allow guesses with `unverifiedRoutes: "allow"`.\n\n' +
      'When the reply is lost, `outcome` of the error is `"unknown"`: ask before ordering again. Costs money.';
    expect(withoutPrograms(description)).toBe("Places nothing.\n\nCosts money.");
  });
});
