import type { Cluster, Redis } from "ioredis";

/** An ioredis connection to one Redis server, also through Sentinel, or to a Redis Cluster. */
export type RedisConnection = Redis | Cluster;
