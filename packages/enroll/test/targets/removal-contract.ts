import { failureOf } from "@kelaskit/test-support/failure";
import type { MockServer } from "@kelaskit/core/testing";
import { KelasError } from "@kelaskit/core";
import { beforeEach, expect, it, vi } from "vitest";
import { removalRecord, removalTarget } from "../../src/index.ts";
import { isSetUpError } from "../../src/run/failures.ts";
import type { RowOutcome, Target, TargetMember } from "../../src/target.ts";
import { rowsOf, running } from "./contract.ts";
import { ended } from "./helpers.ts";

type Fields = Readonly<Record<string, unknown>>;

/** What a target that takes learners out is checked with. */
export interface RemovalCase<Row extends object> {
  /** Makes the target with a client on a mock of its own. */
  readonly setUp: () => { readonly target: Target<Row>; readonly mock: MockServer };
  /** Records of three learners who are to be enrolled, all of one item. */
  readonly records: readonly [Fields, Fields, Fields];
  /** The operation that takes learners out. */
  readonly operation: string;
  /** Who the mock has enrolled in the item of a row, for vendors whose clients cannot list. @default the target's members */
  readonly enrolled?: ((mock: MockServer) => readonly unknown[]) | undefined;
}

/** The members of a row's item. */
export async function membersOf<Row extends object>(
  target: Target<Row>,
  row: Row,
): Promise<readonly TargetMember<Row>[]> {
  if (target.members === undefined) throw new Error(`Expected ${target.name} to have members.`);
  const members: TargetMember<Row>[] = [];
  for await (const member of target.members(row, running())) members.push(member);
  return members;
}

/** The outcome of taking one row out: what `send` throws counts as in a run. */
async function takeOut<Row extends object>(
  target: Target<Row>,
  row: Row,
): Promise<RowOutcome | { readonly state: "thrown"; readonly outcome: string | undefined }> {
  try {
    const [outcome] = (await target.removal?.send([row], running())) ?? [];
    if (outcome === undefined) throw new Error("Expected an outcome.");
    return outcome;
  } catch (error) {
    if (!KelasError.isInstance(error)) throw error;
    return { state: "thrown", outcome: error.outcome };
  }
}

