import { existsSync } from "node:fs";
import { ConfigurationError } from "@kelaskit/core";
import { Redis } from "ioredis";
import { describe, expect, it, onTestFinished } from "vitest";
import { enqueueRows, enrollWorker } from "../src/bullmq/index.ts";
import { runEnrollment } from "../src/index.ts";
import { applyRoster, planRoster } from "../src/roster/index.ts";
import { openEnrollments } from "../src/service/index.ts";
import { listOf, newJournal, newsletter, type RecordingTarget } from "./support/targets.ts";

/** What a program in JavaScript may pass: values that the compiler would refuse. */
type Options = Readonly<Record<string, unknown>>;

/** A connection on which nothing may be sent. */
function unconnected(): Redis {
  const connection = new Redis({ lazyConnect: true, maxRetriesPerRequest: null });
  onTestFinished(() => {
    connection.disconnect();
  });
  return connection;
}

interface Way {
  readonly call: (options: Options) => unknown;
  /** Options that are right but for those that a test changes. */
  readonly options: (target: RecordingTarget, path: string) => Options;
  /** Which of its options are of which kind. */
  readonly numbers: readonly string[];
  readonly paths: readonly string[];
  readonly functions: readonly string[];
  readonly readsSource: boolean;
}

const source = listOf(["ann@example.com"]);
const runFunctions = ["onProgress", "onPause", "onRow"];

const ways: Readonly<Record<string, Way>> = {
  runEnrollment: {
    call: (options) => runEnrollment(options as never),
    options: (target, journal) => ({ target, source, journal }),
    numbers: ["concurrency", "settleAfter"],
    paths: ["journal"],
    functions: [...runFunctions, "onIssue", "onCleaned", "onPlanned"],
    readsSource: true,
  },
  openEnrollments: {
    call: (options) => openEnrollments(options as never),
    options: (target, journal) => ({ target, journal }),
    numbers: ["concurrency", "settleAfter", "maxPending"],
    paths: ["journal"],
    functions: ["onError"],
    readsSource: false,
  },
  planRoster: {
    call: (options) => planRoster(options as never),
    options: (target, plan) => ({ target, source, plan }),
    numbers: [],
    paths: ["plan"],
    functions: ["onIssue", "onCleaned", "onPlanned", "onEntry", "onProgress"],
    readsSource: true,
  },
  applyRoster: {
    call: (options) => applyRoster(options as never),
    options: (target, plan) => ({ target, plan }),
    numbers: ["concurrency", "settleAfter"],
    paths: ["plan", "journal"],
    functions: runFunctions,
    readsSource: false,
  },
  enqueueRows: {
    call: (options) => enqueueRows(options as never),
    options: (target, memory) => ({ target, source, memory, connection: unconnected(), name: "autumn" }),
    numbers: [],
    paths: ["memory"],
    functions: ["onError"],
    readsSource: true,
  },
  enrollWorker: {
    call: (options) => enrollWorker(options as never),
    options: (target) => ({ target, connection: unconnected(), name: "autumn" }),
    numbers: ["concurrency", "settleAfter", "lockDuration", "stalledInterval"],
    paths: [],
    functions: ["onRow", "onError", "onStop"],
    readsSource: false,
  },
};

const wrongNumbers = ["1000", NaN, -1, null, {}];
const wrongPaths = ["", 7, null];
const wrongSources: readonly unknown[] = [null, "learners.csv", { email: "ann@example.com" }];
const wrongTargets: readonly (readonly [string, unknown])[] = [
  ["target", null],
  ["target", { name: "skilvul" }],
  ["target.batchSize", { batchSize: 0 }],
  ["target.batchSize", { batchSize: NaN }],
  ["target.batchSize", { batchSize: 1.5 }],
  ["target.groupOf", { groupOf: "school" }],
  ["target.settle", { settle: true }],
  ["target.removal", { removal: null }],
  ["target.removal", { removal: {} }],
  ["target.removal.batchSize", { removal: { send: async () => [], batchSize: 0 } }],
];

function pairsOf(options: readonly string[], values: readonly unknown[]): (readonly [string, unknown])[] {
  return options.flatMap((option) => values.map((value) => [option, value] as const));
}

describe.each(Object.entries(ways))("%s", (_name, way) => {
  /** Calls it with changed options. @returns What it threw. */
  async function refusalOf(changes: (target: RecordingTarget) => Options): Promise<unknown> {
    const target = newsletter();
    const path = newJournal();
    const call = async (): Promise<unknown> => way.call({ ...way.options(target, path), ...changes(target) });
    const refusal = await call().then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(target.sent).toEqual([]);
    expect(existsSync(path)).toBe(false);
    return refusal;
  }

  function expectRefusal(refusal: unknown, option: string): void {
    expect(refusal).toBeInstanceOf(ConfigurationError);
    expect(refusal).toHaveProperty(
      "message",
      expect.stringMatching(`\\b${option.replaceAll(".", "\\.")} must be `),
    );
  }

  it.each(pairsOf(way.numbers, wrongNumbers))("refuses as %s: %j", async (option, value) => {
    expectRefusal(await refusalOf(() => ({ [option]: value })), option);
  });

  it.each(pairsOf(way.paths, wrongPaths))("refuses as %s: %j", async (option, value) => {
    expectRefusal(await refusalOf(() => ({ [option]: value })), option);
  });

  it.each(way.functions)("refuses a text as %s", async (option) => {
    expectRefusal(await refusalOf(() => ({ [option]: "log" })), option);
  });

  it.each(wrongTargets)("refuses a target whose %s is wrong: %o", async (option, changes) => {
    const isWhole = option === "target";
    expectRefusal(
      await refusalOf((target) => ({ target: isWhole ? changes : { ...target, ...(changes as object) } })),
      option,
    );
  });

  it.each(way.readsSource ? wrongSources : [])("refuses as the source: %j", async (value) => {
    expectRefusal(await refusalOf(() => ({ source: value })), "source");
  });
});
