import { failureOf } from "@kelaskit/test-support/failure";
import { inspect } from "node:util";
import { AuthenticationError, ConfigurationError } from "@kelaskit/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createMitrabunso, createMitrabunsoClient, type MitrabunsoOptions, prices } from "../src/index.ts";
import { createMockMitrabunso } from "../src/mock/index.ts";
import { ids, recordBodies, setUp, values } from "./helpers.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

const product = { productId: ids.product };

it("operations as functions of a client", async () => {
  const mock = createMockMitrabunso();
  const client = createMitrabunsoClient({ ...mock.credentials, fetch: mock.fetch, allowInsecureHttp: true });
  const { data } = await prices.get(client, { ...product, priceId: ids.price });
  expect(data.price).toBe("25100");
});

describe("a base URL in plain http", () => {
  it.for([
    ["the documented one", {}],
    ["the documented one, with a refusal", { allowInsecureHttp: false }],
    ["one that is given", { baseUrl: "http://proxy.example.com" }],
  ] as const)("%s, is refused when the client is created, with the risk in a sentence", ([, options]) => {
    const make = () => createMitrabunso({ token: "t", userId: ids.user, ...options });
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(
      /is plain http \(http:\/\/[\w.]+\): anyone on the network can read the credentials and change the replies\. .*allowInsecureHttp: true/,
    );
  });

  it("is refused from the environment, too", () => {
    vi.stubEnv("MITRABUNSO_BASE_URL", "http://proxy.example.com");
    expect(() => createMitrabunso()).toThrow("is plain http (http://proxy.example.com)");
  });

  it.for<MitrabunsoOptions & { readonly address: string }>([
    { allowInsecureHttp: true, address: "http://apiv2.mitrabunso.com/public" },
    { baseUrl: "https://proxy.example.com/public/", address: "https://proxy.example.com/public" },
    { baseUrl: "http://127.0.0.1:8080", address: "http://127.0.0.1:8080" },
    { baseUrl: "http://localhost:8080", address: "http://localhost:8080" },
  ])("$address is accepted", ({ address, ...options }) => {
    expect(createMitrabunso(options).baseUrl).toBe(address);
  });
});

describe("the environment", () => {
  it("provides token and user id at the first request", async () => {
    const { mock } = setUp();
    const mitrabunso = createMitrabunso({ fetch: mock.fetch, allowInsecureHttp: true });
    vi.stubEnv("MITRABUNSO_TOKEN", mock.credentials.token);
    vi.stubEnv("MITRABUNSO_USER_ID", mock.credentials.userId);
    expect((await mitrabunso.prices.list(product)).total).toBe(36);
  });

  it("provides the base URL when the client is created", async () => {
    const { mock } = setUp({}, { baseUrl: "https://proxy.example.com" });
    vi.stubEnv("MITRABUNSO_BASE_URL", "https://proxy.example.com/");
    const mitrabunso = createMitrabunso({ ...mock.credentials, fetch: mock.fetch });
    vi.stubEnv("MITRABUNSO_BASE_URL", "https://elsewhere.example.com");
    expect((await mitrabunso.prices.list(product)).total).toBe(36);
  });

  it("is overridden by options", async () => {
    vi.stubEnv("MITRABUNSO_BASE_URL", "https://elsewhere.example.com");
    vi.stubEnv("MITRABUNSO_TOKEN", "another");
    vi.stubEnv("MITRABUNSO_USER_ID", ids.otherUser);
    const { mitrabunso } = setUp();
    expect((await mitrabunso.prices.list(product)).total).toBe(36);
  });

  it.for([
    ["token", "MITRABUNSO_TOKEN"],
    ["userId", "MITRABUNSO_USER_ID"],
  ] as const)(
    "without a %s, the error names option and variable, and nothing is sent",
    async ([option, variable]) => {
      vi.stubEnv("MITRABUNSO_TOKEN", "");
      vi.stubEnv("MITRABUNSO_USER_ID", "");
      const { mock, mitrabunso } = setUp({ [option]: undefined });
      const error = await failureOf(mitrabunso.prices.list(product));
      expect(error).toBeInstanceOf(ConfigurationError);
      expect(error).toHaveProperty(
        "message",
        expect.stringMatching(new RegExp(`\`${option}\`.*${variable}`)),
      );
      expect(mock.requests).toEqual([]);
    },
  );
});

