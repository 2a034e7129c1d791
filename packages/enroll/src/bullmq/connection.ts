import { ConfigurationError } from "@kelaskit/core";
import type { Cluster, Redis } from "ioredis";

/** An ioredis connection to one Redis server, also through Sentinel, or to a Redis Cluster. */
export type QueueConnection = Redis | Cluster;

/** The keys of a queue's states. The braces place all of them in one hash slot of a cluster. */
export function stateKey(queue: string, what: "rows" | "counts" | "queue"): string {
  return `kelaskit:{${queue}}:${what}`;
}

/**
 * The prefix of BullMQ's keys. In a cluster, its scripts need all keys of a queue in one hash slot, so the prefix names the slot: that
 * of the queue's states. Anywhere else it is BullMQ's own.
 *
 * @throws ConfigurationError when the connection or the name cannot be used in a cluster.
 */
export function prefixOf(connection: QueueConnection, queue: string): string {
  if (!isCluster(connection)) return "bull";
  const { scaleReads = "master" } = connection.options;
  if (scaleReads !== "master") {
    throw new ConfigurationError(
      `The queue ${queue} cannot use a Cluster whose scaleReads is ${typeof scaleReads === "string" ? `"${scaleReads}"` : "a function"}: replicas lag behind, and states read there may be old. Pass a Cluster with scaleReads: "master".`,
    );
  }
  // Without a text in the braces, a cluster hashes the whole key.
  if (queue.startsWith("}"))
    throw new ConfigurationError(
      `The queue name ${queue} begins with "}": its keys would be on different servers of the cluster. Choose another name.`,
    );
  return `bull:{${queue}}`;
}

/** Whether the connection is to a cluster. Not `instanceof`: the application may load another copy of ioredis. */
export function isCluster(connection: QueueConnection): connection is Cluster {
  return connection.isCluster;
}