/** What every target keeps to that takes learners out. */
export function takesOutByTheContract<Row extends object>({
  setUp,
  records,
  operation,
  enrolled,
}: RemovalCase<Row>): void {
  const canList = enrolled === undefined;

  beforeEach(() => {
    // The waits between tries end at once.
    vi.spyOn(Math, "random").mockReturnValue(0);
  });

  async function enrolledThree() {
    const { target, mock } = setUp();
    const rows = rowsOf(target, records);
    for (const row of rows) await target.send([row], running());
    const [first, second, third] = rows;
    if (first === undefined || second === undefined || third === undefined)
      throw new Error("Expected three rows.");
    const count = async (): Promise<number> =>
      enrolled === undefined ? (await membersOf(target, first)).length : enrolled(mock).length;
    return { target, mock, rows, first, second, third, count };
  }

  const sent = (mock: MockServer): number =>
    mock.requests.filter((request) => request.operation === operation).length;

  if (canList) {
    it("lists each learner once, with the key of the learner's row", async () => {
      const { target, rows, first } = await enrolledThree();
      const members = await membersOf(target, first);
      for (const row of rows) {
        const { learner, item } = target.keyOf(row);
        const found = members.filter(({ identity, otherLearners = [] }) =>
          [identity.learner, ...otherLearners].includes(learner),
        );
        expect(found).toMatchObject([{ identity: { item } }]);
        expect(found[0]?.isUncertain ?? false).toBe(false);
      }
    });

    it("takes members out by records that were stored as JSON", async () => {
      const { target, mock, first, count } = await enrolledThree();
      const removing = removalTarget(target);
      const { learner } = target.keyOf(first);
      const member = (await membersOf(target, first)).find(({ identity, otherLearners = [] }) =>
        [identity.learner, ...otherLearners].includes(learner),
      );
      if (member === undefined) throw new Error("Expected the member.");
      const before = await count();
      const stored: Fields = JSON.parse(JSON.stringify(removalRecord(member)));
      const [row] = rowsOf(removing, [stored]);
      if (row === undefined) throw new Error("Expected a row.");
      expect(removing.keyOf(row)).toEqual(member.identity);
      expect(await removing.send([row], running())).toMatchObject([{ state: "done" }]);
      expect(await removing.settle?.([row], running())).toEqual(["done"]);
      expect(await count()).toBe(before - 1);
      expect(sent(mock)).toBe(1);
    });
  }

  it("takes out the learner of a row, nobody else, and changes no account", async () => {
    const { target, mock, second, count } = await enrolledThree();
    const before = await count();
    mock.clear();
    expect(await takeOut(target, second)).toMatchObject({ state: "done" });
    const writes = mock.requests.filter(({ method }) => method !== "GET").map((request) => request.operation);
    expect(new Set(writes).difference(new Set(["auth.login"]))).toEqual(new Set([operation]));
    expect(await count()).toBe(before - 1);
    expect(await target.removal?.settle?.([second], running())).toEqual([canList ? "done" : "cannot-tell"]);
  });

  it("is done for a learner who is out already", async () => {
    const { target, second, count } = await enrolledThree();
    await takeOut(target, second);
    const before = await count();
    expect(await takeOut(target, second)).toMatchObject({ state: "done" });
    expect(await count()).toBe(before);
  });

  it.each([
    ["reply", "done"],
    ["request", "not-done"],
  ] as const)(
    "is unknown while every %s is lost, and then settled as far as the vendor can tell",
    async (lost, settled) => {
      const { target, mock, second, count } = await enrolledThree();
      const before = await count();
      mock.fail(operation, { lost }, { times: Infinity });
      expect(await takeOut(target, second)).toEqual({ state: "thrown", outcome: "unknown" });
      mock.clear();
      expect(await count()).toBe(lost === "reply" ? before - 1 : before);
      expect(await target.removal?.settle?.([second], running())).toEqual([
        canList ? settled : "cannot-tell",
      ]);
    },
  );

  it("is not done when the vendor refuses", async () => {
    const { target, mock, second, count } = await enrolledThree();
    const before = await count();
    mock.fail(operation, { status: 422, body: { message: "Not today." } });
    const outcome = await takeOut(target, second);
    expect(["failed", "thrown"]).toContain(outcome.state);
    if (outcome.state === "thrown") expect(outcome.outcome).toBe("refused");
    expect(sent(mock)).toBe(1);
    expect(await count()).toBe(before);
  });

  it("waits as long as a 429 asks", async () => {
    const { target, mock, second } = await enrolledThree();
    mock.fail(operation, { status: 429, retryAfter: 0 });
    expect(await takeOut(target, second)).toMatchObject({ state: "done" });
    expect(sent(mock)).toBe(2);
  });

  it("throws what every row would fail with", async () => {
    const { target, mock, second } = await enrolledThree();
    mock.fail(operation, { status: 403 }, { times: Infinity });
    const error = await failureOf(target.removal?.send([second], running()) ?? Promise.resolve());
    expect(isSetUpError(error)).toBe(true);
  });

  it("sends nothing when the run has ended", async () => {
    const { target, mock, second } = await enrolledThree();
    const error = await failureOf(target.removal?.send([second], ended()) ?? Promise.resolve());
    expect(KelasError.isInstance(error) && error.outcome).not.toBe("unknown");
    expect(sent(mock)).toBe(0);
  });

  it("refuses a stored row without what it needs, naming fields and repeating no values", () => {
    const parsed = setUp().target.removal?.parse?.({ email: ["Zx9-very-private"] }) ?? { issues: [] };
    const issues = "issues" in parsed ? parsed.issues : [];
    expect(issues).not.toEqual([]);
    expect(JSON.stringify(issues)).not.toContain("Zx9");
  });
}