describe("the user id", () => {
  it("of the client is in every path", async () => {
    const { mock, mitrabunso } = setUp();
    await mitrabunso.prices.get({ ...product, priceId: ids.price });
    expect(mock.requests[0]?.path).toBe(
      `/public/product/price/details/${ids.user}/${ids.product}/${ids.price}`,
    );
  });

  it("of a call overrides it", async () => {
    const { mock, mitrabunso } = setUp();
    const error = await failureOf(mitrabunso.prices.list({ ...product, userId: ids.otherUser }));
    expect(error).toMatchObject({ status: 403 });
    expect(mock.requests[0]?.params).toMatchObject({ userId: ids.otherUser });
  });

  it("of a call makes the client's unnecessary", async () => {
    vi.stubEnv("MITRABUNSO_USER_ID", "");
    const { mitrabunso } = setUp({ userId: undefined });
    expect((await mitrabunso.prices.list({ ...product, userId: ids.user })).total).toBe(36);
  });

  it("that is not a UUID is refused before anything is sent", async () => {
    const { mock, mitrabunso } = setUp({ userId: "me" });
    await expect(mitrabunso.prices.list(product)).rejects.toThrow(
      "userId: expected a UUID, got a string of 2 characters",
    );
    expect(mock.requests).toEqual([]);
  });
});

describe("the token", () => {
  it("is sent in the authorization header", async () => {
    const { mock, mitrabunso } = setUp();
    await mitrabunso.prices.list(product);
    expect(mock.requests[0]?.headers.get("authorization")).toBe("Bearer demo-token");
  });

  it("is read from the function again when the vendor rejects it, and the request is retried", async () => {
    const tokens = ["demo-token", "demo-token-2"];
    const { mock, mitrabunso } = setUp({ token: () => Promise.resolve(tokens.shift() ?? "demo-token-2") });
    mock.expireTokens();
    expect((await mitrabunso.prices.list(product)).total).toBe(36);
    expect(mock.requests.map(({ headers }) => headers.get("authorization"))).toEqual([
      "Bearer demo-token",
      "Bearer demo-token-2",
    ]);
  });

  it("that has expired and has no successor is an AuthenticationError", async () => {
    const { mock, mitrabunso } = setUp();
    mock.expireTokens();
    const error = await failureOf(mitrabunso.prices.list(product));
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(mock.requests).toHaveLength(1);
  });

  it("is not shown by the client or by an error that echoes it", async () => {
    const token = "secret-token-0f9e8d";
    const { mock, mitrabunso } = setUp({ token }, { token });
    mock.fail("prices.list", { status: 400, body: { error: 1, messages: { error: `No: ${token}`, token } } });
    const error = await failureOf(mitrabunso.prices.list(product));
    expect(error).toHaveProperty("status", 400);
    for (const shown of [mitrabunso, error]) {
      expect(inspect(shown, { depth: 10, showHidden: true })).not.toContain(token);
    }
  });
});

describe("bodies", () => {
  const create = { ...product, ...values };

  it("are forms, as the vendor's documents suggest", async () => {
    const mock = createMockMitrabunso();
    const { fetch, sent } = recordBodies(mock);
    await setUp({ fetch }).mitrabunso.prices.create(create);
    expect(sent).toEqual([
      {
        type: "application/x-www-form-urlencoded",
        body: `price=25500&shop=${ids.otherShop}&startDate=2031-10-08+00%3A00%3A00&endDate=2031-10-08+23%3A59%3A00`,
      },
    ]);
  });

  it("are JSON with the option", async () => {
    const mock = createMockMitrabunso();
    const { fetch, sent } = recordBodies(mock);
    await setUp({ fetch, bodyType: "json" }).mitrabunso.prices.create(create);
    expect(sent[0]?.type).toBe("application/json");
    expect(JSON.parse(sent[0]?.body ?? "")).toEqual(values);
  });

  it("of requests without an operation are encoded the same way", async () => {
    const mock = createMockMitrabunso();
    const { fetch, sent } = recordBodies(mock);
    await failureOf(
      setUp({ fetch }).mitrabunso.request("POST", "/product/color/create", { body: { code: 7 } }),
    );
    expect(sent).toEqual([{ type: "application/x-www-form-urlencoded", body: "code=7" }]);
  });

  it("are not sent by reads", async () => {
    const mock = createMockMitrabunso();
    const { fetch, sent } = recordBodies(mock);
    await setUp({ fetch }).mitrabunso.prices.get({ ...product, priceId: ids.price });
    expect(sent).toEqual([{ type: null, body: "" }]);
  });

  it("in another encoding are refused when the client is created", () => {
    expect(() => setUp({ bodyType: "xml" as "json" })).toThrow(
      'bodyType is "xml": expected "form" or "json".',
    );
  });
});
