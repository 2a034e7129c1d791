import { readdir, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import {
  environment,
  folderWith,
  jsonLines,
  learners,
  orders,
  productId,
  run,
  serveSkilvul,
  start,
} from "./support.ts";

describe("kelaskit enroll", () => {
  it("prints a JSON line for each row and one at the end in a pipe", async () => {
    await using skilvul = await serveSkilvul();
    await using folder = await folderWith(learners(3));
    const { code, stdout } = await run(folder, skilvul, ...orders);
    const events = jsonLines(stdout);
    expect(code).toBe(0);
    expect(events.slice(0, -1).map(({ event, line, state }) => ({ event, line, state }))).toEqual(
      expect.arrayContaining([2, 3, 4].map((line) => ({ event: "row", line, state: "done" }))),
    );
    expect(events.at(-1)).toMatchObject({
      event: "summary",
      target: "skilvul-orders",
      finished: true,
      total: 3,
      done: 3,
      failed: 0,
      unknown: 0,
      report: "learners.csv.report.csv",
      journal: "learners.csv.kelaskit.db",
    });
    expect(skilvul.mock.store.orders).toHaveLength(3);
  });

  it("writes a report with a line for each row, duplicates among them", async () => {
    await using skilvul = await serveSkilvul();
    await using folder = await folderWith(`${learners(2)}LEARNER1@example.com\n`);
    const { code } = await run(folder, skilvul, ...orders);
    const item = `product:${productId}`;
    expect(code).toBe(0);
    const [header, ...lines] = (await folder.read("learners.csv.report.csv")).trimEnd().split("\n");
    expect(header).toBe(
      "\uFEFFemail,kelaskit line,kelaskit learner,kelaskit item,kelaskit state,kelaskit vendor id,kelaskit reason,kelaskit attempts",
    );
    expect(lines[1]).toMatch(
      new RegExp(`^learner2@example\\.com,3,learner2@example\\.com,${item},done,ckorder\\d+,,1$`),
    );
    expect(lines[2]).toMatch(
      /^LEARNER1@example\.com,4,learner1@example\.com,.*,done,ckorder\d+,"the same learner and item as line 2, sent once",0$/,
    );
    expect(skilvul.ordersSent()).toBe(2);
  });

  it("reads the given columns and delimiter", async () => {
    await using skilvul = await serveSkilvul();
    await using folder = await folderWith(`Work address|What\na@example.com|${productId}\n`);
    const words = ["--map", "email=Work address", "--map", "productId=What", "--delimiter", "|"];
    const { code } = await run(folder, skilvul, "enroll", "skilvul-orders", "learners.csv", ...words);
    expect(code).toBe(0);
    expect(skilvul.ordersSent()).toBe(1);
  });

  it("names the encoding of an Excel file that is not UTF-8, and reads it with that", async () => {
    await using skilvul = await serveSkilvul();
    await using folder = await folderWith("");
    const content = Buffer.from("email;name\r\njoao@example.com;João\r\n", "latin1");
    await writeFile(path.join(folder.path, "learners.csv"), content);
    const refused = await run(folder, skilvul, ...orders);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/line 2.*not in UTF-8[^]*set --encoding[^]*windows-1252/);
    expect(await run(folder, skilvul, ...orders, "--encoding", "windows-1252")).toMatchObject({ code: 0 });
    const names = skilvul.mock.requests
      .filter(({ operation }) => operation === "orders.create")
      .map(({ params }) => params["user"]);
    expect(names).toEqual([{ email: "joao@example.com", name: "João" }]);
  });

  it("checks every row and sends nothing in a dry run without credentials", async () => {
    await using skilvul = await serveSkilvul();
    await using folder = await folderWith(learners(3));
    const { code, stdout } = await start(folder, { ...process.env, KELASKIT_CONFIG_DIR: folder.path }, [
      ...orders,
      "--dry-run",
      "--output",
      "text",
      "--base-url",
      skilvul.origin,
    ]).ended;
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(
        /^learners\.csv is valid: 3 rows for skilvul-orders\. Nothing was sent\.\n[^]*Did not check the credentials .*SKILVUL_CLIENT_SECRET are not set\.\n$/,
      ) as string,
    });
    expect(skilvul.mock.requests).toHaveLength(0);
    expect(await readdir(folder.path)).toEqual(["learners.csv"]);
  });

  it("ends with 1 when rows failed, and explains how to send them again", async () => {
    await using skilvul = await serveSkilvul();
    await using folder = await folderWith(learners(3));
    skilvul.mock.fail("orders.create", { status: 422 });
    const words = [...orders, "--output", "text", "--concurrency", "1"];
    const first = await run(folder, skilvul, ...words);
    expect(first.code).toBe(1);
    expect(first.stdout).toMatch(/2 {2}done\n {2}1 {2}failed/);
    expect(first.stdout).toContain("Failed: 1 row. They were not carried out");
    const second = await run(folder, skilvul, ...words, "--retry-failed");
    expect(second.code).toBe(0);
    expect(skilvul.mock.store.orders).toHaveLength(3);
  });

  it("lists unknown rows with their lines, and how to continue", async () => {
    await using skilvul = await serveSkilvul({ cut: (order) => order === 2 });
    await using folder = await folderWith(learners(3));
    skilvul.mock.fail("products.canBuy", { status: 404 }, { times: Infinity });
    const words = [...orders, "--output", "text", "--concurrency", "1", "--settle-after", "0"];
    const { code, stdout } = await run(folder, skilvul, ...words);
    expect(code).toBe(1);
    expect(stdout).toContain(
      "Unknown: 1 row. They may have been carried out, and are not sent again without checking.",
    );
    expect(stdout).toMatch(/\n {2}line 3: it may have been carried out, and the vendor cannot confirm it\n/);
    expect(stdout).toContain(`\n  kelaskit ${words.join(" ")}\n`);
    skilvul.mock.clear();
    const again = await run(folder, skilvul, ...words);
    expect(again.code).toBe(0);
    expect(skilvul.ordersSent()).toBe(3);
  });

  it("rejects the journal of another file unless it is accepted", async () => {
    await using skilvul = await serveSkilvul();
    await using folder = await folderWith(learners(2));
    await run(folder, skilvul, ...orders);
    await folder.write("learners.csv", learners(3));
    const refused = await run(folder, skilvul, ...orders);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(
      /If it is the same list with changes, add --accept-other-file.*\nTo use another journal, add --journal learners\.csv\.\S+\.kelaskit\.db/,
    );
    expect(skilvul.ordersSent()).toBe(2);
    const accepted = await run(folder, skilvul, ...orders, "--accept-other-file");
    expect(accepted.code).toBe(0);
    expect(skilvul.ordersSent()).toBe(3);
  });

  it("ends with 2 when an unchecked file is invalid before anything was sent", async () => {
    await using skilvul = await serveSkilvul();
    await using folder = await folderWith(`${learners(1)}a@example.com,too,many\n`);
    const { code, stderr } = await run(folder, skilvul, ...orders, "--no-precheck");
    expect(code).toBe(2);
    expect(stderr).toMatch(/learners\.csv, line 3: the row has 3 cells/);
    expect(skilvul.ordersSent()).toBe(0);
  });

  it("never ends with 0 when it was stopped", async () => {
    await using skilvul = await serveSkilvul();
    await using folder = await folderWith(learners(3));
    expect((await run(folder, skilvul, ...orders)).code).toBe(0);
    const expired = { ...environment(folder, skilvul), SKILVUL_CLIENT_SECRET: "expired-secret" };
    const other = ["enroll", "skilvul-orders", "learners.csv", "--product", "ckproduct0000000000000002"];
    expect((await start(folder, expired, other).ended).code).not.toBe(0);
    expect(skilvul.ordersSent()).toBe(3);
  });

  it("stops when the vendor rejects the credentials; the next run sends the rows", async () => {
    await using skilvul = await serveSkilvul();
    await using folder = await folderWith(learners(3));
    const wrong = { ...environment(folder, skilvul), SKILVUL_CLIENT_SECRET: "wrong-secret" };
    const { code, stderr } = await start(folder, wrong, [...orders, "--concurrency", "1"]).ended;
    expect(code).toBe(1);
    expect(stderr).toContain("kelaskit: The run was stopped:");
    expect(stderr).not.toContain("wrong-secret");
    expect(skilvul.ordersSent()).toBe(0);
    expect((await run(folder, skilvul, ...orders)).code).toBe(0);
  });
});

