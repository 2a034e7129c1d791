import { rm } from "node:fs/promises";
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

const text = ["--output", "text"];

describe("before anything is sent, kelaskit enroll prints", () => {
  const wrong = Array.from({ length: 30 }, (_, index) => `nobody${index}`);
  const csv = ["email,note", "ann@example.com,=1", ...wrong.map((name) => `${name},"a, b"`), ""].join("\n");

  it("every invalid row as JSON and in the report, and the first twenty as text", async () => {
    await using skilvul = await serveSkilvul();
    await using folder = await folderWith(csv);
    const refused = await run(folder, skilvul, ...orders);
    expect(refused.code).toBe(2);
    const issues = jsonLines(refused.stdout).filter(({ event }) => event === "issue");
    expect(issues.map(({ line, field }) => [line, field])).toEqual(
      wrong.map((_, index) => [index + 3, "email"]),
    );
    const [header, ...rows] = (await folder.read("learners.csv.report.csv")).trimEnd().split("\n");
    expect(header).toMatch(/^\uFEFFemail,note,kelaskit line,/);
    expect(rows).toHaveLength(30);
    expect(rows[0]).toMatch(/^nobody0,"a, b",3,,,failed,,"?email: expected /);

    const asText = await run(folder, skilvul, ...orders, ...text);
    expect(asText.stderr.match(/\n {2}line \d+, email: /g)).toHaveLength(20);
    expect(asText.stderr).toContain("and 10 more");
    expect(asText.stderr).toContain("All invalid rows, with what is wrong in each: learners.csv.report.csv");
    expect(skilvul.mock.requests).toHaveLength(0);
  });

  it("in a dry run, who gets what, what was cleaned, and the vendor's check", async () => {
    await using skilvul = await serveSkilvul();
    await using folder = await folderWith(
      "email\nann@example.com\nmailto:bob@example.com\nANN@example.com\n",
    );
    const { code, stdout } = await run(folder, skilvul, ...orders, "--dry-run", ...text);
    expect(code).toBe(0);
    expect(stdout).toContain(`Rows by item:\n  2  product:${productId}\n`);
    expect(stdout).toContain(`line 2: ann@example.com gets product:${productId}\n`);
    expect(stdout).toContain("1  more than once in the file, sent once");
    expect(stdout).toMatch(/Cleaned before use: 1 field\..*\n {2}line 3, email: removed mailto:/);
    expect(stdout).toMatch(/Checked with the vendor:\n.*Skilvul accepts the credentials and has the product/);
    const asJson = jsonLines((await run(folder, skilvul, ...orders, "--dry-run")).stdout);
    expect(asJson.map(({ event }) => event)).toEqual([
      "planned",
      "cleaned",
      "planned",
      "columns",
      "check",
      "summary",
    ]);
    expect(skilvul.ordersSent()).toBe(0);
  });

  it.each([
    ["a product that is not there", ["--product", "none"], "Skilvul does not have the product none"],
    ["a secret that is wrong", ["--product", productId], "Skilvul rejects the credentials"],
  ])("in a dry run, that a run would fail because of %s", async (_what, product, finding) => {
    await using skilvul = await serveSkilvul();
    await using folder = await folderWith(learners(1));
    const env = environment(folder, skilvul);
    const wrongSecret = finding.includes("credential") ? { SKILVUL_CLIENT_SECRET: "wrong" } : {};
    const words = ["enroll", "skilvul-orders", "learners.csv", ...product, "--dry-run", ...text];
    const { code, stdout } = await start(folder, { ...env, ...wrongSecret }, words).ended;
    expect(code).toBe(2);
    expect(stdout).toContain("a run would fail");
    expect(stdout).toContain(finding);
  });

  it("with --no-check, that the vendor was not asked", async () => {
    await using skilvul = await serveSkilvul();
    await using folder = await folderWith(learners(1));
    const { code, stdout } = await run(folder, skilvul, ...orders, "--dry-run", "--no-check", ...text);
    expect(code).toBe(0);
    expect(stdout).toContain("Did not check the credentials and settings with Skilvul: --no-check");
    expect(skilvul.mock.requests).toHaveLength(0);
  });

  it("in a run, which columns are not used and what was cleaned", async () => {
    await using skilvul = await serveSkilvul();
    await using folder = await folderWith("email,Catatan\nmailto:bob@example.com,x\n");
    const { code, stderr } = await run(folder, skilvul, ...orders, ...text);
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^learners\.csv: these columns are not used: "Catatan"\.\nCleaned before use: 1 field\./,
    );
  });
});

