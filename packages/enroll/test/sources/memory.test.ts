import { byDepth } from "@kelaskit/test-support/depth";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import type { RowSource } from "../../src/source.ts";
import { openSource, rowsOf } from "../../src/sources/index.ts";
import { fields, temporaryFolder } from "./support.ts";

const folder = temporaryFolder();
const megabyte = 1_048_576;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const rowAt = (at: number) => ({
  email: `learner-${at}@example.com`,
  product: `p${at % 50}`,
  name: "x".repeat(40),
});

function* csvLines(count: number): Generator<string> {
  yield "email;product;name\r\n";
  for (let at = 0; at < count; at += 1) yield `${Object.values(rowAt(at)).join(";")}\r\n`;
}

function* jsonLines(count: number): Generator<string> {
  for (let at = 0; at < count; at += 1) yield `${JSON.stringify(rowAt(at))}\n`;
}

async function fileOf(name: string, lines: Iterable<string>): Promise<RowSource> {
  const path = join(folder, name);
  await pipeline(lines, createWriteStream(path));
  return openSource(path, { fields });
}

/** How far the memory that is in use grows at most while a source is read, in bytes. */
async function growth(source: RowSource, count: number): Promise<number> {
  collectGarbage();
  const before = process.memoryUsage();
  let highest = 0;
  let read = 0;
  for await (const { record } of source.records()) {
    read += record["email"] === undefined ? 0 : 1;
    if (read % 5000 !== 0) continue;
    collectGarbage();
    const now = process.memoryUsage();
    highest = Math.max(highest, now.heapUsed - before.heapUsed + now.external - before.external);
  }
  expect(read).toBe(count);
  return highest;
}

const { few, many } = byDepth({
  usual: { few: 10_000, many: 60_000 },
  deep: { few: 20_000, many: 200_000 },
});

describe("memory", () => {
  it.each<[string, (count: number) => Promise<RowSource>]>([
    ["a CSV file", async (count) => fileOf(`${count}.csv`, csvLines(count))],
    ["JSON lines", async (count) => fileOf(`${count}.jsonl`, jsonLines(count))],
    [
      "an iterable",
      async (count) =>
        rowsOf(
          function* rows() {
            for (let at = 0; at < count; at += 1) yield rowAt(at);
          },
          { name: "rows", fields },
        ),
    ],
  ])("does not grow with the rows of %s", async (_, sourceOf) => {
    // Read once before, so that what is compiled and loaded is not counted.
    await growth(await sourceOf(few), few);
    const ofFew = await growth(await sourceOf(few), few);
    const ofMany = await growth(await sourceOf(many), many);
    // If rows were kept, 50,000 more of them would take over 8 MB, and 180,000 over 30 MB.
    expect(ofMany - ofFew).toBeLessThan(4 * megabyte);
    expect(ofMany).toBeLessThan(16 * megabyte);
  });
});
