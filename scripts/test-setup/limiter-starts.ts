// Watches the starts that limiters in Redis count, by the clock of Redis: what a slow machine does to the requests on
// their way is no matter of the limiter.

/** What it needs of an ioredis connection, which the packages have and the repository itself has not. */
interface MonitoredRedis {
  monitor(): Promise<{
    on(event: "monitor", listener: (time: string, command: readonly string[]) => void): unknown;
    disconnect(): void;
  }>;
}

/** The starts so far. */
export interface Starts {
  readonly count: number;
  /** The most starts within any span of so many milliseconds. */
  most(interval: number): number;
  close(): void;
}

/** Watches a server from now on, over a connection of its own. */
export async function watchStarts(redis: MonitoredRedis): Promise<Starts> {
  const monitor = await redis.monitor();
  const moments: number[] = [];
  monitor.on("monitor", (_time, [command = "", key = "", score = "", member]) => {
    const isStart = command.toLowerCase() === "zadd" && key.endsWith(":starts") && member !== "pause";
    if (isStart) moments.push(Number(score));
  });
  return {
    get count() {
      return moments.length;
    },
    most(interval) {
      let first = 0;
      let most = 0;
      for (const [last, moment] of moments.entries()) {
        while (moment - (moments[first] ?? moment) >= interval) first += 1;
        most = Math.max(most, last - first + 1);
      }
      return most;
    },
    close() {
      monitor.disconnect();
    },
  };
}
