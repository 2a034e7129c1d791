import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import * as mini from "zod/mini";
import { ResponseMismatchError } from "../../src/index.ts";
import { operation } from "../../src/vendor.ts";
import type { DriftReport, Issue } from "../../src/index.ts";
import type { NoParams, OperationDeclaration } from "../../src/vendor.ts";
import { driftIssues } from "../../src/drift.ts";
import { answering, failure, sampleClient, sampleVendor } from "../support/sample-vendor.ts";

type Zod = typeof z;

interface ProductPage {
  readonly products: readonly { readonly id: string; readonly price?: number | undefined }[];
  readonly total: number;
}

const productPage = (flavour: Zod = z) =>
  flavour.looseObject({
    products: flavour.array(
      flavour.looseObject({ id: flavour.string(), price: flavour.optional(flavour.number()) }),
    ),
    total: flavour.int(),
  });

function listProducts(more: Partial<OperationDeclaration<NoParams, ProductPage>> = {}) {
  return operation<NoParams, ProductPage>({
    name: "products.list",
    method: "GET",
    path: "/products",
    evidence: "documented",
    response: () => productPage(),
    ...more,
  });
}

/** A reply that differs in three ways, one of them in two of its items, and holds something that must not be printed. */
const drifted = {
  products: [
    { id: "p1", price: "secret-price" },
    { id: 2, price: "secret-price" },
    { id: "p3", price: 3, colour: "red" },
  ],
  total: null,
};

const issue = (field: string, expected: string, received: string): Issue => ({
  field,
  expected,
  received,
  message: `${field}: expected ${expected}, got ${received}`,
});

const differences = [
  issue("products[].price", "a number", "string"),
  issue("products[].id", "a string", "number"),
  issue("total", "a number", "null"),
];

function recorder(): { readonly reports: DriftReport[]; readonly onDrift: (report: DriftReport) => void } {
  const reports: DriftReport[] = [];
  return { reports, onDrift: (report) => void reports.push(report) };
}

describe("validation warn, the default", () => {
  it("gives the reply as it came: nothing added, dropped or converted", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (body) => {
        const text = JSON.stringify(body);
        const vendor = sampleVendor(() => new Response(text));
        const reply = await listProducts()(sampleClient(vendor, { onDrift: () => undefined }));
        expect(reply).toStrictEqual(JSON.parse(text));
      }),
      { numRuns: 50 },
    );
  });

  it("takes no default from a schema that has one", async () => {
    const list = listProducts({
      response: () =>
        z.object({ products: z.array(z.looseObject({ id: z.string() })).default([]), total: z.int() }),
    });
    const reply = await list(sampleClient(answering({ total: 0, other: 1 })));
    expect(reply).toStrictEqual({ total: 0, other: 1 });
  });

  it("reports paths and types, never values, with list positions written []", async () => {
    const { reports, onDrift } = recorder();
    await listProducts()(sampleClient(answering(drifted), { onDrift }));
    expect(reports).toEqual([{ vendor: "sample", operation: "products.list", issues: differences }]);
    expect(JSON.stringify(reports)).not.toContain("secret");
  });

  it("reports each path of each operation once", async () => {
    const { reports, onDrift } = recorder();
    const bodies = [drifted, { ...drifted, products: [{}] }];
    const vendor = sampleVendor(() => Response.json(bodies[vendor.sent.length - 1] ?? drifted));
    const client = sampleClient(vendor, { onDrift });
    await listProducts()(client);
    await listProducts()(client);
    await listProducts()(client);
    expect(reports.map(({ issues }) => issues.map(({ field }) => field))).toEqual([
      ["products[].price", "products[].id", "total"],
    ]);
    await listProducts({ name: "products.search" })(client);
    expect(reports.map(({ operation: name }) => name)).toEqual(["products.list", "products.search"]);
  });

  it("reports a path that is new although others are known", async () => {
    const { reports, onDrift } = recorder();
    const bodies = [
      { products: [], total: "1" },
      { products: [{}], total: "1" },
    ];
    const vendor = sampleVendor(() => Response.json(bodies[vendor.sent.length - 1]));
    const client = sampleClient(vendor, { onDrift });
    await listProducts()(client);
    await listProducts()(client);
    expect(reports.flatMap(({ issues }) => issues.map(({ field }) => field))).toEqual([
      "total",
      "products[].id",
    ]);
  });

  it("says so to the logger when nobody takes the reports", async () => {
    const lines: string[] = [];
    const silent = () => undefined;
    const logger = {
      debug: silent,
      info: silent,
      warn: (line: string) => void lines.push(line),
      error: silent,
    };
    await listProducts()(sampleClient(answering(drifted), { logger }));
    expect(lines).toEqual([
      "sample products.list: the reply differs from its declaration. products[].price: expected a number, got string; " +
        "products[].id: expected a string, got number; total: expected a number, got null.",
    ]);
  });

  it("names the body when all of it differs", async () => {
    const { reports, onDrift } = recorder();
    await listProducts()(sampleClient(answering([]), { onDrift }));
    expect(reports.map(({ issues }) => issues)).toEqual([[issue("(body)", "an object", "list")]]);
  });

  it("says nothing of what fits, unknown fields included", async () => {
    const { reports, onDrift } = recorder();
    const reply = await listProducts()(
      sampleClient(answering({ products: [{ id: "p", new: 1 }], total: 1 }), { onDrift }),
    );
    expect(reply).toEqual({ products: [{ id: "p", new: 1 }], total: 1 });
    expect(reports).toEqual([]);
  });
});

