import { inspect } from "node:util";
import { failureOf } from "@kelaskit/test-support/failure";
import { ConfigurationError } from "@kelaskit/core";
import type { AnyDeclaration } from "@kelaskit/core/vendor";
import { describe, expect, it, vi } from "vitest";
import * as exported from "../src/index.ts";
import { createScalev } from "../src/index.ts";
import { setUp } from "./helpers.ts";

const keys = { storefrontKey: "sfpk_one", businessKey: "sk_two" };
const tokens = { access: "customer-three", refresh: "refresh-four" };
const secrets = /sfpk_one|sk_two|customer-three|refresh-four/;

const declarations = Object.values<unknown>({ ...exported })
  .flatMap((module) =>
    typeof module === "object" && module !== null ? Object.values<unknown>({ ...module }) : [],
  )
  .flatMap((member) =>
    typeof member === "function" && "declaration" in member ? [member.declaration as AnyDeclaration] : [],
  );

/** The headers of a request that authenticate it, whatever their names. */
function credentialsIn(request: Request): Readonly<Record<string, string>> {
  return Object.fromEntries([...request.headers].filter(([, value]) => secrets.test(value)));
}

/** What the routes of the vendor accept, by its own division. */
function expectedFor(path: string): Readonly<Record<string, string>> {
  if (path.includes("/public/")) return { "x-scalev-storefront-api-key": "sfpk_one" };
  if (path.includes("/customers/me")) return { authorization: "Bearer customer-three" };
  return { authorization: "Bearer sk_two" };
}

const sample: Readonly<Record<string, unknown>> = {
  storeNumber: 1,
  variantId: 1,
  progress: 1,
  tokens: ["one"],
};

/** The variables of the path, and what the operations with a body require. */
function paramsOf({ path, name }: AnyDeclaration): object {
  const variables = path.match(/(?<=\{)\w+(?=\})/g) ?? [];
  const bodies: Readonly<Record<string, readonly string[]>> = {
    "auth.login": ["email", "password"],
    "auth.verifyOtp": ["email", "otp"],
    "auth.refresh": ["refresh"],
    "auth.revoke": ["tokens"],
    "auth.startPasswordReset": ["email"],
    "auth.savePassword": ["token", "password"],
    "me.update": ["name"],
    "courses.updateProgress": ["progress"],
  };
  const names = [...variables, ...(bodies[name] ?? [])];
  return Object.fromEntries(names.map((field) => [field, sample[field] ?? "one"]));
}

it.for(declarations)("$name sends the credential of its routes and no other", async (declaration) => {
  const sent: Request[] = [];
  const scalev = createScalev({
    ...keys,
    tokens,
    storeId: "store_1",
    retries: 0,
    logger: false,
    fetch: async (input, init) => {
      sent.push(new Request(input, init));
      return Response.json({ error: "words of the vendor" }, { status: 404 });
    },
  });
  expect(await failureOf(scalev["~execute"](declaration, paramsOf(declaration), {}))).toHaveProperty(
    "status",
    404,
  );
  expect(sent.map(credentialsIn)).toEqual([expectedFor(declaration.path)]);
  expect(sent.map(({ url }) => url).join("")).not.toMatch(secrets);
});

describe("the key of the business", () => {
  it("comes from the environment at the first request that requires it", async () => {
    const { scalev } = setUp({ businessKey: undefined });
    expect(await failureOf(scalev.businessOrders.list())).toMatchObject({
      name: "ConfigurationError",
      message: expect.stringContaining("SCALEV_BUSINESS_KEY") as string,
    });
    vi.stubEnv("SCALEV_BUSINESS_KEY", "sk_demo");
    expect((await scalev.businessOrders.list()).data).toHaveLength(3);
  });

  it("is not required of customers and storefronts", async () => {
    const { scalev } = setUp({ businessKey: undefined });
    expect((await scalev.catalog.listItems()).data).toHaveLength(25);
  });

  it("that is wrong is an AuthenticationError", async () => {
    const { scalev } = setUp({ businessKey: "rk_wrong" });
    expect(await failureOf(scalev.businessOrders.list())).toMatchObject({
      name: "AuthenticationError",
      status: 401,
      message: expect.stringContaining("Invalid API key") as string,
    });
  });

  it("is in no error, log line or inspected client, even if the vendor repeats it", async () => {
    const seen: unknown[] = [];
    const log = (...words: readonly unknown[]): void => void seen.push(words);
    const { mock, scalev } = setUp({
      businessKey: "sk_secret",
      logger: { debug: log, info: log, warn: log, error: log },
      retries: 0,
    });
    mock.fail("businessOrders.get", { status: 403, body: { error: "sk_secret lacks order:read" } });
    const error = await failureOf(scalev.businessOrders.get({ orderId: "1" }));
    expect(error).toMatchObject({ name: "PermissionError" });
    expect(seen).not.toEqual([]);
    for (const one of [error, seen, scalev]) {
      expect(inspect(one, { depth: 10, showHidden: true })).not.toContain("sk_secret");
    }
  });

  it.for(["sk_live", "rk_live"])("%s… as the storefront key is refused before it is sent", async (key) => {
    const { mock, scalev } = setUp({ storefrontKey: key });
    const error = await failureOf(scalev.catalog.listItems());
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toHaveProperty("message", expect.stringContaining("businessKey"));
    expect(String(error)).not.toContain(key);
    expect(mock.requests).toEqual([]);
  });

  it("cannot be a storefront key", async () => {
    const { mock, scalev } = setUp({ businessKey: "sfpk_demo" });
    const error = await failureOf(scalev.businessOrders.list());
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toHaveProperty("message", expect.stringContaining("storefrontKey"));
    expect(mock.requests).toEqual([]);
  });
});
