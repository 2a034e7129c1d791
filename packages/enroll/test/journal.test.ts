import { fork } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { openJournal, runEnrollment } from "../src/index.ts";
import { learners, listOf, newJournal, newsletter } from "./support/targets.ts";

const run = (
  journal: string,
  changes: { emails?: readonly string[]; name?: string; acceptOtherSource?: boolean } = {},
) => {
  const { emails = learners(2), name = "newsletter", acceptOtherSource } = changes;
  return runEnrollment({ target: newsletter({ name }), source: listOf(emails), journal, acceptOtherSource });
};

it("refuses a journal of other content", async () => {
  const journal = newJournal();
  await run(journal);
  await expect(run(journal, { emails: learners(3) })).rejects.toMatchObject({ problem: "other-source" });
});

it("keeps the states of rows that accepted other content still contains", async () => {
  const journal = newJournal();
  await run(journal, { emails: ["ani@example.com", "budi@example.com"] });
  const target = newsletter();
  const source = listOf(["citra@example.com", "budi@example.com"]);
  const report = await runEnrollment({ target, source, journal, acceptOtherSource: true });
  expect(target.sent).toEqual(["citra@example.com"]);
  expect(report).toMatchObject({ finished: true, total: 2, done: 2, duplicates: 0, gone: 1 });
});

it("refuses a journal of another target", async () => {
  const journal = newJournal();
  await run(journal);
  await expect(run(journal, { name: "magazine" })).rejects.toMatchObject({ problem: "other-target" });
});

it("refuses a journal of a newer version", async () => {
  const journal = newJournal();
  await run(journal);
  const database = new DatabaseSync(journal);
  database.exec("UPDATE meta SET value = '99' WHERE name = 'version'");
  database.close();
  await expect(run(journal)).rejects.toMatchObject({ problem: "newer-version" });
});

it("refuses another kind of file and leaves it unchanged", async () => {
  const journal = newJournal();
  writeFileSync(journal, "email\nani@example.com\n".repeat(100));
  await expect(run(journal)).rejects.toMatchObject({ problem: "not-a-journal" });
  expect(readFileSync(journal, "utf8")).toBe("email\nani@example.com\n".repeat(100));
});

it("refuses a database of another program and leaves it as it is", async () => {
  const journal = newJournal();
  const database = new DatabaseSync(journal);
  database.exec("CREATE TABLE customers (name TEXT)");
  database.close();
  const before = readFileSync(journal);
  await expect(run(journal)).rejects.toMatchObject({ problem: "not-a-journal" });
  expect(readFileSync(journal).equals(before)).toBe(true);
});

it("is made for its owner's eyes only", async () => {
  const journal = newJournal();
  await run(journal);
  expect(statSync(journal).mode & 0o777).toBe(0o600);
});

it("reports that its folder does not exist", async () => {
  await expect(run(`${newJournal()}/journal`)).rejects.toMatchObject({ problem: "missing" });
});

it("is refused while another process uses it, and free when that was killed", async () => {
  const journal = newJournal();
  const file = fileURLToPath(new URL("support/hold-journal.ts", import.meta.url));
  const holder = fork(file, [journal], { execArgv: ["--conditions=kelaskit-source"] });
  await once(holder, "message");
  await expect(run(journal)).rejects.toMatchObject({ problem: "in-use" });
  expect(() => openJournal(journal)).toThrow(/is in use by another run/);
  holder.kill("SIGKILL");
  await once(holder, "exit");
  expect(await run(journal)).toMatchObject({ finished: true, done: 2 });
});

it("opens without a word on the terminal, and lets other warnings through", async () => {
  const file = fileURLToPath(new URL("support/hold-journal.ts", import.meta.url));
  const child = fork(file, [newJournal(), "warn"], {
    execArgv: ["--conditions=kelaskit-source"],
    silent: true,
  });
  let printed = "";
  child.stderr?.on("data", (data: Buffer) => {
    printed += data.toString();
  });
  await once(child, "close");
  expect(printed).toContain("a warning of another kind");
  expect(printed).not.toContain("SQLite");
});

describe("a journal that is closed while its rows are being read", () => {
  it("is complete by itself, so that its file can be copied", async () => {
    const journal = newJournal();
    await run(journal);
    const opened = openJournal(journal);
    opened.rows().next();
    opened.close();
    const copy = newJournal();
    copyFileSync(journal, copy);
    const copied = openJournal(copy);
    expect([...copied.rows()]).toHaveLength(2);
    copied.close();
  });

  it("does not let a part of the rows pass for all of them", async () => {
    const journal = newJournal();
    await run(journal);
    const opened = openJournal(journal);
    const rows = opened.rows();
    rows.next();
    opened.close();
    expect(() => rows.next()).toThrow("was closed while its rows were being read");
  });
});

it("can be read by two readers at once", async () => {
  const journal = newJournal();
  await run(journal, { emails: learners(3) });
  const opened = openJournal(journal);
  const first = opened.rows();
  const lines = [first.next().value?.line, ...[...opened.rows()].map(({ line }) => line)];
  expect([...lines, ...[...first].map(({ line }) => line)]).toEqual([2, 2, 3, 4, 3, 4]);
  opened.close();
});
