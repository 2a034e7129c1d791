import { failureOf } from "@kelaskit/test-support/failure";
import { inspect } from "node:util";
import { CallError, type Client, type ClientOptions, type TokenStore } from "@kelaskit/core";
import { bearer, createClient, type Credential, tokenCredential } from "@kelaskit/core/vendor";
import { Redis } from "ioredis";
import { beforeEach, describe, expect, inject, it, onTestFinished } from "vitest";
import { type RunningRedis, startRedis } from "@kelaskit/test-support/redis";
import { RedisError, redisLimiter, redisTokenStore } from "../src/index.ts";

const program = inject("redisServer");

/** A vendor that records the paths of its requests. */
function vendorWith(options: ClientOptions, credential: (store: TokenStore) => Credential) {
  const sent: string[] = [];
  const client = createClient(
    {
      vendor: "sample",
      baseUrl: "https://api.sample.test",
      credentials: { main: ({ tokenStore }) => credential(tokenStore) },
    },
    {
      ...options,
      logger: false,
      fetch: async (input, init) => {
        sent.push(new URL(new Request(input, init).url).pathname);
        return Response.json({});
      },
    },
  );
  return { client, sent };
}

const token = "token-that-must-stay-secret";

const granted = (store: TokenStore): Credential =>
  tokenCredential({ key: () => "sample ada", store, grant: async () => ({ accessToken: token }) });

const order = (client: Client) => client.request("POST", "/orders");

describe.skipIf(program === "")("an order when Redis fails", () => {
  let server: RunningRedis;
  let redis: Redis;

  beforeEach(async () => {
    server = await startRedis(program);
    redis = new Redis({ path: server.path, maxRetriesPerRequest: 0, retryStrategy: () => null });
    redis.on("error", () => undefined);
    onTestFinished(async () => {
      redis.disconnect();
      await server.stop();
    });
  });

  const notSent = {
    vendor: "sample",
    operation: "request",
    method: "POST",
    path: "/orders",
    outcome: "not-sent",
    attempts: 0,
    cause: expect.any(RedisError) as unknown,
  };

  it("is not sent without its limit, unlike a call before the failure", async () => {
    const limiter = redisLimiter(redis, { key: "sample", limit: 5 });
    const { client, sent } = vendorWith({ limiter }, () => bearer(token));
    await order(client);

    await server.stop();

    const error = await failureOf(order(client), CallError);
    expect(error).toMatchObject(notSent);
    expect(error.message).toMatch(
      /^sample request: POST \/orders was not sent: the limiter failed: Could not count the request against the shared limit: Redis failed \(/,
    );
    expect(sent).toEqual(["/orders"]);
  });

  it("is not sent without its token", async () => {
    await server.stop();
    const { client, sent } = vendorWith({ tokenStore: redisTokenStore(redis) }, granted);

    const error = await failureOf(order(client), CallError);

    expect(error).toMatchObject(notSent);
    expect(error.message).toMatch(
      /^sample request: POST \/orders was not sent: the token could not be obtained: Could not take the token lock: Redis failed \(/,
    );
    expect(sent).toEqual([]);
  });

  it("is not sent when a new token cannot be stored, and no error shows the token", async () => {
    const { client, sent } = vendorWith({ tokenStore: redisTokenStore(redis) }, granted);
    // Redis runs but refuses to write, as it does when it is full.
    await redis.config("SET", "maxmemory", "1");
    await redis.config("SET", "maxmemory-policy", "noeviction");

    const error = await failureOf(order(client), CallError);

    expect(error).toMatchObject(notSent);
    expect(inspect(error, { depth: 12, showHidden: true })).not.toContain(token);
    expect(sent).toEqual([]);
  });

  it("does not show a token that the store could not write", async () => {
    const store = redisTokenStore(redis);
    await redis.config("SET", "maxmemory", "1");

    const error: unknown = await store
      .set("sample ada", { accessToken: token })
      .catch((error_: unknown) => error_);

    expect(error).toBeInstanceOf(RedisError);
    expect(inspect(error, { depth: 12, showHidden: true })).not.toContain(token);
  });
});
