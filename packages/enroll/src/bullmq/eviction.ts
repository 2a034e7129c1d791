import type { Redis } from "ioredis";
import { messageOf } from "../thrown.ts";
import { isCluster, type QueueConnection, stateKey } from "./connection.ts";
import { QueueError } from "./queue-error.ts";

/** The only policy with which Redis never removes keys to make room. */
const safe = "noeviction";

/** What was found out about one server. */
type Finding = { readonly policy: string } | { readonly unreadable: string };

async function firstPolicy(...readings: readonly (() => Promise<string | undefined>)[]): Promise<Finding> {
  let unreadable = "it does not report its maxmemory-policy";
  for (const read of readings) {
    try {
      const policy = await read();
      if (policy !== undefined) return { policy };
    } catch (error) {
      unreadable = messageOf(error);
    }
  }
  return { unreadable };
}

/** INFO first: managed servers forbid CONFIG, and some record every command that they refuse. */
function policyOf(server: Redis): Promise<Finding> {
  return firstPolicy(
    async () => /^maxmemory_policy:(\S+)/m.exec(await server.info("memory"))?.[1],
    async () => (await server.config("GET", "maxmemory-policy"))[1],
  );
}

/** The servers that hold keys, each with what to call it in an error. */
async function serversOf(
  connection: QueueConnection,
  queue: string,
): Promise<readonly (readonly [name: string, server: Redis])[]> {
  if (!isCluster(connection)) return [["Redis", connection]];
  // Any command: before the first one has been answered, the cluster's servers may not be known.
  await connection.exists(stateKey(queue, "queue"));
  return connection
    .nodes("master")
    .map((server) => [`the server ${server.options.host}:${server.options.port} of the cluster`, server]);
}

/** What is said when the policy of a server is not known. */
function unchecked(queue: string, what: string, reason: string): Error {
  return new Error(
    `The maxmemory-policy of ${what} could not be read for the queue ${queue}: ${reason}. The queue continues. Make sure that the policy is ${safe}, or states of rows may be lost.`,
  );
}

/**
 * Checks that Redis does not evict keys when its memory is full, on every master of a cluster: an evicted state is a row of which
 * nobody knows whether it was sent.
 *
 * @returns What could not be checked, as an error to report; undefined if everything was.
 * @throws QueueError when a server has another policy than `noeviction`.
 */
export async function checkEviction(connection: QueueConnection, queue: string): Promise<Error | undefined> {
  let servers: Awaited<ReturnType<typeof serversOf>>;
  try {
    servers = await serversOf(connection, queue);
  } catch (error) {
    return unchecked(queue, "the cluster", messageOf(error));
  }
  let problem: Error | undefined;
  for (const [name, server] of servers) {
    const finding = await policyOf(server);
    if ("unreadable" in finding) problem = unchecked(queue, name, finding.unreadable);
    else if (finding.policy !== safe) {
      throw new QueueError(
        "eviction",
        `The queue ${queue} cannot be used safely, and nothing was added or sent: the maxmemory-policy of ${name} is ${finding.policy}, so states of rows may be removed when its memory is full, and nobody would know what was sent. Set it to ${safe} there (CONFIG SET maxmemory-policy ${safe}, and in its configuration), or use a Redis of its own for the queue.`,
      );
    }
  }
  return problem;
}
