import { ConnectionError, type Outcome } from "@kelaskit/core";
import { describe, expect, inject, it } from "vitest";
import { enqueueRows } from "../../src/bullmq/index.ts";
import { InvalidRowsError } from "../../src/run/errors.ts";
import { processRow } from "../../src/bullmq/process-row.ts";
import { jobIdOf } from "../../src/bullmq/row-job.ts";
import { RowStates } from "../../src/bullmq/row-states.ts";
import { SteadyClock } from "../../src/bullmq/steady-clock.ts";
import { keyOfRow } from "../../src/journal/key.ts";
import type { RowSource } from "../../src/source.ts";
import { SourceError } from "../../src/sources/index.ts";
import type { Target } from "../../src/target.ts";
import { name, useQueueBench } from "./support/queue-bench.ts";
import { facts, type Row } from "./support/sample-vendor.ts";

const program = inject("redisServer");

interface NamedRow extends Row {
  readonly school: string;
}

function sourceOf(...records: readonly NamedRow[]): RowSource {
  return {
    name: "learners",
    hash: () => Promise.resolve("content"),
    async *records() {
      for (const [index, record] of records.entries()) yield { line: index + 1, record: { ...record } };
    },
  };
}

describe.skipIf(program === "")("rows that are added to a queue", () => {
  const bench = useQueueBench(program);

  /** A run merges rows of two schools; a queue does not, because a job has one record. */
  const merging = (): Target<NamedRow> => ({
    name: bench.vendor.target.name,
    fields: bench.vendor.target.fields,
    parse: ({ email, school }) => ({ row: { email: String(email), school: String(school) } }),
    keyOf: ({ email }) => ({ learner: email, item: "course" }),
    merge: (first, second) => ({ row: { ...first, school: `${first.school};${second.school}` } }),
    send: (rows, context) => bench.vendor.target.send(rows, context),
    settle: () => Promise.resolve(["not-done"]),
  });

  const add = (source: RowSource) =>
    enqueueRows({ connection: bench.connection, name, target: merging(), source, memory: bench.memory });

  it("are refused if they differ for a learner and item, even if a run could merge them", async () => {
    const source = sourceOf(
      { email: "ada@example.com", school: "1" },
      { email: "ada@example.com", school: "2" },
    );
    const adding = add(source);
    await expect(adding).rejects.toThrow(/line 2, school: expected the same as in line 1/);
    await expect(adding).rejects.toBeInstanceOf(InvalidRowsError);
    await expect(bench.report()).rejects.toThrow(/The queue autumn does not exist/);
  });

  it("are one row if they are the same", async () => {
    const row = { email: "ada@example.com", school: "1" };
    const source = sourceOf(row, { ...row, school: " 1 " });
    expect(await add(source)).toMatchObject({
      total: 2,
      added: 1,
      known: 1,
    });
  });

  it("are not added if the source has changed since it was checked", async () => {
    let readings = 0;
    const source: RowSource = {
      ...sourceOf(),
      async *records() {
        readings += 1;
        yield { line: 1, record: { email: `reading-${readings}@example.com`, school: "1" } };
      },
    };
    const adding = add(source);
    await expect(adding).rejects.toBeInstanceOf(SourceError);
    await expect(adding).rejects.toThrow(/changed while it was being read/);
    expect(await bench.report()).toMatchObject({ total: 0 });
  });

  describe("and could not connect for the tenth time", () => {
    const row = { email: "ada@example.com" };

    async function tryAgain(outcome: Outcome) {
      const states = new RowStates(bench.connection, name);
      const { target } = bench.vendor;
      const id = jobIdOf(keyOfRow(target.name, target.keyOf(row)));
      await states.create("life", target.name, undefined);
      await states.find();
      await states.register([{ id, line: 1 }]);
      const seen = await states.look(id);
      if (seen === undefined) throw new Error("Redis has no row.");
      await states.replace(id, seen.record, { ...seen.record, repetitions: 10 });
      bench.vendor.onSend = () =>
        Promise.reject(
          new ConnectionError("no connection", { ...facts, method: "GET", outcome }, "ECONNREFUSED"),
        );
      return processRow({ states, target, id, row, settleAfter: 60_000, clock: new SteadyClock(1000) });
    }

    it("stay pending if they were not sent", async () => {
      expect(await tryAgain("not-sent")).toMatchObject({ kind: "wait" });
      expect(await bench.report()).toMatchObject({ pending: 1, failed: 0 });
    });

    it("fail if the vendor refused them", async () => {
      expect(await tryAgain("refused")).toMatchObject({ kind: "ended", outcome: { state: "failed" } });
    });
  });
});
