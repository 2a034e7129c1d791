import type { Har } from "har-format";
import { isObject } from "@kelaskit/core/vendor";
import { describe, expect, it } from "vitest";
import { importRoutes } from "../../src/routes/index.ts";
import { ownWords } from "./conventions.ts";
import { allFacts, recordSession, type RecordedOperation } from "./recorded-session.ts";

type Change = (reply: unknown) => unknown;
type Fields = Readonly<Record<string, unknown>>;

/** Changes all objects in a reply. */
function each(value: unknown, change: (fields: Fields) => Fields): unknown {
  if (Array.isArray(value)) return value.map((entry) => each(entry, change));
  if (!isObject(value)) return value;
  return change(Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, each(entry, change)])));
}

const isDropped = (key: string): boolean => (key.codePointAt(key.length >> 1) ?? 0) % 2 === 0;
const camel = (key: string): string =>
  key.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** How a portal may answer otherwise than the vendor's pages say. */
const changes: readonly (readonly [string, Change])[] = [
  ["all wrapped in data", (reply) => ({ data: reply })],
  [
    "lists wrapped in data, with a total",
    (reply) => (Array.isArray(reply) ? { data: reply, meta: { total: reply.length } } : reply),
  ],
  [
    "half of the fields",
    (reply) =>
      each(reply, (fields) => Object.fromEntries(Object.entries(fields).filter(([key]) => !isDropped(key)))),
  ],
  [
    "fields in camelCase",
    (reply) =>
      each(reply, (fields) =>
        Object.fromEntries(Object.entries(fields).map(([key, entry]) => [camel(key), entry])),
      ),
  ],
  [
    "more fields, and addresses for keys",
    (reply) => each(reply, (fields) => ({ ...fields, tenant_id: 4, etag: "a", "ada@example.com": 1 })),
  ],
  ["the same for everything", () => ({ ok: true, result: 1 })],
];

function changed(har: Har, change: Change): Har {
  const copy = structuredClone(har);
  for (const { response } of copy.log.entries) {
    const { content } = response;
    if (content.text === undefined || !content.mimeType.includes("json")) continue;
    content.text = JSON.stringify(change(JSON.parse(content.text)));
  }
  return copy;
}

/** Each operation has a path of its own, as in a portal. */
function portal(): readonly RecordedOperation[] {
  const taken = new Set<string>();
  return allFacts.map((fact, at) => {
    const route = ownWords(fact);
    const shape = route.replaceAll(/\{\w+\}/g, "{}");
    const own = taken.has(shape) ? `${route}/x${at}` : route;
    taken.add(own.replaceAll(/\{\w+\}/g, "{}"));
    return { fact, route: own };
  });
}

describe("a portal with its own words, whose replies are not those of the vendor's pages", () => {
  const operations = portal();
  const session = recordSession(operations);

  it.each(changes)("%s: no wrong match", async (_, change) => {
    const { routes } = await importRoutes(changed(await session, change));
    const truth = new Map(operations.map(({ fact, route }) => [fact.operation, route]));
    expect(Object.entries(routes).filter(([operation, route]) => truth.get(operation) !== route)).toEqual([]);
    expect(Object.keys(routes).length).toBeGreaterThan(10);
  });

  it("fields that a portal adds to everything hide nothing", async () => {
    const added = await importRoutes(
      changed(await session, (reply) => each(reply, (fields) => ({ ...fields, tenant_id: 4, etag: "a" }))),
    );
    expect(Object.keys(added.routes).length).toBeGreaterThan(400);
  });

  it("wrapped replies do not hide what parameters and paths tell, and are noted", async () => {
    const wrapped = await importRoutes(changed(await session, (reply) => ({ data: reply })));
    expect(Object.keys(wrapped.routes).length).toBeGreaterThan(400);
    expect(wrapped.report.notes).toContainEqual(expect.stringContaining('wrapped in "data"'));
    const plain = await importRoutes(await session);
    expect(plain.report.notes).not.toContainEqual(expect.stringContaining("wrapped"));
    expect(Object.keys(plain.routes).length).toBeGreaterThan(400);
  });
});
