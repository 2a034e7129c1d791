import { createAcademyOfMine } from "@kelaskit/academy-of-mine";
import { createMockAcademyOfMine } from "@kelaskit/academy-of-mine/mock";
import { describe, expect, test } from "vitest";
import { academyCourse, rowsOf, runEnrollment } from "../../src/index.ts";
import { newJournal } from "../support/targets.ts";
import { countRequests } from "./helpers.ts";

/** Twenty learners with an account, twenty without, and one who is nobody. */
const records = [
  ...Array.from({ length: 20 }, (_, index) => ({ userId: index + 4 })),
  ...Array.from({ length: 20 }, (_, index) => ({
    email: `new${index}@example.com`,
    firstName: "New",
    lastName: `Number ${index}`,
  })),
  { userId: 999 },
];

describe("a run that enrols in a course", () => {
  test.each(["request", "reply"] as const)("ends every row although a batch's %s is lost", async (lost) => {
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
