import { assert, boolean, nat, property, record } from "fast-check";
import { describe, expect, it } from "vitest";
import { exitCodeOf, type RunEnd } from "../../src/enroll/exit-code.ts";

const allDone: RunEnd = {
  dryRun: false,
  counts: { finished: true, failed: 0, unknown: 0, pending: 0 },
  stopped: false,
  reported: true,
  refused: false,
};

describe("the exit code of a run", () => {
  it.each([
    ["every row is done", {}, 0],
    ["a row has failed", { counts: { ...allDone.counts, failed: 1 } }, 1],
    ["a row is unknown", { counts: { ...allDone.counts, unknown: 1 } }, 1],
    ["a row was not reached", { counts: { ...allDone.counts, finished: false, pending: 1 } }, 1],
    ["it was stopped with nothing left to do", { stopped: true }, 1],
    ["the report could not be written", { reported: false }, 1],
    ["the file changed before anything was sent", { stopped: true, refused: true }, 2],
    ["a dry run found every row valid", { dryRun: true, counts: { ...allDone.counts, finished: false } }, 0],
    ["a dry run was stopped", { dryRun: true, stopped: true }, 1],
    ["the vendor rejects the settings in a dry run", { dryRun: true, refused: true }, 2],
  ] as const)("%s", (_when, change, code) => {
    expect(exitCodeOf({ ...allDone, ...change })).toBe(code);
  });

  it("is never 0 for a run that was stopped or left a row", () => {
    const counts = record({ finished: boolean(), failed: nat(2), unknown: nat(2), pending: nat(2) });
    const ends = record({
      dryRun: boolean(),
      counts,
      stopped: boolean(),
      reported: boolean(),
      refused: boolean(),
    });
    assert(
      property(ends, (end) => {
        if (exitCodeOf(end) !== 0) return;
        expect(end).toMatchObject({ stopped: false, reported: true, refused: false });
        if (!end.dryRun) expect(end.counts).toEqual({ finished: true, failed: 0, unknown: 0, pending: 0 });
      }),
    );
  });
});
