import { describe, expect, it } from "vitest";
import * as z from "zod";
import * as mini from "zod/mini";
import { InvalidParamsError } from "../../src/index.ts";
import { operation } from "../../src/vendor.ts";
import type { AnyDeclaration, NoParams, SchemaThunk } from "../../src/vendor.ts";
import { paramIssues } from "../../src/request/params.ts";
import { answering, failure, onlyRequest, sampleClient } from "../support/sample-vendor.ts";

/** Schemas are written in what zod and zod/mini share, so one type serves for both. */
type Zod = typeof z;
const flavours: readonly (readonly [string, Zod])[] = [
  ["zod", z],
  ["zod/mini", mini as unknown as Zod],
];

const courseFields = (flavour: Zod) =>
  flavour.strictObject({
    title: flavour.string().check(flavour.minLength(1), flavour.maxLength(20)),
    level: flavour.optional(flavour.enum(["beginner", "intermediate", "advanced"])),
    seats: flavour.optional(flavour.int().check(flavour.gte(1), flavour.lte(500))),
    price: flavour.optional(flavour.number().check(flavour.gt(0), flavour.multipleOf(5))),
    public: flavour.optional(flavour.boolean()),
    tags: flavour.optional(flavour.array(flavour.string()).check(flavour.minLength(1))),
    owner: flavour.optional(flavour.strictObject({ name: flavour.string(), email: flavour.email() })),
    schedule: flavour.optional(flavour.array(flavour.strictObject({ starts: flavour.iso.date() }))),
    code: flavour.optional(flavour.string().check(flavour.regex(/^[A-Z]{3}$/))),
    id: flavour.optional(flavour.union([flavour.int(), flavour.uuid()])),
    note: flavour.optional(flavour.nullable(flavour.string())),
  });

function declare(params?: SchemaThunk<unknown>, more: Partial<AnyDeclaration> = {}): AnyDeclaration {
  return {
    name: "courses.create",
    method: "POST",
    path: "/courses",
    evidence: "documented",
    response: () => z.unknown(),
    ...(params === undefined ? {} : { params }),
    ...more,
  };
}

function messages(declaration: AnyDeclaration, params: object): readonly string[] {
  return paramIssues(declaration, params).map(({ message }) => message);
}

const wayOut = "(pass undeclared fields in the option extraParams)";

