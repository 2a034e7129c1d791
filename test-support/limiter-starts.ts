// Watches the starts that limiters in Redis count, by the clock of Redis: what a slow machine does to the requests on
// their way is no matter of the limiter.

/** What it needs of an ioredis connection, which the packages have and the repository itself has not. */
interface MonitoredRedis {
  echo(text: string): Promise<unknown>;
  monitor(): Promise<{
    on(event: "monitor", listener: (time: string, command: readonly string[]) => void): unknown;
    disconnect(): void;
  }>;
}

/** The starts of a server. */
export interface Starts {
  /** How many there were until it was asked. */
  count(): Promise<number>;
  /** The most starts within any span of so many milliseconds until it was asked. */
  most(interval: number): Promise<number>;
  close(): void;
}

/** Watches a server from now on, over a connection of its own. */
export async function watchStarts(redis: MonitoredRedis): Promise<Starts> {
  const monitor = await redis.monitor();
  const moments: number[] = [];
  const marks = new Map<string, () => void>();
  let lastMark = 0;
  monitor.on("monitor", (_time, [command = "", key = "", score = "", member]) => {
    const isStart = command.toLowerCase() === "zadd" && key.endsWith(":starts") && member !== "pause";
    if (isStart) moments.push(Number(score));
    if (command.toLowerCase() === "echo") marks.get(key)?.();
  });
  // What the monitor tells comes later than the answers to what it tells of. It comes in order: when it tells of a mark,
  // it has told everything before.
  const untilNow = async (): Promise<void> => {
    lastMark += 1;
    const mark = `mark ${lastMark}`;
    const told = Promise.withResolvers<void>();
    marks.set(mark, told.resolve);
    await redis.echo(mark);
    await told.promise;
    marks.delete(mark);
  };
  return {
    async count() {
      await untilNow();
      return moments.length;
    },
    async most(interval) {
      await untilNow();
      // Some are counted ahead, and others that come later before them.
      const sorted = moments.toSorted((a, b) => a - b);
      let first = 0;
      let most = 0;
      for (const [last, moment] of sorted.entries()) {
        while (moment - (sorted[first] ?? moment) >= interval) first += 1;
        most = Math.max(most, last - first + 1);
      }
      return most;
    },
    close() {
      monitor.disconnect();
    },
  };
}