describe("an empty reply", () => {
  const modes = ["off", "warn", "strict"] as const;

  it.each(modes.flatMap((validation) => [200, 204].map((status) => ({ validation, status }))))(
    "is an error where the operation declares one: $status, validation $validation",
    async ({ validation, status }) => {
      const { reports, onDrift } = recorder();
      const empty = sampleVendor(() => new Response(null, { status }));
      const error = await failure(
        listProducts()(sampleClient(empty, { validation, onDrift })),
        ResponseMismatchError,
      );
      expect(error.message).toBe(
        `sample products.list: GET /products ${status}: the reply is empty, but the operation declares one.`,
      );
      expect(reports).toEqual([]);
    },
  );

  it.each(modes)("is fine where nothing is declared: validation %s", async (validation) => {
    const empty = sampleVendor(() => new Response(null, { status: 204 }));
    const remove = operation<NoParams, undefined>({
      name: "products.remove",
      method: "DELETE",
      path: "/products/1",
      evidence: "documented",
      response: () => z.undefined(),
    });
    await expect(remove(sampleClient(empty, { validation }))).resolves.toBeUndefined();
  });
});

describe("validation strict", () => {
  it("throws the differences, without values", async () => {
    const call = listProducts()(sampleClient(answering(drifted), { validation: "strict" }));
    const error = await failure(call, ResponseMismatchError);
    expect(error).toMatchObject({
      vendor: "sample",
      operation: "products.list",
      status: 200,
      mediaType: "application/json",
      issues: differences,
      attempts: 1,
    });
    expect(error.message).toMatch(
      /^sample products.list: GET \/products 200: the reply differs from its declaration\. products\[\]\.price: /,
    );
    expect(JSON.stringify([error, error.message])).not.toContain("secret");
  });

  it("says of a write that it may have been carried out", async () => {
    const client = sampleClient(answering({}), { validation: "strict" });
    const error = await failure(listProducts({ method: "POST" })(client), ResponseMismatchError);
    expect(error.outcome).toBe("unknown");
    expect(error.message).toContain(
      "It may or may not have been carried out: check before sending it again.",
    );
    const reading = await failure(listProducts()(client), ResponseMismatchError);
    expect(reading.message).not.toContain("carried out");
  });
});