describe.each(flavours)("parameters under %s", (_, flavour) => {
  const declaration = declare(() => courseFields(flavour));

  it.each<readonly [string, object, readonly string[]]>([
    ["all is well", { title: "Pottery", level: "beginner", seats: 12, note: null }, []],
    ["one is missing", {}, ["title: required, expected a string"]],
    ["one is undefined", { title: undefined }, ["title: required, expected a string"]],
    ["one is empty", { title: "" }, ["title: expected a non-empty string, got an empty string"]],
    [
      "a text is too long",
      { title: "x".repeat(21) },
      ["title: expected at most 20 characters, got a string of 21 characters"],
    ],
    ["the type is wrong", { title: 5 }, ["title: expected a string, got the number 5"]],
    ["null where it may not be", { title: null }, ["title: expected a string, got null"]],
    ["a fraction", { title: "t", seats: 1.5 }, ["seats: expected a whole number, got the number 1.5"]],
    [
      "a number as text",
      { title: "t", seats: "12" },
      ["seats: expected a number, got a string of 2 characters"],
    ],
    ["too small", { title: "t", seats: 0 }, ["seats: expected at least 1, got the number 0"]],
    ["too big", { title: "t", seats: 501 }, ["seats: expected at most 500, got the number 501"]],
    ["not above a bound", { title: "t", price: 0 }, ["price: expected more than 0, got the number 0"]],
    ["no multiple", { title: "t", price: 7 }, ["price: expected a multiple of 5, got the number 7"]],
    [
      "no boolean",
      { title: "t", public: "yes" },
      ["public: expected true or false, got a string of 3 characters"],
    ],
    ["no list", { title: "t", tags: "a" }, ["tags: expected a list, got a string of 1 character"]],
    ["an empty list", { title: "t", tags: [] }, ["tags: expected at least 1 entry, got a list of 0 entries"]],
    ["a wrong entry", { title: "t", tags: ["a", 2] }, ["tags[1]: expected a string, got the number 2"]],
    [
      "a wrong nested field",
      { title: "t", owner: { name: "Ada", email: "ada" } },
      ["owner.email: expected an e-mail address, got a string of 3 characters"],
    ],
    [
      "a missing nested field",
      { title: "t", owner: { email: "ada@sample.test" } },
      ["owner.name: required, expected a string"],
    ],
    [
      "a wrong field of an entry",
      { title: "t", schedule: [{ starts: "today" }] },
      ["schedule[0].starts: expected a date in the form YYYY-MM-DD, got a string of 5 characters"],
    ],
    [
      "another pattern",
      { title: "t", code: "abc" },
      ["code: expected the format /^[A-Z]{3}$/, got a string of 3 characters"],
    ],
    ["none of several types", { title: "t", id: true }, ["id: expected a number or a string, got true"]],
    [
      "a choice with a slip",
      { title: "t", level: "beginer" },
      [
        'level: expected one of "beginner", "intermediate", "advanced", got a string of 7 characters; did you mean "beginner"?',
      ],
    ],
    [
      "a choice unlike any",
      { title: "t", level: "expert" },
      ['level: expected one of "beginner", "intermediate", "advanced", got a string of 6 characters'],
    ],
    [
      "an unknown name with a slip",
      { title: "t", seat: 3 },
      [`seat: unknown parameter, did you mean seats? ${wayOut}`],
    ],
    [
      "a name that is close to several",
      { title: "t", cod: "ABC" },
      [`cod: unknown parameter, did you mean code? ${wayOut}`],
    ],
    [
      "another case",
      { title: "t", Level: "beginner" },
      [`Level: unknown parameter, did you mean level? ${wayOut}`],
    ],
    [
      "an unknown nested name",
      { title: "t", owner: { name: "n", email: "a@b.test", phone: 1 } },
      [`owner.phone: unknown parameter, no parameters are expected ${wayOut}`],
    ],
    [
      "a name unlike any",
      { title: "t", colour: "red" },
      [
        `colour: unknown parameter, known: title, level, seats, price, public, tags, owner, schedule, code, id, note ${wayOut}`,
      ],
    ],
  ])("say what is wrong: %s", (_case, params, expected) => {
    expect(messages(declaration, params)).toEqual(expected);
  });

  it("are all named when several are wrong", () => {
    const fields = paramIssues(declaration, { titel: "Pottery", seats: 0, tags: [1, "a", 2] }).map(
      ({ field }) => field,
    );
    expect(fields.toSorted()).toEqual(["seats", "tags[0]", "tags[2]", "titel", "title"]);
  });

  it("never show the text of a value, which may be a secret", () => {
    const secret = "hunter2-hunter2-hunter2-hunter2";
    const wrong = {
      title: secret,
      level: secret,
      seats: secret,
      public: secret,
      tags: secret,
      owner: { name: 1, email: secret },
      schedule: [{ starts: secret }],
      code: secret,
      id: secret,
      password: secret,
    };
    const issues = paramIssues(declaration, wrong);
    expect(issues).toHaveLength(11);
    expect(JSON.stringify(issues)).not.toContain("hunter2");
  });

  it("that are no object at all are refused", () => {
    expect(messages(declaration, [])).toEqual([
      "the parameters: expected an object, got a list of 0 entries",
    ]);
  });
});

