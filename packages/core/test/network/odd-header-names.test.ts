import { failureOf } from "@kelaskit/test-support/failure";
import { inspect } from "node:util";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Client, ConfigurationError } from "../../src/index.ts";
import { createWarung, get, token } from "../support/client.ts";
import { fakeFetch } from "../support/fake-fetch.ts";

/** A header written as one text, so that its value is in its name; or a name pasted with more around it. */
const oddNames = fc
  .tuple(fc.constantFrom("authorization: ", "x-api-key=\u0000", "x key ", "\n", "é", "☃", "("), fc.string())
  .map(([start, rest]) => `${start}${token}${rest}`);

describe("a header name that cannot be sent is not shown, as its value may stand in it:", () => {
  const places: Readonly<
    Record<string, (name: string, client: (options?: object) => Client) => PromiseLike<unknown>>
  > = {
    "of a client": async (name, client) => client({ headers: { [name]: "1" } }),
    "of a call": (name, client) => get(client(), {}, { headers: { [name]: "1" } }),
    "of a request": (name, client) => client().request("GET", "/stock", { headers: { [name]: "1" } }),
    "of a middleware": (name, client) =>
      get(
        client({
          middleware: [
            (request: never, next: (changed: object) => unknown) =>
              next({ ...(request as object), headers: { [name]: "1" } }),
          ],
        }),
      ),
  };

  it.each(Object.entries(places))("%s", async (_where, use) => {
    await fc.assert(
      fc.asyncProperty(oddNames, async (name) => {
        const fake = fakeFetch(() => Response.json({ id: 1 }));

        const error = await failureOf(
          use(name, (options) => createWarung({ ...fake, ...options })),
          ConfigurationError,
        );

        expect(error.code).toBe("invalid-option");
        expect(error.message).toMatch(/^A header name in .* cannot be sent: /);
        expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain(token);
        expect(JSON.stringify(error)).not.toContain(token);
        expect(fake.sent).toHaveLength(0);
      }),
      { numRuns: 50 },
    );
  });
});
