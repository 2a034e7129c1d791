import { failureOf } from "@kelaskit/test-support/failure";
import { mkdtempSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { RowSource, SourceRecord } from "../../src/source.ts";
import { SourceError } from "../../src/sources/index.ts";
import type { Target } from "../../src/target.ts";

/** The fields of an invented target. */
export const fields: Target["fields"] = {
  email: { required: true, description: "the learner's e-mail address", aliases: ["mail", "e-mail address"] },
  product: { required: true, description: "the product's id", aliases: ["product id"] },
  name: { required: false, description: "the learner's name", aliases: ["full name"] },
};

/** A folder that goes when the tests of the file have ended. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "kelaskit-sources-"));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Creates a function that writes a file into a folder and returns its path. */
export function fileWriter(folder: string) {
  return async (content: string | Uint8Array, name = "learners.csv"): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };
}

/** Reads a source to its end; records as plain objects. */
export async function readAll(source: RowSource): Promise<SourceRecord[]> {
  const all: SourceRecord[] = [];
  for await (const { line, record } of source.records()) all.push({ line, record: { ...record } });
  return all;
}

/** The error that reading ends with. */
export function sourceErrorOf(read: () => Promise<unknown>): Promise<SourceError> {
  return failureOf(read(), SourceError);
}
