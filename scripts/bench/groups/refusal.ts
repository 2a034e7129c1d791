import { createAcademyOfMineClient } from "@kelaskit/academy-of-mine/client";
import * as users from "@kelaskit/academy-of-mine/users";
import { ApiError } from "@kelaskit/core";
import type { Group } from "../group.ts";
import { alternate, processorTime, warmUp } from "../rounds.ts";
import { answering } from "../stubs.ts";

const rowCount = 400;

const userList = Array.from({ length: rowCount }, (_, index) => ({
  first_name: `First${index}`,
  last_name: `Last${index}`,
  email: `learner${index}@example.com`,
  password: `a-password-of-row-${index}`,
}));

const params = { userList, selectedCourses: [], selectedLearningPaths: [], membershipId: 1, portalId: -1 };

/** The vendor names every row and repeats what was in it, as Laravel does. */
const refusalText = JSON.stringify({
  message: `${rowCount} rows are wrong.`,
  errors: Object.fromEntries(
    userList.map(({ email, password }, index) => [
      `userList.${index}`,
      [`The row of ${email} is wrong: ${password} is too short.`],
    ]),
  ),
});

/** A call whose refusal contains secrets of many rows: each has to be found and removed from the error. */
export function refusalGroup(): Group {
  const reference = "it succeeds";
  const options = {
    portal: "bench",
    token: "a-token",
    unverifiedRoutes: "allow",
    logger: false,
    retries: 0,
  } as const;
  const accepting = createAcademyOfMineClient({ ...options, fetch: answering('{"is_success":"true"}') });
  const refusing = createAcademyOfMineClient({ ...options, fetch: answering(refusalText, 422) });
  const candidates = [
    { name: reference, run: async () => users.bulkUpload(accepting, params) },
    {
      name: "kelaskit, 422 that names each row",
      run: async (): Promise<void> => {
        try {
          await users.bulkUpload(refusing, params);
        } catch (error) {
          if (ApiError.isInstance(error) && !JSON.stringify(error.body).includes("a-password-of-row")) return;
          throw error;
        }
        throw new Error("The call did not fail.");
      },
    },
  ];
  return {
    name: "refusal",
    title: `A refusal that names ${rowCount} rows`,
    about:
      "`users.bulkUpload` of Academy of Mine with 400 rows, whose passwords are secrets: a reply of status 422 that " +
      "quotes each row, over the same call succeeding.",
    unit: "ms",
    reference,
    goals: {},
    async measure(effort) {
      await warmUp(candidates, effort === "full" ? 2 : 1);
      const meter = processorTime(1);
      const rounds = effort === "full" ? 11 : 3;
      return alternate(candidates, async (run) => (await meter(run)) / 1000, { reference, rounds });
    },
  };
}
