import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { systemCode } from "../thrown.ts";
import { RosterError } from "./errors.ts";
import type { RosterPlan } from "./options.ts";
import { type PlanHeader, type PlanLine, planVersion, sumCounts } from "./plan-lines.ts";

function notAPlan(name: string): RosterError {
  return new RosterError(
    "not-a-plan",
    `${name} is not the plan of a roster, and nothing more is sent. Pass the file that was written by planning it.`,
  );
}

function damaged(name: string): RosterError {
  return new RosterError(
    "damaged-plan",
    `${name} was cut or changed after it was written, and nothing more is sent. Plan anew: a plan is what was agreed, and is applied ` +
      "only as it is.",
  );
}

/** The lines of a file, without interpreting anything but line feeds. */
async function* textLines(path: string, name: string): AsyncGenerator<string, void> {
  let rest = "";
  try {
    for await (const chunk of createReadStream(path, { encoding: "utf8" })) {
      const lines = `${rest}${String(chunk)}`.split("\n");
      rest = lines.pop() ?? "";
      yield* lines;
    }
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    throw new RosterError(
      "not-a-plan",
      `${name} cannot be read (${code}), and nothing more is sent. Check its name and its permissions.`,
      { cause: error },
    );
  }
  if (rest !== "") yield rest;
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    // The parser's message repeats the content.
    return undefined;
  }
}

/** The plan of a roster, whose file was checked from its first line to its last. */
export class RosterPlanFile {
  readonly path: string;
  readonly name: string;
  readonly header: PlanHeader;
  /** SHA-256 of its lines: it identifies the plan. */
  readonly digest: string;

  constructor(path: string, header: PlanHeader, digest: string) {
    this.path = path;
    this.name = basename(path);
    this.header = header;
    this.digest = digest;
  }

  /**
   * Its lines between the first and the last.
   *
   * @throws RosterError at the end, when the file has changed since it was checked.
   */
  async *lines(): AsyncGenerator<PlanLine, void> {
    const reading = readLines(this.path, this.name);
    await reading.next();
    for (;;) {
      const next = await reading.next();
      if (next.done === true) {
        if (next.value !== this.digest) throw damaged(this.name);
        return;
      }
      // As when it was opened, and was whole: the digest at its end was compared then, and is again.
      yield next.value as unknown as PlanLine;
    }
  }
}

/** Reads every line but the last, and returns the digest in that. @throws RosterError when the digest is wrong. */
async function* readLines(
  path: string,
  name: string,
): AsyncGenerator<Readonly<Record<string, unknown>>, string> {
  const hash = createHash("sha256");
  let end: string | undefined;
  for await (const text of textLines(path, name)) {
    const line = parsed(text);
    if (line === undefined || end !== undefined) throw damaged(name);
    if (line["action"] === "end") {
      end = hash.digest("hex");
      if (line["sha256"] !== end) throw damaged(name);
    } else {
      hash.update(`${text}\n`);
      yield line;
    }
  }
  if (end === undefined) throw damaged(name);
  return end;
}

/**
 * Opens a plan, and checks that it is as it was written.
 *
 * @throws RosterError when it is something else, was cut or changed, or was written by a newer version.
 */
export async function openPlan(path: string): Promise<RosterPlanFile> {
  const name = basename(path);
  const first = textLines(path, name);
  const { value: start } = await first.next();
  await first.return();
  const version = parsed(start ?? "")?.["kelaskitRoster"];
  if (typeof version !== "number") throw notAPlan(name);
  if (version > planVersion)
    throw new RosterError(
      "newer-version",
      `${name} was written by a newer version, and nothing was sent. Apply it with that version, or plan anew.`,
    );
  const reading = readLines(path, name);
  const { value: header } = await reading.next();
  // Whatever its digest says: the first line is ours.
  const plan = header as unknown as PlanHeader;
  const found = { add: 0, remove: 0, keep: 0, unknown: 0 };
  for (;;) {
    const next = await reading.next();
    if (next.done === true) {
      const planned = sumCounts(plan.items);
      const isWhole = (["add", "remove", "keep", "unknown"] as const).every(
        (action) => planned[action] === found[action],
      );
      if (!isWhole) throw damaged(name);
      return new RosterPlanFile(path, plan, next.value);
    }
    // Believed only if the digest at the end fits.
    const line = next.value as unknown as PlanLine;
    if (!(line.action === "add" && line.again === true)) found[line.action] += 1;
  }
}

/** What a program needs to know of a plan. */
export function summaryOf(plan: string, header: PlanHeader): RosterPlan {
  const { target, source, settings, plannedAt, duplicates, items } = header;
  return {
    plan,
    target,
    source: source.name,
    settings,
    plannedAt: new Date(plannedAt),
    duplicates,
    counts: sumCounts(items),
    items: items.map(({ record: _record, content: _content, ...item }) => item),
  };
}

/**
 * Reads a plan again, to create its target from `settings` or to show its counts.
 *
 * @throws RosterError when it is something else, was cut or changed, or was written by a newer version.
 */
export async function readRosterPlan(plan: string): Promise<RosterPlan> {
  const { header } = await openPlan(plan);
  return summaryOf(plan, header);
}

/** Whether a file begins as a plan does, and so may be overwritten by another plan. */
export async function isPlan(path: string): Promise<boolean> {
  for await (const text of textLines(path, basename(path)))
    return typeof parsed(text)?.["kelaskitRoster"] === "number";
  return false;
}
