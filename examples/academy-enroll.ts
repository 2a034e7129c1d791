// Creates a learner, enrolls them in a course and reads the course's report.
//
//   node --conditions=kelaskit-source examples/academy-enroll.ts [course id] [e-mail address] [routes.json]
//
// Without credentials it runs against a mock that it starts itself. With ACADEMY_OF_MINE_PORTAL and ACADEMY_OF_MINE_TOKEN
// it creates a REAL account and enrollment; the course, the address and the routes of your portal are then required
// (examples/academy-routes.ts creates the file of routes).
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { type AcademyOfMine, createAcademyOfMine } from "@kelaskit/academy-of-mine";
import { CallError } from "@kelaskit/core";

interface Session {
  readonly academy: AcademyOfMine;
  readonly courseId: number;
  readonly email: string;
  close(): Promise<void>;
}

async function openSession(words: readonly string[]): Promise<Session> {
  const [course, email, routesFile] = words;
  if (words.length > 3)
    throw new Error(`Give a course, an e-mail address and a file of routes, not ${words.length} arguments.`);
  if (course !== undefined && !/^\d+$/.test(course))
    throw new Error(`The course: expected its id in digits, such as 2, got ${JSON.stringify(course)}.`);
  if (email !== undefined && !/^[^\s@]+@[^\s@]+$/.test(email))
    throw new Error(`The learner: expected an e-mail address, got ${JSON.stringify(email)}.`);
  if (process.env["ACADEMY_OF_MINE_TOKEN"] !== undefined) {
    if (course === undefined || email === undefined || routesFile === undefined) {
      throw new Error(
        "Give the course id, the e-mail address and the file of routes: this would create a real account.",
      );
    }
    const routes = JSON.parse(await readFile(routesFile, "utf8")) as Readonly<Record<string, string>>;
    const courseId = Number(course);
    return { academy: createAcademyOfMine({ routes }), courseId, email, close: () => Promise.resolve() };
  }
  const { createMockAcademyOfMine } = await import("@kelaskit/academy-of-mine/mock");
  const { serve } = await import("@kelaskit/core/testing/node");
  const mock = createMockAcademyOfMine();
  const served = await serve(mock);
  console.log(`No ACADEMY_OF_MINE_TOKEN is set: using a mock at ${served.url}.`);
  const { token } = mock.credentials;
  return {
    // The mock supports the proposed routes; a real portal may not.
    academy: createAcademyOfMine({ baseUrl: served.url, token, unverifiedRoutes: "allow" }),
    courseId: Number(course ?? 2),
    email: email ?? "ada@example.com",
    close: () => served.close(),
  };
}

async function isEnrolled({ academy, courseId }: Session, userId: number): Promise<boolean> {
  for await (const learner of academy.courses.listEnrolledLearners({ course_id: courseId, portalId: -1 })) {
    if (learner.user_id === userId) return true;
  }
  return false;
}

async function enroll(session: Session, userId: number): Promise<void> {
  const { academy, courseId } = session;
  try {
    const { enrolledUsersCount } = await academy.courses.enroll({ id: courseId, studentIds: [userId] });
    console.log(`Enrolled ${String(enrolledUsersCount)} learner in course ${courseId}.`);
  } catch (error) {
    // The reply was lost, but the learner may be enrolled: check the list first, because sending again could enroll twice.
    if (!CallError.isInstance(error) || error.outcome !== "unknown") throw error;
    // Said first: the list may not be answered either.
    console.error(`It is not known whether user ${userId} was enrolled: ${error.message}`);
    if (!(await isEnrolled(session, userId)))
      throw new Error("The list of learners does not show the enrollment. Look again before you repeat it.", {
        cause: error,
      });
    console.log("The reply was lost, but the list of learners shows the enrollment.");
  }
}

async function main(): Promise<void> {
  const { positionals } = parseArgs({ allowPositionals: true });
  const session = await openSession(positionals);
  const { academy, courseId, email } = session;
  try {
    // First, so that nobody is created for a course that does not exist.
    await academy.courses.listEnrolledLearners({ course_id: courseId, portalId: -1 });
    const { id } = await academy.users.create({
      firstName: "Ada",
      lastName: "Learner",
      email,
      // The learner sets their own password with the platform's "forgot password".
      password: randomBytes(18).toString("base64url"),
    });
    console.log(`Created user ${id} with the address ${email}.`);
    await enroll(session, id);
    const report = await academy.courses.listEnrolledLearners({ course_id: courseId, portalId: -1 });
    console.log(`${report.courseName ?? "The course"}, ${report.recordsFiltered} learners:`);
    for (const { first_name: first, last_name: last, status, percentComplete } of report.records) {
      console.log(`- ${first ?? ""} ${last ?? ""}: ${status ?? "unknown"}, ${percentComplete ?? 0} %`);
    }
  } finally {
    await session.close();
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