describe("validation off", () => {
  it("does not look at the reply", async () => {
    let looked = false;
    const list = listProducts({
      response: () => {
        looked = true;
        return productPage();
      },
    });
    await expect(list(sampleClient(answering(drifted), { validation: "off" }))).resolves.toEqual(drifted);
    expect(looked).toBe(false);
  });
});

describe("validation", () => {
  it.each([
    ["off", "strict", "rejected"],
    ["warn", "strict", "rejected"],
    ["strict", "off", "given"],
    ["strict", "warn", "given"],
    ["strict", undefined, "rejected"],
  ] as const)("client %s, call %s: the reply is %s", async (ofClient, ofCall, outcome) => {
    const client = sampleClient(answering(drifted), { validation: ofClient, onDrift: () => undefined });
    const result = await listProducts()(client, {}, { validation: ofCall }).then(
      () => "given",
      () => "rejected",
    );
    expect(result).toBe(outcome);
  });

  it("of token replies is always strict, and keeps their bodies out of the error", async () => {
    const vendor = answering({ products: [{ id: "token-value", price: "x" }], total: 0 });
    const call = listProducts({ tokenRequest: true })(
      sampleClient(vendor, { validation: "off" }),
      {},
      { validation: "off" },
    );
    const error = await failure(call, ResponseMismatchError);
    expect(error.issues.map(({ field }) => field)).toEqual(["products[].price"]);
    expect(error.excerpt).toBeUndefined();
    expect(JSON.stringify([error, error.message])).not.toContain("token-value");
  });

  it("builds a schema once, however many replies it checks", async () => {
    let built = 0;
    const list = listProducts({
      response: () => {
        built += 1;
        return productPage();
      },
    });
    expect(built).toBe(0);
    const client = sampleClient(answering({ products: [], total: 0 }));
    await list(client);
    await list(client);
    expect(built).toBe(1);
  });
});

describe("differences", () => {
  const shapes: readonly (readonly [string, (flavour: Zod) => unknown, unknown])[] = [
    ["wrong types", productPage, drifted],
    ["missing fields", productPage, {}],
    ["no object", productPage, "text"],
    [
      "a union",
      (flavour) => flavour.looseObject({ id: flavour.union([flavour.int(), flavour.string()]) }),
      { id: [] },
    ],
    [
      "a choice",
      (flavour) => flavour.looseObject({ state: flavour.enum(["on", "off"]) }),
      { state: "secret" },
    ],
    [
      "a literal",
      (flavour) => flavour.looseObject({ success: flavour.literal(true) }),
      { success: "secret" },
    ],
    ["a format", (flavour) => flavour.looseObject({ url: flavour.url() }), { url: "secret" }],
    ["nested lists", (flavour) => flavour.array(flavour.array(flavour.boolean())), [[true, 1], [2]]],
    [
      "a key of a record",
      (flavour) => flavour.record(flavour.string().check(flavour.regex(/^\d+$/)), flavour.number()),
      { one: 1 },
    ],
    [
      "a rule in words",
      (flavour) =>
        flavour.looseObject({ seats: flavour.int().check(flavour.refine(() => false, "an even number")) }),
      { seats: 3 },
    ],
    ["a record", (flavour) => flavour.record(flavour.string(), flavour.number()), { a: "secret" }],
    ["a tuple", (flavour) => flavour.tuple([flavour.string(), flavour.number()]), ["a", "secret"]],
  ];

  it.each(shapes)("are the same under zod and zod/mini: %s", (_, shape, value) => {
    const [full, small] = [z, mini as unknown as Zod].map((flavour) =>
      driftIssues(() => shape(flavour) as never, value),
    );
    expect(full).not.toEqual([]);
    expect(small).toEqual(full);
    expect(JSON.stringify(full)).not.toContain("secret");
  });
});
