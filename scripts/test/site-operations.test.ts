// The pages of operations say what the clients do.
import { describe, expect, it } from "vitest";
import { vendorNames } from "../../packages/cli/src/vendors/names.ts";
import { operationsOf } from "../../packages/cli/src/vendors/operations.ts";
import { vendors } from "../../packages/cli/src/vendors/table.ts";
import { clientOfMock, curlWriter, exampleParameters } from "../site/operations/curl.ts";
import { mockProgramText, programText } from "../site/operations/programs.ts";
import { repetition } from "../site/operations/section.ts";
import { writtenValue } from "../site/operations/written-values.ts";

describe("whether a failed operation is repeated", () => {
  it.for(vendorNames)("is what %s's client does when the server fails", async (vendor) => {
    const loaded = await vendors[vendor].load();
    const mock = await vendors[vendor].createMock();
    const wrong: string[] = [];
    for (const [name, operation] of operationsOf(loaded)) {
      mock.server.reset();
      mock.server.fail(name, { status: 503, retryAfter: 0 }, { times: 2 });
      const { client, sent } = clientOfMock(vendor, loaded, mock, { retries: 1 });
      await expect(
        Promise.resolve(operation(client, exampleParameters(operation.declaration))),
      ).rejects.toThrow();
      const last = sent.at(-1)?.url;
      const isRepeated = sent.filter(({ url }) => url === last).length === 2;
      if (isRepeated !== repetition(operation.declaration).startsWith("Yes")) wrong.push(name);
    }
    expect(wrong).toEqual([]);
  });
});

describe("the example of an operation", () => {
  it("as curl is the request that the client sends, with the place of a credential and not its value", async () => {
    const { orders } = await import("@kelaskit/skilvul");
    const curl = await curlWriter("skilvul");
    expect(await curl(orders.create.declaration)).toBe(
      [
        "curl -X POST 'https://public.api.skilvul.com/v1/orders' \\",
        '  -H "authorization: Bearer $TOKEN" \\',
        "  -H 'content-type: application/json' \\",
        `  -d '{"user":{"email":"learner@example.com"},"bundleIds":["123"]}'`,
      ].join("\n"),
    );
  });

  it("sets the route of a guess, which the client would refuse", async () => {
    const { orders } = await import("@kelaskit/skilvul");
    const operation = {
      vendor: "skilvul",
      declaration: orders.validate.declaration,
      isPaged: false,
    } as const;
    expect(programText(operation)).toContain(
      'createSkilvul({ routes: { "orders.validate": "POST /v1/orders/validate" } })',
    );
    expect(mockProgramText(operation)).toContain('unverifiedRoutes: "allow"');
  });

  it("iterates a list", async () => {
    const { products } = await import("@kelaskit/skilvul");
    const operation = { vendor: "skilvul", declaration: products.list.declaration, isPaged: true } as const;
    expect(programText(operation)).toContain("for await (const item of skilvul.products.list()) {");
  });

  it("opens the file that it uploads", async () => {
    const { assignmentModules } = await import("@kelaskit/academy-of-mine");
    const { declaration } = assignmentModules.uploadFile;
    expect(programText({ vendor: "academy-of-mine", declaration, isPaged: false })).toContain(
      'const file = await openAsBlob("lesson.zip");',
    );
  });
});

describe("a value in TypeScript", () => {
  it("is on one line if it fits", () => {
    expect(writtenValue({ id: 1, "content-type": ["a"] })).toBe('{ id: 1, "content-type": ["a"] }');
  });

  it("has an entry on each line if it does not", () => {
    const long = "x".repeat(70);
    expect(writtenValue({ id: 1, text: long })).toBe(`{\n  id: 1,\n  text: "${long}",\n}`);
  });
});
