import { ConfigurationError } from "@kelaskit/core";
import { isCluster, prefixOf, type QueueConnection } from "../connection.ts";
import { enrollmentStates } from "./stored-enrollment.ts";

/** The start of all keys of a service. The braces place them, and those of its jobs, in one hash slot of a cluster. */
function baseOf(name: string): string {
  return `kelaskit:{${name}}:enrollments`;
}

/** The keys of a service's scripts: the rows, the outbox, the facts of the queue, the rows of each state, then the pending rows by age. */
export function keysOf(name: string): readonly string[] {
  const parts = ["rows", "outbox", "queue", ...enrollmentStates, "waiting"];
  return parts.map((part) => `${baseOf(name)}:${part}`);
}

/** The prefix of BullMQ's keys: other than that of a fleet with the same name, so that neither takes the other's jobs. */
export function jobPrefix(name: string): string {
  return `${baseOf(name)}:jobs`;
}

/** @throws ConfigurationError when the name or the connection cannot be used. */
export function checkPlace(connection: QueueConnection, name: unknown): string {
  if (typeof name !== "string" || name === "" || /[:{}]/.test(name)) {
    const got = typeof name === "string" ? `"${name}"` : `a value of the type ${typeof name}`;
    throw new ConfigurationError(`bullmq(): name must be a text without ":", "{" and "}", got ${got}.`);
  }
  prefixOf(connection, name);
  return name;
}

/** @throws ConfigurationError when commands of the connection fail while it is down, which BullMQ does not allow. */
export function checkPatience(connection: QueueConnection): void {
  const { maxRetriesPerRequest } = isCluster(connection)
    ? (connection.options.redisOptions ?? {})
    : connection.options;
  if (maxRetriesPerRequest === null) return;
  const where = isCluster(connection)
    ? "redisOptions: { maxRetriesPerRequest: null }"
    : "maxRetriesPerRequest: null";
  throw new ConfigurationError(`bullmq(): the connection must have ${where}, which BullMQ requires.`);
}
