/**
 * Token storage and rate limits shared by processes through Redis.
 *
 * @packageDocumentation
 */
export { redisLimiter, type RedisLimiterOptions } from "./limiter.ts";
export type { RedisConnection } from "./redis-connection.ts";
export { RedisError } from "./redis-error.ts";
export { redisTokenStore, type RedisTokenStoreOptions } from "./token-store.ts";
