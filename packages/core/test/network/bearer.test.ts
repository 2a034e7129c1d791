import { failureOf } from "@kelaskit/test-support/failure";
import { describe, expect, it } from "vitest";
import { AuthenticationError, CallError, ConfigurationError, PermissionError } from "../../src/index.ts";
import { bearer, createClient } from "../../src/vendor.ts";
import { createWarung, get, login, token } from "../support/client.ts";
import { fakeFetch, withoutBackoff } from "../support/fake-fetch.ts";
import { answerItem, serve } from "../support/faulty-server.ts";

const unauthorized = () => new Response(null, { status: 401 });

describe("a bearer token", () => {
  it("is sent in the authorization header", async () => {
    const { url, requests } = await serve(answerItem);

    await get(createWarung({ baseUrl: url, credential: bearer(token) }));

    expect(requests[0]?.headers.authorization).toBe(`Bearer ${token}`);
  });

  it("that is rejected is not sent again: nothing else is at hand", async () => {
    const fake = fakeFetch(unauthorized);

    const error = await failureOf(
      get(createWarung({ ...fake, credential: bearer(token) })),
      AuthenticationError,
    );

    expect(error).toMatchObject({ status: 401, attempts: 1, outcome: "refused" });
    expect(fake.sent).toHaveLength(1);
  });

  it("is not sent with operations that take no credential", async () => {
    const fake = fakeFetch(() => Response.json({ accessToken: "new" }));

    await login(createWarung(fake), { email: "ibu@warung.example", password: "rahasia" });

    expect(fake.sent[0]?.authorization).toBeNull();
  });

  it.each(["", "two words", "line\nend", "token\r\nx-injected: 1", "kunci-é", " padded"])(
    "that no header can hold is refused, and not shown: %j",
    async (wrong) => {
      const fake = fakeFetch(() => Response.json({ id: 1 }));

      const error = await failureOf(
        get(createWarung({ ...fake, credential: bearer(wrong) })),
        ConfigurationError,
      );

      expect(error.message).toMatch(/^The token cannot be sent in a header/);
      expect(wrong === "" || !error.message.includes(wrong)).toBe(true);
      expect(fake.sent).toHaveLength(0);
    },
  );
});

describe("a function that gives the token", () => {
  it.each([
    { kind: "at once", source: () => "token-at-once" },
    { kind: "later", source: async () => "token-later" },
  ])("may give it $kind", async ({ source }) => {
    const fake = fakeFetch(() => Response.json({ id: 1 }));

    await get(createWarung({ ...fake, credential: bearer(source) }));

    expect(fake.sent[0]?.authorization).toBe(`Bearer ${await source()}`);
  });

  it("is asked before every try, so that a token may change between two", async () => {
    withoutBackoff();
    let asked = 0;
    const source = () => {
      asked += 1;
      return `token-number-${asked}`;
    };
    const fake = fakeFetch(() =>
      fake.sent.length < 3 ? new Response(null, { status: 503 }) : Response.json({ id: 1 }),
    );

    await get(createWarung({ ...fake, credential: bearer(source) }));

    expect(fake.sent.map(({ authorization }) => authorization)).toEqual([
      "Bearer token-number-1",
      "Bearer token-number-2",
      "Bearer token-number-3",
    ]);
  });

  it("is called again when the token is rejected, and the request is resent", async () => {
    const tokens = ["old-token", "new-token", "new-token"];
    const fake = fakeFetch(({ authorization }) => {
      return authorization === "Bearer new-token" ? Response.json({ id: 1 }) : unauthorized();
    });
    const client = createWarung({ ...fake, credential: bearer(() => tokens.shift() ?? "none-left") });

    await expect(get(client)).resolves.toEqual({ id: 1 });
    expect(fake.sent.map(({ authorization }) => authorization)).toEqual([
      "Bearer old-token",
      "Bearer new-token",
    ]);
  });

  it("that gives the same token again ends the call: sending it twice would not help", async () => {
    const fake = fakeFetch(unauthorized);

    const error = await failureOf(
      get(createWarung({ ...fake, credential: bearer(() => "same-token") })),
      AuthenticationError,
    );

    expect(error.attempts).toBe(1);
  });

  it("that gives one rejected token after another is believed once a call", async () => {
    let number = 0;
    const fake = fakeFetch(unauthorized);
    const source = () => {
      number += 1;
      return `token-number-${number}`;
    };

    const error = await failureOf(
      get(createWarung({ ...fake, credential: bearer(source) })),
      AuthenticationError,
    );

    expect(error.attempts).toBe(2);
  });

  it("that fails ends the call before anything is sent, as its cause", async () => {
    const reason = new Error("the vault is sealed");
    const fake = fakeFetch(() => Response.json({ id: 1 }));

    const client = createWarung({ ...fake, credential: bearer(() => Promise.reject(reason)) });
    expect(await failureOf(get(client), CallError)).toMatchObject({ outcome: "not-sent", cause: reason });
    expect(fake.sent).toHaveLength(0);
  });
});

describe("the clients credentials", () => {
  const twoCredentials = (fake: ReturnType<typeof fakeFetch>) =>
    createClient(
      {
        vendor: "warung",
        baseUrl: "https://api.warung.example",
        credentials: { customer: () => bearer("customer-token"), shop: () => bearer("shop-token") },
      },
      { fetch: fake.fetch },
    );

  it.each([
    { auth: undefined, sent: "Bearer customer-token", which: "the first" },
    { auth: "shop", sent: "Bearer shop-token", which: "the named one" },
    { auth: false, sent: null, which: "none" },
  ] as const)("send $which for auth: $auth", async ({ auth, sent }) => {
    const fake = fakeFetch(() => Response.json({}));

    await twoCredentials(fake).request("GET", "/items", { auth });

    expect(fake.sent[0]?.authorization).toBe(sent);
  });

  it("are named when one is asked for that is not there", async () => {
    const client = twoCredentials(fakeFetch(() => Response.json({})));

    await expect(client.request("GET", "/items", { auth: "admin" })).rejects.toThrow(
      'The warung client has no credential "admin"; it has customer, shop.',
    );
  });

  it("are renewed when the vendor's own sign of expiry comes, here a 403", async () => {
    const tokens = ["expired-token", "fresh-token", "fresh-token"];
    const fake = fakeFetch(({ authorization }) => {
      if (authorization === "Bearer fresh-token") return Response.json({ id: 1 });
      return Response.json({ code: "TOKEN_EXPIRED" }, { status: 403 });
    });
    const client = createClient(
      {
        vendor: "warung",
        baseUrl: "https://api.warung.example",
        credentials: { customer: () => bearer(() => tokens.shift() ?? "none-left") },
        isTokenRejected: ({ status, body }) =>
          status === 403 && JSON.stringify(body).includes("TOKEN_EXPIRED"),
      },
      { fetch: fake.fetch },
    );

    await expect(get(client)).resolves.toEqual({ id: 1 });
  });

  it("are not renewed for a 403 that means what it says", async () => {
    let asked = 0;
    const source = () => {
      asked += 1;
      return `token-number-${asked}`;
    };
    const fake = fakeFetch(() => new Response(null, { status: 403 }));

    await failureOf(get(createWarung({ ...fake, credential: bearer(source) })), PermissionError);

    expect(asked).toBe(1);
  });
});
