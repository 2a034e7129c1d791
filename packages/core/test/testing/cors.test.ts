import { describe, expect, it, onTestFinished } from "vitest";
import * as z from "zod";
import { ConfigurationError } from "../../src/index.ts";
import { createMockServer } from "../../src/testing/index.ts";
import { serve, type ServeOptions } from "../../src/testing/node.ts";
import { operation } from "../../src/vendor.ts";

const listWords = operation<Readonly<Record<string, never>>, { readonly words: readonly string[] }>({
  name: "words.list",
  method: "GET",
  path: "/words",
  evidence: "documented",
  response: () => z.strictObject({ words: z.array(z.string()) }),
});

const page = "http://localhost:5173";
const stranger = "http://evil.example";

async function served(cors: NonNullable<ServeOptions["cors"]>) {
  const mock = createMockServer({
    baseUrl: "https://api.sample.test",
    error: (status, message) => Response.json({ message }, { status }),
  });
  mock.on(listWords, () => ({ words: ["abc"] }));
  const server = await serve(mock, { cors });
  onTestFinished(() => server.close());
  return { mock, url: `${server.url}/words` };
}

async function preflight(url: string, origin: string, headers: Readonly<Record<string, string>> = {}) {
  const answer = await fetch(url, {
    method: "OPTIONS",
    headers: { origin, "access-control-request-method": "PATCH", ...headers },
  });
  return { status: answer.status, allowed: answer.headers.get("access-control-allow-origin"), answer };
}

describe("a served mock with cors", () => {
  it.each([[page], [[page, "https://shop.example"]], [`${page}/`], ["HTTP://LOCALHOST:5173"]])(
    "%j lets in pages of that origin and of no other",
    async (cors) => {
      const { url } = await served(cors);

      expect(await preflight(url, page)).toMatchObject({ status: 204, allowed: page });
      expect(await preflight(url, stranger)).toMatchObject({ status: 204, allowed: null });
      const answers = await Promise.all(
        [page, stranger].map((origin) => fetch(url, { headers: { origin } })),
      );
      expect(answers.map(({ headers }) => headers.get("access-control-allow-origin"))).toEqual([page, null]);
    },
  );

  it("varies by origin for caches", async () => {
    const { url } = await served(page);
    const answer = await fetch(url, { headers: { origin: stranger } });
    expect(answer.headers.get("vary")).toContain("origin");
  });

  it("allows every requested header by name, including authorization", async () => {
    const { url } = await served(true);
    const asked = "authorization,content-type,x-scalev-storefront-api-key";
    const { answer } = await preflight(url, page, { "access-control-request-headers": asked });
    expect(answer.headers.get("access-control-allow-headers")).toBe(asked);
    expect(answer.headers.get("access-control-allow-methods")).toBe("GET, HEAD, POST, PUT, PATCH, DELETE");
  });

  it("exposes every header of an answer, also of a failure", async () => {
    const { mock, url } = await served(true);
    mock.fail("words.list", { status: 429, retryAfter: 7, headers: { "x-ratelimit-remaining": "0" } });

    const answer = await fetch(url, { headers: { origin: page } });

    expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "7"]);
    expect(answer.headers.get("access-control-expose-headers")).toBe("*");
    expect(answer.headers.get("access-control-allow-origin")).toBe(page);
  });

  it("handles an OPTIONS that is not a preflight like any request", async () => {
    const { url } = await served(true);
    expect((await fetch(url, { method: "OPTIONS" })).status).toBe(404);
  });

  it.each(["*", "localhost:5173", "http://localhost:5173/shop", "", "null", "file:///"])(
    "cannot be %j: no page has that origin",
    async (cors) => {
      await expect(served(cors)).rejects.toThrow(ConfigurationError);
    },
  );

  it("suggests `true` in place of a wildcard", async () => {
    await expect(served("*")).rejects.toThrow('cors: "*" is not an origin. Pass true for any origin.');
  });
});