describe("rules over several parameters", () => {
  const declaration = declare(
    () => z.strictObject({ cityId: z.optional(z.string()), provinceId: z.optional(z.string()) }),
    {
      rules: (params) =>
        "cityId" in params && !("provinceId" in params)
          ? [{ field: "provinceId", expected: "is required together with cityId" }]
          : [],
    },
  );

  it.each([
    [{}, []],
    [{ cityId: "c", provinceId: "p" }, []],
    [{ cityId: "c" }, ["provinceId: is required together with cityId, got nothing"]],
  ])("are checked when each is right by itself: %o", (params, expected) => {
    expect(messages(declaration, params)).toEqual(expected);
  });

  it("are not asked about parameters of the wrong type", () => {
    expect(messages(declaration, { cityId: 5 })).toEqual(["cityId: expected a string, got the number 5"]);
  });
});

describe("a call with wrong parameters", () => {
  interface CourseParams {
    readonly title: string;
  }
  const create = operation<CourseParams, unknown>({
    name: "courses.create",
    method: "POST",
    path: "/courses",
    evidence: "documented",
    params: () => z.strictObject({ title: z.string() }),
    response: () => z.unknown(),
  });
  const list = operation<CourseParams, unknown>({
    ...create.declaration,
    name: "courses.list",
    method: "GET",
  } as never);

  it("fails with a sentence that names vendor and operation, and sends nothing", async () => {
    const vendor = answering({});
    const error = await failure(create(sampleClient(vendor), {} as CourseParams), InvalidParamsError);
    expect(error.message).toBe(
      "sample courses.create: a parameter is invalid and nothing was sent. title: required, expected a string.",
    );
    expect(error).toMatchObject({
      vendor: "sample",
      operation: "courses.create",
      issues: [{ field: "title", expected: "a string", received: "nothing" }],
    });
    expect(vendor.sent).toEqual([]);
  });

  it("counts the wrong ones", async () => {
    const params = { titel: "x" } as unknown as CourseParams;
    const error = await failure(create(sampleClient(answering({})), params), InvalidParamsError);
    expect(error.message).toMatch(/^sample courses.create: 2 parameters are invalid and nothing was sent\. /);
  });

  it("has a way out for what the declaration lacks: extraParams go to the body", async () => {
    const vendor = answering({});
    const extraParams = { colour: "red", options: { size: null } };
    await create(sampleClient(vendor), { title: "t" }, { extraParams });
    expect(JSON.parse(onlyRequest(vendor).body)).toEqual({ title: "t", ...extraParams });
  });

  it("has a way out for a GET: extraParams go to the query", async () => {
    const vendor = answering({});
    await list(sampleClient(vendor), { title: "t" }, { extraParams: { colour: "red", sizes: [1, 2] } });
    expect(onlyRequest(vendor)).toMatchObject({ query: "title=t&colour=red&sizes=1&sizes=2", body: "" });
  });

  it("extraParams fill a variable that an overridden route adds", async () => {
    const vendor = answering({});
    const client = sampleClient(vendor, { routes: { "courses.create": "PUT /schools/{schoolId}/courses" } });
    await create(client, { title: "t" }, { extraParams: { schoolId: 7 } });
    expect(onlyRequest(vendor)).toMatchObject({
      method: "PUT",
      path: "/schools/7/courses",
      body: '{"title":"t"}',
    });
  });

  it("names a variable that an overridden route adds and nobody gives", async () => {
    const vendor = answering({});
    const client = sampleClient(vendor, { routes: { "courses.create": "PUT /schools/{schoolId}/courses" } });
    const error = await failure(create(client, { title: "t" }), InvalidParamsError);
    expect(error.message).toContain("schoolId: required by the path /schools/{schoolId}/courses");
    expect(vendor.sent).toEqual([]);
  });

  it("an operation without parameters takes none", async () => {
    const ping = operation<NoParams, unknown>({
      name: "ping.send",
      method: "GET",
      path: "/ping",
      evidence: "documented",
      response: () => z.unknown(),
    });
    const vendor = answering({});
    const error = await failure(ping(sampleClient(vendor), { deep: true } as never), InvalidParamsError);
    expect(error.message).toContain(`deep: unknown parameter, no parameters are expected ${wayOut}`);
    await ping(sampleClient(vendor), {});
    expect(onlyRequest(vendor).path).toBe("/ping");
  });
});
