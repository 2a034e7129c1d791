// Creates a learner, enrolls them in a course and reads the course's report.
//
//   node --conditions=kelaskit-source examples/academy-enroll.ts [course id] [e-mail address] [routes.json]
//
// Without credentials it runs against a mock that it starts itself. With ACADEMY_OF_MINE_PORTAL and ACADEMY_OF_MINE_TOKEN
// it creates a REAL account and enrollment; the course, the address and the routes of your portal are then required
// (examples/academy-routes.ts creates the file of routes).
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type AcademyOfMine, createAcademyOfMine } from "@kelaskit/academy-of-mine";
import { CallError } from "@kelaskit/core";

interface Session {
  readonly academy: AcademyOfMine;
  readonly courseId: number;
  readonly email: string;
  close(): Promise<void>;
}

async function openSession([course, email, routesFile]: readonly string[]): Promise<Session> {
  const courseId = Number(course ?? Number.NaN);
  if (process.env["ACADEMY_OF_MINE_TOKEN"] !== undefined) {
    if (!Number.isInteger(courseId) || email === undefined || routesFile === undefined) {
      throw new Error(
        "Give the course id, the e-mail address and the file of routes: this would create a real account.",
      );
    }
    const routes = JSON.parse(await readFile(routesFile, "utf8")) as Readonly<Record<string, string>>;
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
    courseId: Number.isInteger(courseId) ? courseId : 2,
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
    const isUnknown = CallError.isInstance(error) && error.outcome === "unknown";
    if (!isUnknown || !(await isEnrolled(session, userId))) throw error;
    console.log("The reply was lost, but the list of learners shows the enrollment.");
  }
}

async function main(): Promise<void> {
  const session = await openSession(process.argv.slice(2));
  const { academy, courseId, email } = session;
  try {
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
