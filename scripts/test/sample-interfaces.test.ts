import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { workspaceRoot } from "../lib/workspace.ts";
import { loadSources } from "../operations/written.ts";
import { shapedOperations } from "../parity/operations.ts";
import { type Shape, shapeOf } from "../parity/shape.ts";

const folder = path.join(workspaceRoot, "packages/academy-of-mine");
const replies = new Map(
  shapedOperations(loadSources(["academy-of-mine"])).map(({ name, reply }) => [name, reply]),
);
const samples = JSON.parse(readFileSync(path.join(folder, "src/mock/samples.json"), "utf8")) as Readonly<
  Record<string, unknown>
>;

function replyOf(operation: string): Shape {
  return replies.get(operation) ?? shapeOf({});
}

/** The places of a sample that its interface does not name. */
function undeclared(value: unknown, shape: Shape, place: string): readonly string[] {
  if (typeof value !== "object" || value === null || shape.words.has("unknown")) return [];
  const { lists, objects } = shape;
  if (Array.isArray(value)) {
    const entries = lists[0]?.entries?.();
    if (entries === undefined) return [place];
    return value.flatMap((entry: unknown, index) => undeclared(entry, entries, `${place}[${index}]`));
  }
  if (objects.length === 0) return [place];
  const fields = new Map(objects.flatMap((object) => [...object.fields]));
  // A record: its keys are data. An interface with fields of its own must name them all.
  const others = fields.size > 0 ? undefined : objects[0]?.otherFields?.();
  return Object.entries(value).flatMap(([name, entry]: [string, unknown]) => {
    const inner = `${place}.${name}`;
    const field = fields.get(name)?.shape() ?? others;
    return field === undefined ? [inner] : undeclared(entry, field, inner);
  });
}

describe("the interfaces of Academy of Mine's replies", () => {
  it.each(Object.entries(samples))("%s: name every key of the vendor's sample", (operation, sample) => {
    const reply = replyOf(operation);
    expect(undeclared(sample, reply, operation)).toEqual([]);
    // An interface without fields would accept everything.
    const hasFields = typeof sample === "object" && sample !== null && Object.keys(sample).length > 0;
    expect(!reply.words.has("unknown") || !hasFields, `${operation} has a reply of a known type`).toBe(true);
  });

  it("would miss a key that is not in the interface", () => {
    const reply = replyOf("users.create");
    expect(undeclared({ id: 1, message: "", more: 2 }, reply, "reply")).toEqual(["reply.more"]);
  });
});
