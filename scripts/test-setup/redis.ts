// Runs before all tests: finds the Redis server that tests start for themselves, and tells them where it is.
import type { TestProject } from "vitest/node";
import { findProgram, type NeededProgram, sayAtEnd, usualPlaces } from "./find-program.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the program `redis-server` is; empty where there is none, so that tests which need it are skipped. */
    readonly redisServer: string;
  }
}

export const neededRedis: NeededProgram = {
  name: "redis-server",
  purpose: "fleets",
  variable: "REDIS_SERVER",
  places: usualPlaces("redis-server"),
  debianPackage: "redis-server",
};

export default async function findRedis({ provide }: TestProject): Promise<() => void> {
  const redisServer = await findProgram(neededRedis);
  provide("redisServer", redisServer.path);
  return sayAtEnd(redisServer);
}
