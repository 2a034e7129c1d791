// Enrolls a learner in a course package, unless they are already in it, and lists the package's learners.
//
//   node --conditions=kelaskit-source examples/toolzz-enroll.ts [e-mail address] [package UUID] [school id]
//
// Without credentials it runs against a mock that it starts itself. With TOOLZZ_EMAIL, TOOLZZ_INSTITUTION_CODE and
// TOOLZZ_PASSWORD it creates a REAL enrollment, at TOOLZZ_BASE_URL or the vendor's own address; the address, the package
// and the school are then required.
import { parseArgs } from "node:util";
import { CallError } from "@kelaskit/core";
import { createToolzz, type Plan, type Toolzz } from "@kelaskit/toolzz";

interface Session {
  readonly toolzz: Toolzz;
  readonly email: string;
  readonly planUuid: string | undefined;
  readonly schoolId: number;
  close(): Promise<void>;
}

async function openSession(words: readonly string[]): Promise<Session> {
  const [email, planUuid, school] = words;
  if (words.length > 3)
    throw new Error(`Give an e-mail address, a package and a school, not ${words.length} arguments.`);
  if (email !== undefined && !/^[^\s@]+@[^\s@]+$/.test(email))
    throw new Error(`The learner: expected an e-mail address, got ${JSON.stringify(email)}.`);
  if (school !== undefined && !/^\d+$/.test(school))
    throw new Error(`The school: expected its id in digits, such as 1, got ${JSON.stringify(school)}.`);
  if (process.env["TOOLZZ_PASSWORD"] !== undefined) {
    if (email === undefined || planUuid === undefined || school === undefined) {
      throw new Error(
        "Give the e-mail address, the package and the school: this would create a real enrollment.",
      );
    }
    const schoolId = Number(school);
    return { toolzz: createToolzz(), email, planUuid, schoolId, close: () => Promise.resolve() };
  }
  const { createMockToolzz } = await import("@kelaskit/toolzz/mock");
  const { serve } = await import("@kelaskit/core/testing/node");
  const mock = createMockToolzz();
  const served = await serve(mock);
  console.log(`No TOOLZZ_PASSWORD is set: using a mock at ${served.url}.`);
  return {
    toolzz: createToolzz({ ...mock.credentials, baseUrl: served.url }),
    email: email ?? "learner@example.com",
    planUuid,
    schoolId: Number(school ?? 1),
    close: () => served.close(),
  };
}

/** The given package, or the first public one. Pages are fetched as the loop needs them. */
async function findPlan(toolzz: Toolzz, planUuid: string | undefined): Promise<Plan> {
  for await (const plan of toolzz.plans.list()) {
    if (planUuid === undefined ? plan.public === 1 : plan.uuid === planUuid) return plan;
  }
  throw new Error(
    planUuid === undefined ? "There is no public package." : `There is no package ${planUuid}.`,
  );
}

async function isEnrolled(toolzz: Toolzz, planUuid: string, email: string): Promise<boolean> {
  for await (const learner of toolzz.plans.listUsers({ planUuid })) {
    if (learner.email?.toLowerCase() === email.toLowerCase()) return true;
  }
  return false;
}

async function enroll({ toolzz, email, schoolId }: Session, { uuid, name }: Plan): Promise<void> {
  if (await isEnrolled(toolzz, uuid, email)) {
    console.log(`${email} is already in ${name ?? uuid}.`);
    return;
  }
  try {
    await toolzz.plans.enroll({ planUuid: uuid, email, nome: email, schools: [schoolId] });
  } catch (error) {
    // The reply was lost, but the learner may be enrolled: check the list first, because sending again could enroll twice.
    if (!CallError.isInstance(error) || error.outcome !== "unknown") throw error;
    // Said first: the list may not be answered either.
    console.error(`It is not known whether ${email} was enrolled: ${error.message}`);
    if (!(await isEnrolled(toolzz, uuid, email)))
      throw new Error("The list of learners does not show the enrollment. Look again before you repeat it.", {
        cause: error,
      });
    console.log("The reply was lost, but the list of learners shows the enrollment.");
  }
  console.log(`Enrolled ${email} in ${name ?? uuid}.`);
}

async function main(): Promise<void> {
  const { positionals } = parseArgs({ allowPositionals: true });
  const session = await openSession(positionals);
  try {
    const plan = await findPlan(session.toolzz, session.planUuid);
    await enroll(session, plan);
    for await (const { name, email, status } of session.toolzz.plans.listUsers({ planUuid: plan.uuid })) {
      console.log(`- ${name ?? "without a name"} <${email ?? "without an address"}>: ${status ?? "unknown"}`);
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
