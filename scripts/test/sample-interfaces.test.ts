import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { workspaceRoot } from "../lib/workspace.ts";
import { SourceDocs, type WrittenType } from "../openapi/source-docs.ts";

const folder = path.join(workspaceRoot, "packages/academy-of-mine");
const sources = new SourceDocs(folder);
const samples = JSON.parse(readFileSync(path.join(folder, "src/mock/samples.json"), "utf8")) as Readonly<
  Record<string, unknown>
>;

/** The places of a sample that its interface does not name. */
function undeclared(value: unknown, type: WrittenType | undefined, place: string): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  if (type === undefined) return [place];
  if (sources.isUnknown(type)) return [];
  const entries = sources.entries(type);
  if (Array.isArray(value)) {
    return value.flatMap((entry: unknown, index) => undeclared(entry, entries, `${place}[${index}]`));
  }
  const fields = sources.fields(type);
  return Object.entries(value).flatMap(([name, entry]: [string, unknown]) => {
    const field = fields.get(name);
    const inner = `${place}.${name}`;
    if (field !== undefined) return undeclared(entry, field.type, inner);
    // A record: its keys are data. An interface with fields of its own must name them all.
    return entries === undefined || fields.size > 0 ? [inner] : undeclared(entry, entries, inner);
  });
}

/** Replies that the vendor's samples show no field of. */
const isKnown = (operation: string): boolean => {
  const reply = sources.operation(operation)?.reply;
  return reply !== undefined && !sources.isUnknown(reply);
};

describe("the interfaces of Academy of Mine's replies", () => {
  it.each(Object.entries(samples))("%s: name every key of the vendor's sample", (operation, sample) => {
    const reply = sources.operation(operation)?.reply;
    expect(undeclared(sample, reply, operation)).toEqual([]);
    // An interface that says nothing would name everything.
    const hasFields = typeof sample === "object" && sample !== null && Object.keys(sample).length > 0;
    expect(isKnown(operation) || !hasFields, `${operation} has a reply of a known type`).toBe(true);
  });

  it("would miss a key that is not in the interface", () => {
    const reply = sources.operation("users.create")?.reply;
    expect(undeclared({ id: 1, message: "", more: 2 }, reply, "reply")).toEqual(["reply.more"]);
  });
});
