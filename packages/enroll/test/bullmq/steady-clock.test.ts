import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SteadyClock } from "../../src/bullmq/steady-clock.ts";

/** The clocks of Redis and of this process, which the test moves. */
class Clocks {
  redis = 1_700_000_000_000;
  own = 0;

  pass(milliseconds: number): void {
    this.redis += milliseconds;
    this.own += milliseconds;
  }
}

function look(clock: SteadyClock, clocks: Clocks, latency = 0): void {
  const askedAt = clocks.own;
  clocks.pass(latency);
  const { redis } = clocks;
  clocks.pass(latency);
  clock.saw({ other: redis, askedAt, answeredAt: clocks.own });
}

describe("SteadyClock", () => {
  it("is not steady before the first reading", () => {
    const clocks = new Clocks();
    const clock = new SteadyClock(100, () => clocks.own);
    clocks.pass(5000);
    expect(clock.steadyFor()).toBe(0);
    look(clock, clocks);
    expect(clock.steadyFor()).toBe(0);
    clocks.pass(5000);
    expect(clock.steadyFor()).toBe(5000);
  });

  it.each([3_600_000, -7_200_000, 101, -101])(
    "starts over when the clock of Redis jumps by %i ms",
    (jump) => {
      const clocks = new Clocks();
      const clock = new SteadyClock(100, () => clocks.own);
      look(clock, clocks);
      clocks.pass(60_000);
      clocks.redis += jump;
      look(clock, clocks);
      expect(clock.steadyFor()).toBe(0);
      clocks.pass(1000);
      look(clock, clocks);
      expect(clock.steadyFor()).toBe(1000);
    },
  );

  it("does not mistake slow replies for jumps", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ wait: fc.nat(10_000), latency: fc.nat(5000) })), (looks) => {
        const clocks = new Clocks();
        const clock = new SteadyClock(100, () => clocks.own);
        look(clock, clocks);
        const since = clocks.own;
        for (const { wait, latency } of looks) {
          clocks.pass(wait);
          look(clock, clocks, latency);
        }
        expect(clock.steadyFor()).toBe(clocks.own - since);
      }),
    );
  });

  it("notices a jump by small steps once it exceeds the tolerance", () => {
    const clocks = new Clocks();
    const clock = new SteadyClock(100, () => clocks.own);
    look(clock, clocks);
    for (let step = 0; step < 3; step += 1) {
      clocks.pass(1000);
      clocks.redis += 40;
      look(clock, clocks);
    }
    expect(clock.steadyFor()).toBe(0);
  });
});
