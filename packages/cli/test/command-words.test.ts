import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RowSource, runEnrollment, type Target } from "@kelaskit/enroll";
import { createSkilvul, type SkilvulOptions } from "@kelaskit/skilvul";
import { failureOf } from "../src/call/failure.ts";
import { hintFor, inputError } from "../src/enroll/errors.ts";
import { withoutPrograms } from "../src/output/command-words.ts";
import { runProgram } from "../src/program.ts";
import { vendorNames } from "../src/vendors/names.ts";
import { vendors } from "../src/vendors/table.ts";
import { type FakeContext, fakeContext } from "./support.ts";

/** Options of clients, calls, sources, targets and runs, and other words of programs. */
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
  // These are ordinary words too.
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
    "no-header.csv": "ann@example.com,1\n",
    "no-note.jsonl": '{"email":"ann@example.com"}\n',
    "utf-8.csv": "email,name\nann@example.com,João\n",
    "no-rows.csv": "email\n",
    "no-rows.jsonl": "",
    "no-school.csv": "email,nome,planUuid\nann@example.com,Ann,3f0c9a52-6c1d-4b7e-9a54-2f1f6f4b8d10\n",
    "several.csv": "mail,e-mail address\nann@example.com,bob@example.com\n",
    "titles.csv": "Kelas 2026\n\nemail,productId\nann@example.com,ck1\n",
    "resembles.csv": "email,product_idd,bundle\nann@example.com,ck1,\n",
    "latin.csv": Uint8Array.from([...new TextEncoder().encode("email,name\nann@example.com,Jos"), 0xe9, 10]),
    "wrong.csv": "email,productId\nnobody,ck1\nann@example.com,\n",
    "routes.json": '{"orders.nothing":"GET /x"}',
    "wrong-routes.json": '{"orders.create":"x"}',
    "large.json": "{",
  };
  await Promise.all(Object.entries(files).map(([name, content]) => writeFile(file(name), content)));
  const saved = { scalev: { storeId: "store_1" }, "academy-of-mine": { portal: "demo", token: "demo" } };
  for (const [vendor, credentials] of Object.entries(saved)) {
    const place = path.join(file("config"), "credentials", vendor);
    await mkdir(place, { recursive: true });
    await writeFile(path.join(place, "saved.json"), JSON.stringify(credentials), { mode: 0o600 });
  }
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Runs a command line without credentials; `FOLDER/` stands for the folder of files. */
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

