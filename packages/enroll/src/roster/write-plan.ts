import { createHash } from "node:crypto";
import { pipeline } from "node:stream/promises";
import { writeWholeFile } from "@kelaskit/core/node";
import { ownerOnly } from "../report/csv-file.ts";
import type { PlanEnd, PlanHeader, PlanLine } from "./plan-lines.ts";

/**
 * Writes a plan: JSON lines with a digest of all others as the last, so that a plan that was cut or edited is noticed.
 *
 * @throws What reading the lines throws, or the file system's error. Nothing is left behind.
 */
export async function writePlan(
  path: string,
  header: PlanHeader,
  lines: AsyncIterable<PlanLine>,
): Promise<void> {
  const texts = async function* texts(): AsyncGenerator<string, void> {
    const hash = createHash("sha256");
    const lineOf = (content: PlanHeader | PlanLine): string => {
      const text = `${JSON.stringify(content)}\n`;
      hash.update(text);
      return text;
    };
    yield lineOf(header);
    for await (const line of lines) yield lineOf(line);
    const end: PlanEnd = { action: "end", sha256: hash.digest("hex") };
    yield `${JSON.stringify(end)}\n`;
  };
  await writeWholeFile(path, (stream) => pipeline(texts(), stream), { mode: ownerOnly });
}
