import { createAcademyOfMine } from "@kelaskit/academy-of-mine";
import { createMockAcademyOfMine } from "@kelaskit/academy-of-mine/mock";
import { describe, expect, it } from "vitest";
import { academyCourse } from "../../src/targets/academy-of-mine.ts";
import { rowsOf, runEnrollment } from "../../src/index.ts";
import { newJournal } from "../support/targets.ts";
import { countRequests } from "@kelaskit/test-support/count-requests";

/** Twenty learners with an account, twenty without, and one who cannot be found. */
const records = [
  ...Array.from({ length: 20 }, (_, index) => ({ userId: index + 4 })),
  ...Array.from({ length: 20 }, (_, index) => ({
    email: `new${index}@example.com`,
    firstName: "New",
    lastName: `Number ${index}`,
  })),
  { userId: 999 },
];

describe("a run that enrolls in a course", () => {
  it.each(["request", "reply"] as const)("ends every row although a batch's %s is lost", async (lost) => {
    const mock = createMockAcademyOfMine();
    const academy = createAcademyOfMine({
      ...mock.credentials,
      fetch: mock.fetch,
      unverifiedRoutes: "allow",
      logger: false,
    });
    const target = academyCourse(academy, { courseId: 2, batchSize: 10 });
    const source = rowsOf(() => records, { name: "learners", fields: target.fields });
    mock.fail("courses.enroll", { lost });
    const report = await runEnrollment({ target, source, journal: newJournal(), settleAfter: 0 });
    expect(report).toMatchObject({ finished: true, total: 41, done: 40, failed: 1, unknown: 0 });
    expect(mock.store.enrollmentsIn("course", 2)).toHaveLength(40);
    expect(countRequests(mock)["users.create"]).toBe(20);
  });
});

/** New learners, three a batch. */
const newcomers = Array.from({ length: 6 }, (_, index) => ({
  email: `new${index}@example.com`,
  firstName: "New",
  lastName: `Number ${index}`,
}));

/** Runs until a request of a kind comes for the given time; then the process is gone, before or after the vendor has acted. */
async function runUntilKilled(
  mock: ReturnType<typeof createMockAcademyOfMine>,
  journal: string,
  moment: { readonly method: string; readonly times: number; readonly isAfter: boolean } | undefined,
) {
  const killed = new AbortController();
  let times = 0;
  const academy = createAcademyOfMine({
    ...mock.credentials,
    unverifiedRoutes: "allow",
    logger: false,
    async fetch(input, init) {
      const request = new Request(input, init);
      if (request.method === moment?.method) times += 1;
      if (request.method !== moment?.method || times !== moment.times) return mock.fetch(request);
      if (moment.isAfter) await mock.fetch(request.clone());
      killed.abort();
      return new Promise<Response>(() => {});
    },
  });
  const target = academyCourse(academy, { courseId: 2, batchSize: 3 });
  const source = rowsOf(() => newcomers, { name: "learners", fields: target.fields });
  const options = { target, source, journal, concurrency: 1, settleAfter: 0 };
  return runEnrollment({ ...options, signal: killed.signal, abandonSignal: killed.signal });
}

describe("a run that is killed while it creates and enrolls learners", () => {
  // Six searches; six creations and two enrollments.
  const times = { GET: [1, 2, 4, 6], POST: [1, 2, 3, 4, 7, 8] };
  const moments = Object.entries(times).flatMap(([method, counts]) =>
    counts.flatMap((count) => [true, false].map((isAfter) => ({ method, times: count, isAfter }))),
  );

  it.each(moments)("creates and enrolls everybody once when it is started again: %j", async (moment) => {
    const mock = createMockAcademyOfMine();
    const journal = newJournal();
    const first = await runUntilKilled(mock, journal, moment);
    expect(first.finished).toBe(false);
    const second = await runUntilKilled(mock, journal, undefined);
    expect(second).toMatchObject({ finished: true, total: 6, done: 6, failed: 0, unknown: 0 });
    expect(mock.store.users.size).toBe(60 + 6);
    const enrolled = mock.store.enrollmentsIn("course", 2).map(({ userId }) => userId);
    expect(new Set(enrolled).size).toBe(6);
    expect(enrolled).toHaveLength(6);
  });
});
