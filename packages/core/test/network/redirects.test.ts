import { failureOf } from "@kelaskit/test-support/failure";
import { describe, expect, it } from "vitest";
import { ConfigurationError, NotModifiedError, ResponseMismatchError } from "../../src/index.ts";
import { create, createWarung, get } from "../support/client.ts";
import { fakeFetch } from "../support/fake-fetch.ts";
import { answerItem, answerStatus, serve } from "../support/faulty-server.ts";

describe("a redirect", () => {
  const moved = "if the API has moved, set baseUrl";

  it.each([
    { status: 301, advice: moved },
    { status: 302, advice: moved },
    { status: 303, advice: "request the result there" },
    { status: 307, advice: moved },
    { status: 308, advice: moved },
  ])("with status $status is not followed: the target sees no request", async ({ status, advice }) => {
    const target = await serve(answerItem);
    const { url, requests } = await serve(
      answerStatus(status, { location: `${target.url}/items/1?token=x` }),
    );

    const error = await failureOf(get(createWarung({ baseUrl: url })), ResponseMismatchError);

    expect(error.message).toBe(
      `warung items.get: GET /items/1 ${status}: the vendor redirects to ${target.url}; redirects are not followed, to keep credentials at their origin; ${advice}.`,
    );
    expect(requests).toHaveLength(1);
    expect(target.requests).toHaveLength(0);
  });

  it("to a place of the same origin is not followed either", async () => {
    const { url, requests } = await serve(answerStatus(302, { location: "/v2/items/1" }));

    const error = await failureOf(get(createWarung({ baseUrl: url })), ResponseMismatchError);

    expect(error).toMatchObject({ status: 302, attempts: 1 });
    expect(error.message).toContain(`redirects to ${url}`);
    expect(requests).toHaveLength(1);
  });

  it.each([307, 308, 302])("of a write (%i) leaves its effect unknown", async (status) => {
    const { url } = await serve(answerStatus(status, { location: "https://elsewhere.example/" }));

    const error = await failureOf(create(createWarung({ baseUrl: url })), ResponseMismatchError);

    expect(error.outcome).toBe("unknown");
  });

  it("without a readable target is said to name none", async () => {
    const { url } = await serve(answerStatus(302));

    const error = await failureOf(get(createWarung({ baseUrl: url })), ResponseMismatchError);

    expect(error.message).toContain("redirects without a usable location");
  });

  it("that a browser hides is reported all the same", async () => {
    // In a browser `redirect: "manual"` gives a response without status, headers or body.
    const hidden = Object.defineProperties(Response.error(), { type: { value: "opaqueredirect" } });
    const fake = fakeFetch(() => hidden);

    const error = await failureOf(get(createWarung(fake)), ResponseMismatchError);

    expect(error.message).toContain("redirects to an address that this platform hides");
  });
});

describe("a reply that something has not changed", () => {
  const headers = { etag: '"v7"', "set-cookie": "session=secret", "cache-control": "max-age=60" };

  it.each(["If-None-Match", "If-Modified-Since"])("is an error of its own after %s", async (condition) => {
    const { url } = await serve(answerStatus(304, headers));

    const error = await failureOf(
      get(createWarung({ baseUrl: url }), {}, { headers: { [condition]: '"v7"' } }),
      NotModifiedError,
    );

    expect(error).toMatchObject({ status: 304, attempts: 1, outcome: "no-effect" });
    expect(error.headers).toMatchObject({ etag: '"v7"', "cache-control": "max-age=60" });
    expect(error.headers).not.toHaveProperty("set-cookie");
  });

  it("is not what it should be where nobody asked for changes", async () => {
    const { url } = await serve(answerStatus(304, headers));

    const error = await failureOf(get(createWarung({ baseUrl: url })), ResponseMismatchError);

    expect(error.message).toContain("nothing has changed, but the request was not conditional");
  });
});

describe("a middleware that sends a request elsewhere", () => {
  it.each([
    { elsewhere: "https://evil.example/items/1", what: "another host" },
    { elsewhere: "http://api.warung.example/items/1", what: "another scheme" },
    { elsewhere: "https://api.warung.example:8443/items/1", what: "another port" },
    { elsewhere: "https://api.warung.example.evil.example/items/1", what: "a host that begins the same" },
    { elsewhere: "https://api.warung.example@evil.example/items/1", what: "the host as a user name" },
  ])("is refused before anything leaves: $what", async ({ elsewhere }) => {
    const fake = fakeFetch(() => Response.json({ id: 1 }));
    const client = createWarung({
      ...fake,
      middleware: [(request, next) => next({ ...request, url: elsewhere })],
    });

    const error = await failureOf(get(client), ConfigurationError);

    expect(error.message).toContain(`changed the request's origin to ${new URL(elsewhere).origin}`);
    expect(fake.sent).toHaveLength(0);
  });

  it("may choose another path of the same origin", async () => {
    const fake = fakeFetch(() => Response.json({ id: 1 }));
    const url = "https://api.warung.example/v2/items/1";
    const client = createWarung({ ...fake, middleware: [(request, next) => next({ ...request, url })] });

    await get(client);

    expect(fake.sent[0]?.url).toBe(url);
  });
});
