import { failureOf } from "@kelaskit/test-support/failure";
import { inspect } from "node:util";
import { CallError, type Client, type ClientOptions, type TokenStore } from "@kelaskit/core";
import { bearer, createClient, type Credential, tokenCredential } from "@kelaskit/core/vendor";
import { Redis } from "ioredis";
import { beforeEach, describe, expect, inject, it, onTestFinished } from "vitest";
import { type RunningRedis, startRedis } from "@kelaskit/test-support/redis";
import { RedisError, redisLimiter, redisTokenStore } from "../src/index.ts";

const program = inject("redisServer");

/** A vendor that notes what it is sent. */
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

const token = "token-that-nobody-may-see";

const granted = (store: TokenStore): Credential =>
  tokenCredential({ key: () => "sample ada", store, grant: async () => ({ accessToken: token }) });

const order = (client: Client) => client.request("POST", "/orders");

describe.skipIf(program === "")("an order whose Redis cannot be reached", () => {
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

  it("for its limit was not sent, and a call before the failure was", async () => {
    const limiter = redisLimiter(redis, { key: "sample", limit: 5 });
    const { client, sent } = vendorWith({ limiter }, () => bearer(token));
    await order(client);

    await server.stop();

    const error = await failureOf(order(client), CallError);
    expect(error).toMatchObject(notSent);
    expect(error.message).toMatch(
      /^sample request: POST \/orders was not sent: the limiter failed: Redis failed/,
    );
    expect(sent).toEqual(["/orders"]);
  });

  it("for its token was not sent", async () => {
    await server.stop();
    const { client, sent } = vendorWith({ tokenStore: redisTokenStore(redis) }, granted);

    const error = await failureOf(order(client), CallError);

    expect(error).toMatchObject(notSent);
    expect(error.message).toMatch(
      /^sample request: POST \/orders was not sent: the token could not be got: Redis failed/,
    );
    expect(sent).toEqual([]);
  });

  it("to keep a new token was not sent, and no error shows the token", async () => {
    const { client, sent } = vendorWith({ tokenStore: redisTokenStore(redis) }, granted);
    // Redis runs and refuses to write, as one that is full does.
    await redis.config("SET", "maxmemory", "1");
    await redis.config("SET", "maxmemory-policy", "noeviction");

    const error = await failureOf(order(client), CallError);

    expect(error).toMatchObject(notSent);
    expect(inspect(error, { depth: 12, showHidden: true })).not.toContain(token);
    expect(sent).toEqual([]);
  });

  it("to keep a token that is already there shows it nowhere", async () => {
    const store = redisTokenStore(redis);
    await redis.config("SET", "maxmemory", "1");

    const error: unknown = await store
      .set("sample ada", { accessToken: token })
      .catch((error_: unknown) => error_);

    expect(error).toBeInstanceOf(RedisError);
    expect(inspect(error, { depth: 12, showHidden: true })).not.toContain(token);
  });
});