describe("the options for reading a file", () => {
  it("are named by the error that requires them, and work", async () => {
    await using skilvul = await serveSkilvul();
    await using folder = await folderWith("");
    const cases = [
      ["Members\n\nemail\na@example.com\n", "--header-line 3", [], 1],
      ["email\n", "--allow-empty", [], 0],
      ["email,Naem\na@example.com,A\n", "--ignore-column", ["Naem"], 1],
    ] as const;
    for (const [index, [csv, flag, headers, count]] of cases.entries()) {
      const file = `file${index}.csv`;
      await folder.write(file, csv);
      const words = ["enroll", "skilvul-orders", file, "--product", productId, "--dry-run", "--no-check"];
      const refused = await run(folder, skilvul, ...words);
      expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining(flag) as string });
      const accepted = await run(folder, skilvul, ...words, ...flag.split(" "), ...headers);
      expect(jsonLines(accepted.stdout).at(-1)).toMatchObject({ total: count });
    }
  });
});

describe("a report that is enrolled again", () => {
  it("sends corrected rows, and rejects rows that were sent", async () => {
    await using skilvul = await serveSkilvul();
    const notes = 'note\n"says ""hi"",\nand goes"\n=1+1\n+62 811\n'.split(/(?<=[^,])\n(?!and)/);
    const csv = `email,${notes[0]}\na@example.com,${notes[1]}\nnobody,${notes[2]}\nc@example.com,${notes[3]}\n`;
    await using folder = await folderWith(csv);
    const first = await run(folder, skilvul, ...orders, "--no-precheck");
    expect(first.code).toBe(1);
    expect(skilvul.ordersSent()).toBe(2);
    const report = await folder.read("learners.csv.report.csv");
    const again = ["enroll", "skilvul-orders", "corrected.csv", "--product", productId];

    await folder.write("corrected.csv", report.replace("nobody,", "b@example.com,"));
    const refused = await run(folder, skilvul, ...again);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("2 rows in it were sent or may have been sent");
    expect(skilvul.ordersSent()).toBe(2);

    const lines = report.split("\n");
    const failed = lines.filter((line) => line.includes(",failed,"));
    await folder.write(
      "corrected.csv",
      `${lines[0]}\n${failed.join("\n")}\n`.replace("nobody,", "b@example.com,"),
    );
    expect((await run(folder, skilvul, ...again)).code).toBe(0);
    expect(skilvul.ordersSent()).toBe(3);
    const second = await folder.read("corrected.csv.report.csv");
    expect(second).toContain("b@example.com,'=1+1,2,b@example.com,");
    expect(second.match(/kelaskit state/g)).toHaveLength(1);
  });
});

describe("a small file that is rewritten while it is sent", () => {
  it("is sent as it was, and the report does not include its columns", async () => {
    await using folder = await folderWith(learners(3));
    await using skilvul = await serveSkilvul({
      async before(order) {
        if (order === 2) await folder.write("learners.csv", learners(3).replaceAll("learner", "pupil"));
      },
    });
    const { code, stderr } = await run(folder, skilvul, ...orders, "--concurrency", "1");
    expect(code).toBe(0);
    expect(stderr).toContain("The report does not include the columns of learners.csv, which was changed");
    expect(
      (await folder.read("learners.csv.report.csv")).match(/,learner\d@example\.com,.*,done,/g),
    ).toHaveLength(3);
  });
});

describe("a journal that is removed while a run uses it", () => {
  it("is rescued, reported on, and named by the command to continue with", async () => {
    await using folder = await folderWith(learners(6));
    await using skilvul = await serveSkilvul({
      async before(order) {
        if (order === 2) await rm(path.join(folder.path, "learners.csv.kelaskit.db"));
      },
    });
    const words = [...orders, "--concurrency", "1", "--settle-after", "0"];
    const { code, stdout, stderr } = await run(folder, skilvul, ...words);
    expect(code).toBe(1);
    const { journal } = jsonLines(stdout).at(-1) ?? {};
    expect(journal).not.toBe("learners.csv.kelaskit.db");
    expect(stderr).toContain(`\n  kelaskit ${words.join(" ")} --journal ${String(journal)}\n`);
    expect((await folder.read("learners.csv.report.csv")).match(/,done,/g)).toHaveLength(
      skilvul.ordersSent(),
    );
    expect((await run(folder, skilvul, ...words, "--journal", String(journal))).code).toBe(0);
    expect(skilvul.ordersSent()).toBe(6);
  });
});