describe("kelaskit enroll ends with 2 before anything is sent for", () => {
  const csv = learners(2);

  it.each([
    [
      "an invalid row",
      `${csv}nobody\n`,
      [...orders, "--output", "text"],
      /line 4, email: expected .*\n.*--no-precheck/s,
    ],
    ["a missing column", "who\na@example.com\n", orders, /learners\.csv, line 1.*email.*--map/s],
    [
      "a file that does not exist",
      csv,
      ["enroll", "skilvul-orders", "none.csv"],
      /none\.csv cannot be read \(ENOENT\)/,
    ],
    [
      "an option of another target",
      csv,
      [...orders, "--course", "1"],
      /--course is not an option of skilvul-orders/,
    ],
    ["two items to order", csv, [...orders, "--bundle", "b"], /--product and --bundle were given/],
    [
      "a report over the file",
      csv,
      [...orders, "--report", "./learners.csv"],
      /must be three different files/,
    ],
    [
      "a report over the file by another name, with --force",
      csv,
      [...orders, "--report", "link.csv", "--force"],
      /must be three different files/,
    ],
    [
      "a report over another file",
      csv,
      [...orders, "--report", "text.txt"],
      /text\.txt exists and is not a report of this command.*--force/,
    ],
    [
      "a report that is not a regular file",
      csv,
      [...orders, "--report", ".", "--force"],
      /\. is not a regular file.*--report/,
    ],
    [
      "rows from standard input without a journal",
      csv,
      ["enroll", "skilvul-orders", "-", "--product", productId],
      /require a journal.*--journal/,
    ],
    [
      "a folder that does not exist",
      csv,
      [...orders, "--journal", "no/j.db"],
      /no\/j\.db cannot be written.*--journal/,
    ],
    ["a file that is not a journal", csv, [...orders, "--journal", "text.txt"], /text\.txt is not a journal/],
    ["an invalid rate", csv, [...orders, "--rate", "fast"], /5\/s, 100\/m or 1000\/h/],
    ["an unknown target", csv, ["enroll", "moodle", "learners.csv"], /Allowed choices are skilvul-orders/],
    [
      "missing credentials",
      csv,
      ["enroll", "toolzz-plan", "learners.csv", "--plan", "p", "--school", "1"],
      /password \(TOOLZZ_PASSWORD\); nothing was sent.*kelaskit auth login toolzz/,
    ],
  ])("%s", async (_what, content, words, message) => {
    await using skilvul = await serveSkilvul();
    await using folder = await folderWith(content);
    await folder.write("text.txt", "a text, not a journal");
    await symlink("learners.csv", path.join(folder.path, "link.csv"));
    const { code, stdout, stderr } = await run(folder, skilvul, ...words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
    expect(skilvul.mock.requests).toHaveLength(0);
  });

  it("a target whose routes are only proposed", async () => {
    await using skilvul = await serveSkilvul();
    await using folder = await folderWith(csv);
    const env = {
      ...environment(folder, skilvul),
      ACADEMY_OF_MINE_BASE_URL: skilvul.origin,
      ACADEMY_OF_MINE_TOKEN: "demo",
    };
    const words = ["enroll", "academy-course", "learners.csv", "--course", "1"];
    const { code, stderr } = await start(folder, env, words).ended;
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /academy-course calls courses\.enroll and users\.create.*--routes.*--allow-unverified/,
    );
    await folder.write("routes.json", '{"courses.enroll": "POST /courses/{id}/enroll"}');
    const some = start(folder, env, [
      ...words,
      "--routes",
      "routes.json",
      "--no-create-learners",
      "--dry-run",
    ]);
    expect((await some.ended).code).toBe(0);
  });
});
