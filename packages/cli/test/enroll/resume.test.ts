import { describe, expect, it } from "vitest";
import {
  environment,
  folderWith,
  jsonLines,
  learners,
  orders,
  printed,
  run,
  serveSkilvul,
  start,
} from "./support.ts";

const words = [...orders, "--concurrency", "1", "--settle-after", "0"];

describe("a run that is ended in the middle", () => {
  it("continues after SIGKILL, and orders nothing twice", async () => {
    const kill = Promise.withResolvers<void>();
    const killed = Promise.withResolvers<void>();
    // The fifth order is carried out by a vendor whose client is already gone.
    await using skilvul = await serveSkilvul({
      async before(order) {
        if (order !== 5) return;
        kill.resolve();
        await killed.promise;
      },
    });
    await using folder = await folderWith(learners(12));
    const first = start(folder, environment(folder, skilvul), words);
    await kill.promise;
    first.child.kill("SIGKILL");
    expect((await first.ended).signal).toBe("SIGKILL");
    killed.resolve();

    const second = await run(folder, skilvul, ...words);
    expect(second.code).toBe(0);
    expect(jsonLines(second.stdout).at(-1)).toMatchObject({
      done: 12,
      failed: 0,
      unknown: 0,
      finished: true,
    });
    expect(skilvul.mock.store.orders).toHaveLength(12);
    expect(skilvul.ordersSent()).toBe(12);
    expect((await folder.read("learners.csv.report.csv")).trimEnd().split("\n")).toHaveLength(13);
  });

  it.each(["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const)(
    "completes calls in progress at %s, sends nothing more, and prints how to continue",
    async (signal) => {
      const reached = Promise.withResolvers<void>();
      const told = Promise.withResolvers<void>();
      await using skilvul = await serveSkilvul({
        async before(order) {
          if (order !== 3) return;
          reached.resolve();
          await told.promise;
        },
      });
      await using folder = await folderWith(learners(12));
      const first = start(folder, environment(folder, skilvul), words);
      await reached.promise;
      const stopping = printed(first.child.stderr, "Stopping: nothing more is sent");
      first.child.kill(signal);
      await stopping;
      told.resolve();

      const { code, stdout, stderr } = await first.ended;
      expect(code).toBe(1);
      expect(jsonLines(stdout).at(-1)).toMatchObject({ stopped: true, finished: false, done: 3, pending: 9 });
      expect(stderr).toContain(
        `To continue, run the same command; rows that are done are not sent again:\n  kelaskit ${words.join(" ")}`,
      );
      expect(skilvul.ordersSent()).toBe(3);
      expect((await run(folder, skilvul, ...words)).code).toBe(0);
      expect(skilvul.mock.store.orders).toHaveLength(12);
    },
  );

  it("waits when the vendor requests a pause, and can be stopped meanwhile", async () => {
    await using skilvul = await serveSkilvul();
    skilvul.mock.fail("orders.create", { status: 429, retryAfter: 600 });
    await using folder = await folderWith(learners(3));
    const first = start(folder, environment(folder, skilvul), words);
    await printed(first.child.stdout, '{"event":"pause","until":"');
    first.child.kill("SIGINT");
    const { code, stdout } = await first.ended;
    expect(code).toBe(1);
    expect(jsonLines(stdout).at(-1)).toMatchObject({ stopped: true, failed: 0, done: 0, pending: 3 });
    expect(await run(folder, skilvul, ...words)).toMatchObject({ code: 0 });
    expect(skilvul.mock.store.orders).toHaveLength(3);
  });

  it("stops waiting at the second signal, and settles rows in the next run", async () => {
    const reached = Promise.withResolvers<void>();
    const over = Promise.withResolvers<void>();
    await using skilvul = await serveSkilvul({
      async before(order) {
        if (order !== 3) return;
        reached.resolve();
        await over.promise;
      },
    });
    await using folder = await folderWith(learners(6));
    const first = start(folder, environment(folder, skilvul), words);
    await reached.promise;
    const stopping = printed(first.child.stderr, "Stopping: nothing more is sent");
    first.child.kill("SIGINT");
    await stopping;
    // Signals close together count as one keystroke; a later one is the second.
    const again = setInterval(() => {
      first.child.kill("SIGINT");
    }, 350);
    await printed(first.child.stderr, "Stopped waiting.").finally(() => {
      clearInterval(again);
    });
    const { code, stdout } = await first.ended;
    expect(code).toBe(1);
    expect(jsonLines(stdout).at(-1)).toMatchObject({ stopped: true, finished: false, done: 2 });
    over.resolve();
    expect((await run(folder, skilvul, ...words)).code).toBe(0);
    expect(skilvul.mock.store.orders).toHaveLength(6);
    expect(skilvul.ordersSent()).toBe(6);
  });
});