describe("the command's errors name flags, not options of programs", () => {
  it.each([
    [["call", "skilvul", "products.list"], "client secret (SKILVUL_CLIENT_SECRET)"],
    [["call", "scalev", "catalog.listItems", "--profile", "saved"], "storefront key (SCALEV_STOREFRONT_KEY)"],
    [["call", "scalev", "businessOrders.list", "--profile", "saved"], "business key (SCALEV_BUSINESS_KEY)"],
    [["call", "scalev", "orders.list"], "kelaskit auth login scalev"],
    [["call", "toolzz", "plans.list"], "password (TOOLZZ_PASSWORD)"],
    [["call", "academy-of-mine", "badges.list"], "API key (ACADEMY_OF_MINE_TOKEN)"],
    [["call", "mitrabunso", "prices.list"], "--allow-insecure-http"],
    [
      ["call", "mitrabunso", "prices.list", "--json", '{"productId":"1","offset":0,"limit":1}'],
      "(http://apiv2.mitrabunso.com)",
    ],
    [["call", "skilvul", "orders.create", "--json", '{"userr":1}'], "--extra"],
    // A parameter with the name of an option is not that option.
    [
      [
        "call",
        "academy-of-mine",
        "portals.saveMenu",
        "--json",
        '{"portalId":{}}',
        "--profile",
        "saved",
        "--allow-unverified",
      ],
      "\n  portalId: expected",
    ],
    [["call", "skilvul", "products.list", "--base-url", "clear; kelaskit"], "--base-url is invalid"],
    [["call", "skilvul", "products.list", "--base-url", "http://vendor.example"], "--allow-insecure-http"],
    [["call", "skilvul", "products.list", "--routes", "FOLDER/routes.json"], "file of --routes"],
    [["call", "skilvul", "products.list", "--routes", "FOLDER/wrong-routes.json"], '"orders.create"'],
    [["call", "skilvul", "nothing"], "kelaskit list skilvul"],
    [["call", "nobody", "nothing"], "The vendors are"],
    [["frobnicate"], "frobnicate"],
    [["list", "--grep"], "--grep"],
    [["mock", "skilvul", "--allow-host", "a b"], "kelaskit: --allow-host: "],
    [["mock", "scalev", "--cors", "localhost:5173"], "kelaskit: --cors: "],
    [["auth", "status", "skilvul"], "kelaskit auth login skilvul"],
    [["routes", "import", "FOLDER/large.json"], "large.json"],
    [[...orders, "FOLDER/none.csv"], "none.csv"],
    [[...orders, "FOLDER/good.csv"], "SKILVUL_CLIENT_ID"],
    [[...orders, "FOLDER/no-product.csv", ...dry], "--product ID (or --bundle or --add-on)"],
    [[...orders, "FOLDER/no-email.csv", "--product", "ck1", ...dry], "with --map FIELD=HEADER"],
    [[...orders, "FOLDER/no-header.csv", "--product", "ck1", ...dry], "with --map FIELD=HEADER"],
    [
      [...orders, "FOLDER/no-email.csv", "--map", "email=Surel", "--product", "ck1", ...dry],
      '--map maps the field "email"',
    ],
    [[...orders, "FOLDER/good.csv", "--map", "emial=Surel", ...dry], '--map contains the field "emial"'],
    [[...orders, "FOLDER/several.csv", "--product", "ck1", ...dry], "one with --map FIELD=HEADER"],
    [
      [...orders, "FOLDER/no-note.jsonl", "--product", "ck1", "--user-field", "note", ...dry],
      "key with --map FIELD=HEADER",
    ],
    [[...orders, "FOLDER/no-rows.csv", "--product", "ck1", ...dry], "add --allow-empty"],
    [[...orders, "FOLDER/no-rows.jsonl", "--product", "ck1", ...dry], "add --allow-empty"],
    [[...orders, "FOLDER/titles.csv", ...dry], "Add --header-line 3"],
    [[...orders, "FOLDER/resembles.csv", ...dry], "with --map FIELD=HEADER, or list it with --ignore-column"],
    [[...orders, "FOLDER/latin.csv", "--product", "ck1", ...dry], "set --encoding to"],
    [
      [...orders, "FOLDER/utf-8.csv", "--encoding", "windows-1252", "--product", "a", ...dry],
      "Set --encoding to",
    ],
    [[...orders, "FOLDER/wrong.csv", ...dry], "add --no-precheck"],
    [[...orders, "FOLDER/good.csv", "--ignore-column", "none", ...dry], "--ignore-column lists the column"],
    [[...orders, "FOLDER/good.csv", "--header-line", "9", ...dry], "from line 9"],
    [[...orders, "FOLDER/good.csv", "--user-field", "email", ...dry], '--user-field contains "email"'],
    [[...orders, "FOLDER/good.csv", "--product", "a", "--bundle", "b", ...dry], "--product and --bundle"],
    [[...orders, "FOLDER/good.csv", "--product", "a b", ...dry], "--product, --bundle or --add-on: expected"],
    [["enroll", "academy-course", "FOLDER/no-product.csv", ...dry], "--course ID"],
    [["enroll", "academy-learning-path", "FOLDER/no-product.csv", ...dry], "--learning-path ID"],
    [
      ["enroll", "toolzz-plan", "FOLDER/no-product.csv", "--map", "nome=email", ...dry],
      "with --map FIELD=HEADER",
    ],
    [["enroll", "toolzz-plan", "FOLDER/no-product.csv", "--plan", "x y", ...dry], "--plan: expected"],
    [["enroll", "toolzz-plan", "FOLDER/no-school.csv", ...dry], "--school"],
  ])("%j", async (words, expected) => {
    const { code, ...context } = await run(words);
    expect(code).not.toBe(0);
    expectOwnWords(context);
    expect(context.errors.join("\n")).toContain(expected);
  });

  it.each([
    ["SKILVUL_BASE_URL", "clear; kelaskit call skilvul"],
    ["SKILVUL_BASE_URL", "http://vendor.example"],
    ["SKILVUL_BASE_URL", "https://user:secret-word@vendor.example"],
    ["SKILVUL_CLIENT_ID", "two words"],
    ["SKILVUL_CLIENT_SECRET", "secret-word and more"],
  ])("of an invalid %s, which is named and not repeated: %s", async (variable, value) => {
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

  const moved = () =>
    Promise.resolve(new Response(null, { status: 308, headers: { location: "https://a.example/" } }));
  const failing: readonly (readonly [string, SkilvulOptions, string])[] = [
    ["time-out", { timeout: 1, fetch: () => new Promise(() => {}) }, "within 1 ms. "],
    ["total time-out", { totalTimeout: 1, fetch: () => new Promise(() => {}) }, "within 1 ms. "],
    ...[true, false].map((limiterWaitCounts): readonly [string, SkilvulOptions, string] => [
      `total time-out under a rate, counting its waits: ${limiterWaitCounts}`,
      { totalTimeout: 1, limiterWaitCounts, limiter: {}, fetch: () => new Promise(() => {}) },
      "within 1 ms",
    ]),
    [
      "large reply",
      { maxResponseBytes: 3, fetch: () => Promise.resolve(new Response("[1,2,3]")) },
      "larger than the limit allows (3 bytes)",
    ],
    ["redirect", { fetch: moved }, "if the API has moved, add --base-url."],
  ];
  it.each(failing)("of a call with a %s", async (_what, options, expected) => {
    const client = createSkilvul({ clientId: "demo", clientSecret: "demo-secret", retries: 0, ...options });
    const error: unknown = await client.request("GET", "/x", { auth: false }).then(
      () => undefined,
      (error_: unknown) => error_,
    );
    const text = failureOf(error, vendors.skilvul)?.text;
    expect(text).toContain(expected);
    expect(text).not.toMatch(packageWords);
  });

  it("of a journal, with another one to use", async () => {
    const source = (name: string, emails: readonly string[], hash = name): RowSource => ({
      name,
      hash: () => Promise.resolve(hash),
      async *records() {
        for (const [index, email] of emails.entries()) yield { line: index + 1, record: { email } };
      },
    });
    const target: Target<{ email: string }> = {
      name: "club",
      fields: { email: { required: true, description: "the address" } },
      parse: ({ email }) => ({ row: { email: String(email) } }),
      keyOf: ({ email }) => ({ learner: email, item: "p1" }),
      send: (rows) => Promise.resolve(rows.map(() => ({ state: "done" }))),
    };
    const journal = file("journal.db");
    const told = async (from: RowSource, to = target): Promise<string> => {
      const error: unknown = await runEnrollment({ target: to, source: from, journal }).catch(
        (error_: unknown) => error_,
      );
      try {
        return inputError(error, hintFor(error, { file: "a.csv" }, "p1"));
      } catch (error_) {
        return String(error_);
      }
    };
    await runEnrollment({ target, source: source("a.csv", ["a", "b"]), journal });
    const another = "\nTo use another journal, add --journal a.csv.p1.kelaskit.db";

    const otherSource = await told(source("b.csv", ["a"]));
    expect(otherSource).toContain("add --accept-other-file: ");
    expect(otherSource).toContain(another);

    const otherRows = await told(source("a.csv", ["a", "c"]));
    expect(otherRows).toMatch(/Restore the earlier settings, or add --accept-other-file to/);
    expect(otherRows).toContain(another);

    expect(await told(source("a.csv", ["x", "y"]))).toContain(another);
    const otherItem = {
      ...target,
      keyOf: ({ email }: { email: string }) => ({ learner: email, item: "p2" }),
    };
    // One name for the other journal, not the library's and the command's.
    expect(await told(source("a.csv", ["a", "b"]), otherItem)).toMatch(
      /Use a separate journal for another item\.\nTo use another journal, add --journal a\.csv\.p1\.kelaskit\.db$/,
    );
    expect(await told(source("a.csv", ["a"]), { ...target, name: "other" })).toContain(another);
    expect(otherSource + otherRows).not.toMatch(packageWords);
  });

  it("and an operation's help omits sentences for programs", () => {
    const description =
      "Places nothing. A wrong guess could do anything, so the client refuses it until you give the route, as in " +
      '`routes: { "orders.validate": "POST /v1/orders/validate" }`, or allow guesses with `unverifiedRoutes: "allow"`.\n\n' +
      'When the reply is lost, `outcome` of the error is `"unknown"`: ask before ordering again. Costs money.';
    expect(withoutPrograms(description)).toBe("Places nothing.\n\nCosts money.");
  });
});
