import { anyText } from "@kelaskit/test-support/any-text";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { InvalidParamsError } from "../../src/index.ts";
import { operation } from "../../src/vendor.ts";
import type { Issue } from "../../src/index.ts";
import type { FieldEncoding } from "../../src/vendor.ts";
import { printableQuery, toPairs, toQueryString } from "../../src/request/encode.ts";
import { answering, failure, onlyRequest, sampleClient } from "../support/sample-vendor.ts";

/** Writes one field and reads it back as a vendor's server would. */
function written(value: unknown, encoding?: FieldEncoding): { text: string; search: URLSearchParams } {
  const issues: Issue[] = [];
  const text = toQueryString(toPairs({ field: value }, { field: encoding }, issues));
  expect(issues).toEqual([]);
  return { text, search: new URLSearchParams(text) };
}

const scalar = () =>
  fc.oneof(anyText(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.bigInt(), fc.boolean());

describe("query values", () => {
  it("that are scalars come back as their text", () => {
    fc.assert(
      fc.property(scalar(), (value) => {
        expect(written(value).search.getAll("field")).toEqual([String(value)]);
      }),
    );
  });

  it("in a list are repeated, in order", () => {
    fc.assert(
      fc.property(fc.array(scalar()), (values) => {
        expect(written(values).search.getAll("field")).toEqual(values.map(String));
      }),
    );
  });

  it("with the encoding brackets are repeated under the name with brackets", () => {
    fc.assert(
      fc.property(fc.array(scalar()), (values) => {
        expect(written(values, "brackets").search.getAll("field[]")).toEqual(values.map(String));
      }),
    );
  });

  it("with the encoding comma come back by splitting at commas", () => {
    const value = scalar().filter((entry) => !String(entry).includes(","));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), (values) => {
        expect(written(values, "comma").search.get("field")?.split(",")).toEqual(values.map(String));
      }),
    );
  });

  it("with the encoding json come back by parsing", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(written(value, "json").search.get("field") ?? "")).toEqual(
          JSON.parse(JSON.stringify(value)),
        );
      }),
    );
  });

  it("keep their names whatever these hold", () => {
    const name = anyText();
    fc.assert(
      fc.property(fc.dictionary(name, anyText()), (fields) => {
        const search = new URLSearchParams(toQueryString(toPairs(fields, {}, [])));
        expect([...search]).toEqual(Object.entries(fields));
      }),
    );
  });

  it("that are undefined are left out, and an empty list says nothing", () => {
    expect(toPairs({ first: undefined, second: 2, third: [] }, {}, [])).toEqual([["second", "2"]]);
  });

  it.each([
    ["null", null, undefined, "got null"],
    ["an object", { min: 1 }, undefined, "got an object"],
    ["a list of lists", [[1]], undefined, "got a list of 1 entry"],
    ["a list with null", ["a", null], "comma", "got a list of 2 entries"],
    ["an entry with a comma", ["a,b"], "comma", "got a list of 1 entry"],
    ["a list with an object", [{}], "brackets", "got a list of 1 entry"],
    ["NaN", Number.NaN, undefined, "got the number NaN"],
    ["Infinity", Infinity, undefined, "got the number Infinity"],
    ["a Date", new Date(0), undefined, "got a Date"],
    ["a lone surrogate", "a\uDC00", undefined, "got a string of 2 characters"],
    ["a function", () => 1, "json", "got a function"],
    ["a big integer in JSON", { price: 1n }, "json", "got an object"],
  ] as const)("may not be %s, and the issue names the field", (_, value, encoding, received) => {
    const issues: Issue[] = [];
    expect(toPairs({ filter: value }, { filter: encoding }, issues)).toEqual([]);
    expect(issues.map(({ field }) => field)).toEqual(["filter"]);
    expect(issues[0]?.message).toContain("filter: expected ");
    expect(issues[0]?.message).toContain(received);
  });

  it("may not have a name that no URL can hold", () => {
    const issues: Issue[] = [];
    toQueryString(toPairs({ "a\uD800": 1 }, {}, issues));
    expect(issues.map(({ expected }) => expected)).toEqual(["a name without lone surrogates"]);
  });
});

