// What the producer, the workers and the report share: each process reads it from its environment.
import type { Target } from "@kelaskit/enroll";
import { skilvulOrders, type SkilvulOrderRow } from "@kelaskit/enroll/skilvul";
import { redisLimiter, redisTokenStore } from "@kelaskit/redis";
import { createSkilvulClient } from "@kelaskit/skilvul";
import { Redis } from "ioredis";

function milliseconds(name: string, otherwise: number): number {
  const text = process.env[name];
  if (text === undefined) return otherwise;
  if (!/^\d+$/.test(text)) throw new Error(`${name}: expected milliseconds in digits, got ${text}.`);
  return Number(text);
}

export const queueName = process.env["QUEUE_NAME"] ?? "enrollments";

/** How soon rows of a killed worker go to another. With a real vendor, leave these as they are. */
export const settleAfter = milliseconds("SETTLE_AFTER", 60_000);
export const lockDuration = milliseconds("LOCK_DURATION", 30_000);

/** Connects to the Redis of REDIS_URL: an address, or the path of a socket. */
export function connect(): Redis {
  const place = process.env["REDIS_URL"];
  if (place === undefined)
    throw new Error("REDIS_URL: expected the address of Redis, such as redis://127.0.0.1:6379.");
  // BullMQ requires it: a worker waits for Redis as long as it takes.
  const connection = new Redis(place, { maxRetriesPerRequest: null });
  connection.on("error", ({ message }: Error) => {
    console.error(`Redis cannot be reached, and is tried again: ${message}`);
  });
  return connection;
}

/** The target. All processes use one token, and keep to one limit together. */
export function openTarget(connection: Redis): Target<SkilvulOrderRow> {
  const id = process.env["PRODUCT_ID"];
  if (id === undefined)
    throw new Error(
      "PRODUCT_ID: expected what is ordered. `kelaskit call skilvul products.list` lists the ids.",
    );
  const skilvul = createSkilvulClient({
    tokenStore: redisTokenStore(connection),
    limiter: redisLimiter(connection, { key: `skilvul-${queueName}`, limit: 20, interval: 500 }),
    // Many workers wait for one limit: a wait is not a failure.
    limiterWaitCounts: false,
  });
  return skilvulOrders(skilvul, { item: { kind: "product", id } });
}
