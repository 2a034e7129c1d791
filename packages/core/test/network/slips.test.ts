import { failureOf } from "@kelaskit/test-support/failure";
import { inspect } from "node:util";
import { beforeEach, describe, expect, it } from "vitest";
import { CallError, ConnectionError } from "../../src/index.ts";
import { create, createWarung, get, token } from "../support/client.ts";
import { fakeFetch, withoutBackoff } from "../support/fake-fetch.ts";

beforeEach(withoutBackoff);

/** What a program throws by mistake. */
const slips = [
  { slip: new ReferenceError("tracer is not defined"), name: "ReferenceError" },
  { slip: new TypeError("Cannot read properties of undefined (reading 'span')"), name: "TypeError" },
  { slip: new RangeError("Maximum call stack size exceeded"), name: "RangeError" },
  { slip: new SyntaxError("Unexpected token"), name: "SyntaxError" },
];

describe("a slip in a middleware", () => {
  it.each(slips)("before the request leaves: nothing is sent ($name)", async ({ slip, name }) => {
    const fake = fakeFetch(() => Response.json({ id: 1 }, { status: 201 }));
    const middleware = [
      async () => {
        throw slip;
      },
    ];

    const error = await failureOf(create(createWarung({ ...fake, middleware })), CallError);

    expect(error).toMatchObject({ name: "CallError", outcome: "not-sent", attempts: 1, cause: slip });
    expect(error.message).toBe(
      `warung items.create: POST /items was not sent: a middleware failed: ${name}: ${slip.message}.`,
    );
    expect(fake.sent).toHaveLength(0);
  });

  it.each(slips)(
    "after the vendor has created something: it is not created again ($name)",
    async ({ slip, name }) => {
      const fake = fakeFetch(() => Response.json({ id: 1 }, { status: 201 }));
      const client = createWarung({
        ...fake,
        middleware: [
          async (request, next) => {
            await next(request);
            throw slip;
          },
        ],
      });

      const error = await failureOf(create(client), CallError);

      expect(error).toMatchObject({ name: "CallError", outcome: "unknown", attempts: 1, cause: slip });
      expect(error.message).toContain(
        `a middleware failed after the vendor had answered 201: ${name}: ${slip.message}`,
      );
      expect(fake.sent).toHaveLength(1);
    },
  );

  it.each([
    { status: 422, outcome: "refused" },
    { status: 503, outcome: "unknown" },
  ])("after a $status: what the status says of the effect stands", async ({ status, outcome }) => {
    const fake = fakeFetch(() => new Response(null, { status }));
    const client = createWarung({
      ...fake,
      middleware: [
        async (request, next) => {
          await next(request);
          throw new ReferenceError("tracer is not defined");
        },
      ],
    });

    const error = await failureOf(create(client), CallError);

    expect(error).toMatchObject({ outcome, attempts: 1 });
    expect(error.message).toContain(`after the vendor had answered ${status}`);
    expect(fake.sent).toHaveLength(1);
  });
});

describe("a slip in a fetch of the user's", () => {
  it.each(slips)(
    "is called by its name and not repeated, even for a read ($name)",
    async ({ slip, name }) => {
      const fake = fakeFetch(() => {
        throw slip;
      });

      const error = await failureOf(get(createWarung(fake)), CallError);

      expect(error).not.toBeInstanceOf(ConnectionError);
      expect(error.message).toBe(
        `warung items.get: GET /items/1: the transport failed: ${name}: ${slip.message}.`,
      );
      expect(error).toMatchObject({ attempts: 1, cause: slip });
      expect(fake.sent).toHaveLength(1);
    },
  );

  it("keeps its cause without the secrets that it was made of", async () => {
    const client = createWarung({
      fetch: (input, init) => {
        const authorization = new Request(input, init).headers.get("authorization");
        throw Object.assign(new TypeError(`Cannot read ${authorization}`, { cause: { authorization } }), {
          authorization,
        });
      },
    });

    const error = await failureOf(create(client), CallError);

    expect(error.cause).toMatchObject({ name: "TypeError", message: "Cannot read [redacted]" });
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain(token);
    expect(JSON.stringify(error)).not.toContain(token);
  });
});