describe("a query that is printed", () => {
  it.each([
    ["limit=10&offset=-20", "limit=10&offset=-20"],
    ["active=true&archived=false&empty=", "active=true&archived=false&empty="],
    ["email=a%40b.test&password=hunter2&limit=5", "email=…&password=…&limit=5"],
    ["page=123456", "page=123456"],
    ["cpf=1234567", "cpf=…"],
    ["token=12ab", "token=…"],
    ["a%3Db=c", "a%3Db=…"],
  ])("shows short numbers and hides texts: %s", (query, printed) => {
    expect(printableQuery(query)).toBe(printed);
  });

  it("never holds a text that was given as a value", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z]{6,20}$/), (secret) => {
        expect(
          printableQuery(
            toQueryString([
              ["password", secret],
              ["limit", "10"],
            ]),
          ),
        ).toBe("password=…&limit=10");
      }),
    );
  });

  it("is what stands in log lines and nowhere else: errors leave the query out", async () => {
    interface LoginParams {
      readonly email: string;
      readonly password: string;
      readonly attempt: number;
    }
    const login = operation<LoginParams, unknown>({
      name: "auth.login",
      method: "POST",
      path: "/login",
      evidence: "documented",
      params: () => z.strictObject({ email: z.string(), password: z.string(), attempt: z.int() }),
      query: ["email", "password", "attempt"],
      response: () => z.unknown(),
    });
    const lines: string[] = [];
    const note = (line: string) => void lines.push(line);
    const logger = { debug: note, info: note, warn: note, error: note };
    const vendor = answering({ message: "no" }, { status: 403 });
    const params = { email: "ada@sample.test", password: "correct horse", attempt: 3 };
    const call = login(sampleClient(vendor, { logger }), params);
    const message = await call.then(String, String);
    expect(onlyRequest(vendor).query).toBe("email=ada%40sample.test&password=correct%20horse&attempt=3");
    expect(lines.join("\n")).toContain("POST /login?email=…&password=…&attempt=3 403");
    expect(`${message} ${lines.join("\n")}`).not.toMatch(/ada|horse/);
  });
});

describe("where a parameter goes", () => {
  interface SearchParams {
    readonly tags?: readonly string[] | undefined;
    readonly filter?: object | undefined;
    readonly ids?: readonly number[] | undefined;
    readonly portal?: string | undefined;
  }
  const search = (method: "GET" | "POST" | "DELETE") =>
    operation<SearchParams, unknown>({
      name: "courses.search",
      method,
      path: "/courses",
      evidence: "documented",
      params: () =>
        z.strictObject({
          tags: z.optional(z.array(z.string())),
          filter: z.optional(z.looseObject({})),
          ids: z.optional(z.array(z.number())),
          portal: z.optional(z.string()),
        }),
      query: ["portal"],
      encode: { tags: "brackets", filter: "json", ids: "comma" },
      response: () => z.unknown(),
    });

  it("GET: all to the query, each in its encoding", async () => {
    const vendor = answering({});
    await search("GET")(sampleClient(vendor), {
      tags: ["a", "b c"],
      filter: { min: 1 },
      ids: [1, 2],
      portal: "x",
    });
    expect(onlyRequest(vendor)).toMatchObject({
      query: "tags%5B%5D=a&tags%5B%5D=b%20c&filter=%7B%22min%22%3A1%7D&ids=1%2C2&portal=x",
      body: "",
    });
  });

  it.each(["POST", "DELETE"] as const)(
    "%s: to a JSON body, except those declared as query",
    async (method) => {
      const vendor = answering({});
      await search(method)(sampleClient(vendor), { tags: ["a"], filter: { min: 1 }, portal: "x" });
      const { query, body, headers } = onlyRequest(vendor);
      expect(query).toBe("portal=x");
      expect(JSON.parse(body)).toEqual({ tags: ["a"], filter: '{"min":1}' });
      expect(headers.get("content-type")).toBe("application/json");
    },
  );

  it("GET: one declared as body is refused with advice, since fetch cannot send it", async () => {
    const list = operation<{ readonly filter: string }, unknown>({
      name: "courses.list",
      method: "GET",
      path: "/courses",
      evidence: "documented",
      params: () => z.strictObject({ filter: z.string() }),
      body: ["filter"],
      response: () => z.unknown(),
    });
    const vendor = answering({});
    const error = await failure(list(sampleClient(vendor), { filter: "x" }), InvalidParamsError);
    expect(error.message).toContain(
      "filter: belongs in the body, which fetch cannot send with GET; override the route with another method",
    );
    expect(vendor.sent).toEqual([]);
    const override = { routes: { "courses.list": "POST /courses/search" } };
    await list(sampleClient(vendor, override), { filter: "x" });
    expect(onlyRequest(vendor)).toMatchObject({
      method: "POST",
      path: "/courses/search",
      body: '{"filter":"x"}',
    });
  });
});
