import { ConnectionError } from "@kelaskit/core";
import { createToolzz, parseWebhook } from "@kelaskit/toolzz";
import type { MockProcess } from "./mock-process.ts";
import { requestCounter } from "./request-counter.ts";
import { expect, heading, step } from "./steps.ts";

/** A learner is enrolled in a course package and removed again, despite everything that goes wrong meanwhile. */
export async function runToolzz(mock: MockProcess): Promise<string> {
  heading(`Toolzz: the client against its mock at ${mock.url} (process ${String(mock.pid)})`);
  const sent = requestCounter();
  let drift = 0;
  const toolzz = createToolzz({
    baseUrl: mock.url,
    email: "demo@example.com",
    institutionCode: "demo",
    password: "demo-password",
    middleware: [sent.middleware],
    onDrift: () => {
      drift += 1;
    },
  });
  const email = "learner@example.com";
  const nome = "Aluna Exemplo";
  const { times } = sent;
  const isIn = async (planUuid: string): Promise<boolean> => {
    const { data } = await toolzz.plans.listUsers({ planUuid });
    return data.some((learner) => learner.email === email);
  };

  const planUuids: string[] = [];
  await step("packages, all pages, with one login", async () => {
    for await (const { uuid } of toolzz.plans.list()) planUuids.push(uuid);
    const { data } = await toolzz.plans.list();
    expect(
      planUuids.length === data.total,
      `expected ${String(data.total)} packages, got ${planUuids.length}`,
    );
    expect(times("auth.login") === 1, "expected exactly one login");
    return `${planUuids.length} packages on ${times("plans.list") - 1} pages; the first costs ${String(data.data[0]?.amount)}`;
  });
  const [, second = "", third = ""] = planUuids;

  await step("an invalid date, refused here", async () => {
    const refused: unknown = await toolzz.plans
      .enroll({ planUuid: second, email, nome, schools: [1], expires_at: "31/12/2026" })
      .catch((error: unknown) => error);
    expect(
      refused instanceof Error && refused.message.includes("a date in the form YYYY-MM-DD"),
      "expected the form in the message",
    );
    expect(times("plans.enroll") === 0, "expected that nothing was sent");
    return "expected a date in the form YYYY-MM-DD; nothing was sent";
  });

  await step("enroll a learner", async () => {
    await toolzz.plans.enroll({ planUuid: second, email, nome, schools: [1], expires_at: "2026-12-31" });
    expect(await isIn(second), "expected the learner to be listed");
    return `${email} is in ${second}`;
  });

  await step("the token expires", async () => {
    await mock.expireTokens();
    expect(await isIn(second), "expected the learner still to be listed");
    expect(times("auth.login") === 2, "expected exactly one more login");
    return "refused with 401, logged in once, sent again";
  });

  await step("429 with Retry-After: 1", async () => {
    await mock.fail("plans.enroll", { status: 429, retryAfter: 1 });
    const before = times("plans.enroll");
    await toolzz.plans.enroll({ planUuid: second, email, nome, schools: [1] });
    expect(times("plans.enroll") - before === 2, "expected two attempts");
    return "waited as requested, sent again";
  });

  await step("the reply to an enrollment is lost", async () => {
    await mock.fail("plans.enroll", { lost: "reply" });
    const before = times("plans.enroll");
    const failure: unknown = await toolzz.plans
      .enroll({ planUuid: third, email, nome, schools: [1] })
      .catch((error: unknown) => error);
    expect(
      ConnectionError.isInstance(failure) && failure.outcome === "unknown",
      "expected the outcome to be unknown",
    );
    expect(times("plans.enroll") - before === 1, "expected that the enrollment was sent once");
    expect(await isIn(third), "expected that the vendor had carried it out");
    return "outcome unknown, not sent again; the list of learners shows that it was carried out";
  });

  await step("remove the learner, a DELETE with a body", async () => {
    await toolzz.plans.removeUser({ planUuid: third, email });
    expect(!(await isIn(third)), "expected the learner to be removed");
    return `${email} is no longer in ${third}`;
  });

  await step("find a user by e-mail, register another", async () => {
    const { data } = await toolzz.users.find({ by: "email", value: email });
    const created = await toolzz.users.create({
      email: "new@example.com",
      name: "Novo Exemplo",
      schools: [1],
      permission: 4,
    });
    expect(data?.name === nome, "expected the learner's name");
    return `found user ${String(data?.id)}, registered user ${created.data.id}`;
  });

  await step("list courses, join a class and leave it", async () => {
    const courses = await toolzz.courses.list({ typeId: 2 }).toArray({ limit: 100 });
    const classId = courses[0]?.class?.id ?? "";
    const attached = await toolzz.classes.attach({ classId, users: [{ name: nome, email }] });
    await toolzz.classes.detach({ classId, users: [{ name: nome, email }] });
    return `${courses.length} courses; joined and left ${String(attached.data[0]?.class_name)}`;
  });

  await step("a webhook", async () => {
    const event = parseWebhook(
      JSON.stringify({
        event: { name: "Atividades - Nova matrícula", slug: "activities.course.enrollment" },
        data: { user: { id: 2, name: nome, email }, course: { id: 1, name: "Excel" } },
      }),
    );
    expect(event.type === "activities.course.enrollment", "expected an enrollment");
    return `${event.data.user.email ?? ""} was enrolled in ${event.data.course?.name ?? ""}`;
  });

  const arrived = await mock.countRequests();
  for (const [operation, count] of Object.entries(arrived)) {
    expect(count === times(operation), `${operation}: ${times(operation)} requests sent, ${count} arrived`);
  }
  expect(drift === 0, `expected no drift, got ${drift} reports`);
  const total = Object.values(sent.counts).reduce((sum, count) => sum + count, 0);
  return `${total} requests over HTTP, 3 enrollments with ${times("plans.enroll")} requests, ${times("auth.login")} logins, no drift`;
}
