// A Redis Cluster for one test file: nothing of it outlives the tests.
import { Redis } from "ioredis";
import { vi } from "vitest";
import { freePorts } from "./free-ports.ts";
import { patience } from "./patience.ts";
import { startRedisWith } from "./redis.ts";

const slots = 16_384;

/** A node of a cluster. */
export interface ClusterNode {
  readonly port: number;
  /** A connection to this node alone. */
  readonly redis: Redis;
  /** Kills it and waits for its end. */
  kill(): Promise<void>;
}

/** A cluster that runs. */
export interface RunningCluster {
  /** Masters first, then a replica of each, in the same order, if there are any. */
  readonly nodes: readonly ClusterNode[];
  /** For `new Cluster(...)`. */
  readonly startupNodes: readonly { readonly host: string; readonly port: number }[];
  /** Stops all nodes and waits for their ends. */
  stop(): Promise<void>;
}

async function startNode(
  program: string,
  port: number,
  busPort: number,
): Promise<ClusterNode & { stop(): Promise<void> }> {
  const settings = [
    ["--bind", "127.0.0.1"],
    ["--port", String(port)],
    ["--cluster-enabled", "yes"],
    ["--cluster-port", String(busPort)],
    ["--cluster-node-timeout", "2000"],
    // Replicas take over although they were connected only a moment ago.
    ["--cluster-replica-validity-factor", "0"],
    ["--repl-diskless-sync-delay", "0"],
  ];
  const server = await startRedisWith(program, settings.flat());
  const redis = new Redis({ path: server.path, retryStrategy: () => null });
  // A node that a test kills closes its connection.
  redis.on("error", () => undefined);
  return {
    port,
    redis,
    kill: () => server.kill(),
    async stop() {
      redis.disconnect();
      await server.stop();
    },
  };
}

/**
 * Starts a cluster on loopback ports, and waits until every node knows all of it.
 *
 * @param program What the set-up provides: `inject("redisServer")`.
 */
export async function startCluster(
  program: string,
  { masters, withReplicas }: { readonly masters: number; readonly withReplicas: boolean },
): Promise<RunningCluster> {
  const count = withReplicas ? 2 * masters : masters;
  const ports = await freePorts(2 * count);
  const nodes = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      startNode(program, ports[2 * index] ?? 0, ports[2 * index + 1] ?? 0),
    ),
  );
  const [first, ...others] = nodes;
  for (const [index, { redis }] of nodes.entries()) {
    await redis.cluster("SET-CONFIG-EPOCH", index + 1);
    if (index >= masters) continue;
    const from = Math.ceil((index * slots) / masters);
    const to = Math.ceil(((index + 1) * slots) / masters) - 1;
    await redis.call("CLUSTER", "ADDSLOTSRANGE", from, to);
  }
  for (const [index, { port }] of others.entries())
    await first?.redis.call("CLUSTER", "MEET", "127.0.0.1", port, ports[2 * index + 3] ?? 0);
  const whenAll = (isReady: (info: string) => boolean) =>
    vi.waitFor(async () => {
      for (const { redis } of nodes) {
        if (!isReady((await redis.call("CLUSTER", "INFO")) as string)) throw new Error("not yet");
      }
    }, patience);
  await whenAll((info) => info.includes("cluster_state:ok") && info.includes(`cluster_known_nodes:${count}`));
  for (const [index, { redis }] of nodes.slice(masters).entries()) {
    const id = (await nodes[index]?.redis.call("CLUSTER", "MYID")) as string;
    await redis.call("CLUSTER", "REPLICATE", id);
    await vi.waitFor(async () => {
      if (!(await redis.info("replication")).includes("master_link_status:up")) throw new Error("not yet");
    }, patience);
  }
  return {
    nodes,
    startupNodes: nodes.map(({ port }) => ({ host: "127.0.0.1", port })),
    async stop() {
      await Promise.all(nodes.map((node) => node.stop()));
    },
  };
}
