import { describe, expect, it } from "vitest";
import * as z from "zod";
import type { Client } from "../../src/index.ts";
import { bind, createClient, operation } from "../../src/vendor.ts";
import {
  type ConformanceOptions,
  conformanceProblems,
  createMockServer,
  undeclaredKeys,
} from "../../src/testing/index.ts";

interface Course {
  readonly id: number;
  readonly sections?: readonly { readonly title: string }[] | undefined;
}

const get = operation<{ readonly courseId: number }, Course>({
  name: "courses.get",
  method: "GET",
  path: "/courses/{courseId}",
  evidence: "documented",
  params: () => z.strictObject({ courseId: z.int() }),
  response: () =>
    z.looseObject({ id: z.int(), sections: z.optional(z.array(z.looseObject({ title: z.string() }))) }),
});

interface SetUp {
  readonly courses?: object;
  readonly reply?: unknown;
  readonly mocked?: Course;
}

function setUp({
  courses = { get },
  reply = { id: 1, sections: [{ title: "One" }] },
  mocked = { id: 1 },
}: SetUp): ConformanceOptions {
  const mock = createMockServer({
    baseUrl: "https://warung.example",
    error: (status) => new Response(null, { status }),
  });
  mock.on(get, () => mocked);
  const client: Client = createClient(
    { vendor: "warung", baseUrl: "https://warung.example" },
    { fetch: mock.fetch, retries: 0 },
  );
  return { modules: { courses }, cases: [{ operation: get, params: { courseId: 1 }, reply }], client, mock };
}

describe("conformanceProblems", () => {
  it("finds no problem when declaration, client, mock and sample agree", async () => {
    await expect(conformanceProblems(setUp({}))).resolves.toEqual([]);
  });

  it("finds an operation without a case", async () => {
    const list = operation<object, Course>({
      name: "courses.list",
      method: "GET",
      path: "/courses",
      evidence: "documented",
      response: () => z.looseObject({ id: z.int() }),
    });

    await expect(conformanceProblems(setUp({ courses: { get, list } }))).resolves.toEqual([
      "courses.list: it has no case",
    ]);
  });

  it("finds a resource of the client that was left out", async () => {
    const options = setUp({});
    const client = bind(options.client, { courses: { get }, lessons: { get } });

    await expect(conformanceProblems({ ...options, client })).resolves.toEqual([
      "lessons.get: it is not in modules",
    ]);
  });

  it("finds a declaration whose name differs from its const", async () => {
    await expect(conformanceProblems(setUp({ courses: { read: get } }))).resolves.toEqual([
      "courses.read: its declaration is named courses.get",
    ]);
  });

  it("finds an undeclared key of the sample", async () => {
    await expect(
      conformanceProblems(setUp({ reply: { id: 1, sections: [{ title: "One", order: 1 }] } })),
    ).resolves.toEqual(["courses.get: the sample reply has sections[].order, which is not declared"]);
  });

  it("finds a sample that does not match its declaration", async () => {
    const problems = await conformanceProblems(setUp({ reply: { id: "1" } }));

    expect(problems).toContainEqual(expect.stringContaining("id: expected a number, got string"));
  });

  it("finds a mock whose reply does not match its declaration", async () => {
    const problems = await conformanceProblems(setUp({ mocked: { id: 1.5 } }));

    expect(problems).toEqual([expect.stringContaining("the client refuses the mock's reply")]);
  });

  it("finds parameters that the declaration refuses", async () => {
    const options = setUp({});

    const problems = await conformanceProblems({
      ...options,
      cases: [{ operation: get, params: { courseId: "one" } }],
    });

    expect(problems).toEqual([expect.stringContaining("courseId: expected a number")]);
  });
});

describe("undeclaredKeys", () => {
  it("compares lists with lists and maps with maps, because another type is not a key", () => {
    const entry = z.looseObject({ id: z.int() });
    expect(undeclaredKeys(() => z.array(entry), { data: { total: 1 } })).toEqual([]);
    expect(undeclaredKeys(() => z.record(z.string(), entry), [{ id: 1, title: "One" }])).toEqual([]);
    expect(undeclaredKeys(() => z.record(z.string(), entry), { first: { id: 1, title: "One" } })).toEqual([
      "*.title",
    ]);
  });

  const field = () => z.looseObject({ known: z.optional(z.nullable(z.looseObject({ inner: z.string() }))) });

  it.each([
    { what: "a declared key", sample: { known: { inner: "x" } }, found: [] },
    { what: "an unknown key", sample: { other: 1 }, found: ["other"] },
    { what: "a key behind optional and nullable", sample: { known: { outer: 1 } }, found: ["known.outer"] },
    { what: "nothing inside null", sample: { known: null }, found: [] },
  ])("finds $what", ({ sample, found }) => {
    expect(undeclaredKeys(field, sample)).toEqual(found);
  });

  it("searches lists, records and unions, and lists each path once", () => {
    const schema = () =>
      z.looseObject({
        list: z.array(z.union([z.looseObject({ a: z.number() }), z.looseObject({ b: z.number() })])),
        byName: z.record(z.string(), z.looseObject({ c: z.number() })),
      });

    expect(
      undeclaredKeys(schema, {
        list: [
          { a: 1, x: 1 },
          { b: 1, x: 2 },
        ],
        byName: { one: { c: 1, y: 1 } },
      }),
    ).toEqual(["list[].x", "byName.*.y"]);
  });

  it("treats an object declared as unknown as undeclared, unless it is empty", () => {
    const schema = () => z.looseObject({ settings: z.unknown(), empty: z.unknown() });

    expect(undeclaredKeys(schema, { settings: { theme: "dark" }, empty: {} })).toEqual(["settings"]);
  });
});
