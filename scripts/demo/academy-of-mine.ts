import { createAcademyOfMine } from "@kelaskit/academy-of-mine";
import { ConnectionError, UnverifiedRouteError } from "@kelaskit/core";
import type { MockProcess } from "./mock-process.ts";
import { requestCounter } from "./request-counter.ts";
import { expect, heading, step } from "./steps.ts";

/** A learner gets an account, a course and a line in its report, despite everything that goes wrong meanwhile. */
export async function runAcademyOfMine(mock: MockProcess): Promise<string> {
  heading(`Academy of Mine: the client against its mock at ${mock.url} (process ${String(mock.pid)})`);
  const sent = requestCounter();
  let drift = 0;
  const options = {
    baseUrl: mock.url,
    token: "demo-token",
    middleware: [sent.middleware],
    onDrift: () => {
      drift += 1;
    },
  };
  const academy = createAcademyOfMine({ ...options, unverifiedRoutes: "allow" });
  const { times } = sent;
  const learnersOf = async (courseId: number): Promise<readonly number[]> => {
    const listed = academy.courses.listEnrolledLearners({ course_id: courseId, portalId: -1 });
    const found = await listed.toArray({ limit: Infinity });
    return found.flatMap(({ user_id: id }) => id ?? []);
  };

  await step("a write whose route is only proposed", async () => {
    const careful = createAcademyOfMine(options);
    const refused: unknown = await careful.courses
      .enroll({ id: 2, studentIds: [4] })
      .catch((error: unknown) => error);
    expect(UnverifiedRouteError.isInstance(refused), "expected the route to be refused");
    expect(times("courses.enroll") === 0, "expected that nothing was sent");
    return "refused by default; nothing was sent";
  });

  await step("users, all pages", async () => {
    const page = await academy.users.list();
    const users = await academy.users.list({ page_size: 20 }).toArray({ limit: 1000, concurrency: 2 });
    expect(
      users.length === page.recordsFiltered,
      `expected ${page.recordsFiltered} users, got ${users.length}`,
    );
    return `${users.length} users on ${times("users.list") - 1} pages`;
  });

  let ada = 0;
  await step("create a learner", async () => {
    const { id } = await academy.users.create({
      firstName: "Ada",
      lastName: "Learner",
      email: "ada@example.com",
      password: "demo-password-1",
    });
    const { firstName } = await academy.users.get({ id });
    expect(firstName === "Ada", "expected the new user to be found");
    ada = id;
    return `user ${id}: ada@example.com`;
  });

  await step("429 with Retry-After: 1, on an enrollment", async () => {
    await mock.fail("courses.enroll", { status: 429, retryAfter: 1 });
    const { enrolledUsersCount } = await academy.courses.enroll({ id: 2, studentIds: [ada] });
    expect(
      enrolledUsersCount === 1 && times("courses.enroll") === 2,
      "expected two attempts and one enrollment",
    );
    return "waited as requested, sent again; 1 enrolled";
  });

  await step("the reply to an enrollment is lost", async () => {
    await mock.fail("courses.enroll", { lost: "reply" });
    const before = times("courses.enroll");
    const failure: unknown = await academy.courses
      .enroll({ id: 3, studentIds: [ada, 4] })
      .catch((error: unknown) => error);
    expect(
      ConnectionError.isInstance(failure) && failure.outcome === "unknown",
      "expected the outcome to be unknown",
    );
    expect(times("courses.enroll") - before === 1, "expected that the enrollment was sent once");
    expect((await learnersOf(3)).includes(ada), "expected that the vendor had carried it out");
    return "outcome unknown, not sent again; the list of learners shows that it was carried out";
  });

  await step("a learning path includes its courses", async () => {
    const { courses = [] } = await academy.learningPaths.get({ id: 2 });
    await academy.learningPaths.enroll({ id: 2, studentIds: [5] });
    const ids = (courses ?? []).map(({ value }) => value);
    for (const id of ids) expect((await learnersOf(id)).includes(5), `expected user 5 in course ${id}`);
    return `user 5 is in learning path 2 and in its courses ${ids.join(" and ")}`;
  });

  await step("the report of a course", async () => {
    const { courseName, recordsFiltered, records } = await academy.courses.listEnrolledLearners({
      course_id: 2,
      portalId: -1,
    });
    const [first] = records;
    return `${String(courseName)}: ${recordsFiltered} learner; ${String(first?.first_name)} is at ${String(first?.percentComplete)} %`;
  });

  await step("upload a file, download a PDF", async () => {
    const { uploadedMedia } = await academy.media.upload({
      file: new File(["handout"], "handout.pdf", { type: "application/pdf" }),
    });
    const { fileName, mediaType } = await academy.quizModules.downloadResponse({ statusRowId: 1 });
    return `uploaded as media ${String(uploadedMedia?.id)}; downloaded ${String(fileName)}, ${mediaType}`;
  });

  const arrived = await mock.countRequests();
  for (const [operation, count] of Object.entries(arrived)) {
    expect(count === times(operation), `${operation}: ${times(operation)} requests sent, ${count} arrived`);
  }
  expect(drift === 0, `expected no drift, got ${drift} reports`);
  const total = Object.values(sent.counts).reduce((sum, count) => sum + count, 0);
  return `${total} requests over HTTP, 2 enrollments in courses made with ${times("courses.enroll")} requests, no drift`;
}
