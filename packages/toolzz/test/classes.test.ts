import { failureOf } from "@kelaskit/test-support/failure";
import { ApiError, InvalidParamsError, NotFoundError, ValidationError } from "@kelaskit/core";
import { describe, expect, it } from "vitest";
import type { DetachParams, ListCoursesParams } from "../src/index.ts";
import { countRequests } from "@kelaskit/test-support/count-requests";
import { ids, learner, setUp } from "./helpers.ts";

const stranger = { name: "Novo Exemplo", email: "new@example.com" };
const known = { name: "Aluna Exemplo", email: learner.email };

describe("courses.list", () => {
  it("returns published courses by default, and drafts on request", async () => {
    const { toolzz } = setUp();
    const published = await toolzz.courses.list({ typeId: 2 }).toArray({ limit: 100 });
    const { data: drafts } = await toolzz.courses.list({ typeId: 2, status: "Draft" });
    expect(drafts.map(({ id }) => id)).toEqual(["19", "20"]);
    expect(published.map(({ id }) => id)).not.toContain("19");
  });

  it("returns curricular components by the type in the path", async () => {
    const { mock, toolzz } = setUp();
    const { data } = await toolzz.courses.list({ typeId: 1, group: "Excel" });
    expect(data.map(({ cursos_tipo_id: typeId }) => typeId)).toEqual([1]);
    expect(mock.requests.at(-1)?.path).toBe("/api/courses/all/1?group=Excel");
  });

  it.for([
    [{ typeId: 3 }, "typeId: expected one of 1, 2"],
    [{ typeId: 2, group: "a<b" }, "group: expected text without <, > and &"],
    [{ typeId: 2, subgroup: "a&b" }, "subgroup: expected text without <, > and &"],
    [{ typeId: 2, specialty: "a>b" }, "specialty: expected text without <, > and &"],
    [{ typeId: 2, status: "published" }, 'did you mean "Published"?'],
  ] as const)("refuses %j before anything is sent", async ([params, message]) => {
    const { mock, toolzz } = setUp();
    const error = await failureOf(toolzz.courses.list(params as ListCoursesParams));
    expect(error).toBeInstanceOf(InvalidParamsError);
    expect(error).toHaveProperty("message", expect.stringContaining(message));
    expect(mock.requests).toEqual([]);
  });
});

describe("classes.attach", () => {
  it("enrolls existing and new learners in a class", async () => {
    const { mock, toolzz } = setUp();
    const { data } = await toolzz.classes.attach({
      classId: ids.class,
      users: [{ id: ids.learner, registration_end_date: "2026-12-31" }, stranger],
    });
    expect(data).toMatchObject([
      { user_id: ids.learner, class_id: ids.class, registration_end_date: "2026-12-31" },
      { user_id: 4, user_name: "Novo Exemplo" },
    ]);
    expect(mock.store.findUser("email", stranger.email)?.id).toBe(4);
    expect(mock.store.registrations.map(({ userId }) => userId)).toEqual([ids.learner, 4]);
  });

  it("is not retried when its reply is lost", async () => {
    const { mock, toolzz } = setUp();
    mock.fail("classes.attach", { lost: "reply" });
    const call = toolzz.classes.attach({ classId: ids.class, users: [stranger] });
    expect(await failureOf(call)).toMatchObject({ outcome: "unknown", attempts: 1 });
    expect(countRequests(mock)["classes.attach"]).toBe(1);
  });

  it("an unknown class or learner is an error of the vendor", async () => {
    const { mock, toolzz } = setUp();
    const { attach } = toolzz.classes;
    await expect(attach({ classId: "none", users: [stranger] })).rejects.toThrow(NotFoundError);
    await expect(attach({ classId: ids.class, users: [stranger, { id: 999 }] })).rejects.toThrow(
      ValidationError,
    );
    expect(mock.store.registrations).toEqual([]);
  });

  const refused: readonly (readonly [users: readonly object[], message: string])[] = [
    [[], "users: expected at least 1 entry"],
    [[{}], "users[0].name: is required for a learner without an id"],
    [[{ id: 2 }, { name: "?" }], "users[1].email: is required for a learner without an id"],
    [[{ email: learner.email }], "users[0].name: is required for a learner without an id"],
    [[{ id: "2" }], "users[0].id: expected a number"],
    [[{ ...stranger, cpf: "000.000.000-03" }], "users[0].cpf: expected a CPF of exactly 11 digits"],
    [[{ ...stranger, cpf: "123" }], "users[0].cpf: expected a CPF of exactly 11 digits"],
    [
      [{ ...stranger, registration_start_date: "01/01/2026" }],
      "users[0].registration_start_date: expected a date in the form YYYY-MM-DD",
    ],
    [
      [{ ...stranger, registration_end_date: "2026-02-29" }],
      "users[0].registration_end_date: expected a date in the form YYYY-MM-DD",
    ],
    [[{ ...stranger, enrollment_renewal: 1 }], "users[0].enrollment_renewal: expected true or false"],
  ];

  it.for(refused)("refuses %j before anything is sent", async ([users, message]) => {
    const { mock, toolzz } = setUp();
    const error = await failureOf(toolzz.classes.attach({ classId: ids.class, users }));
    expect(error).toBeInstanceOf(InvalidParamsError);
    expect(error).toHaveProperty("message", expect.stringContaining(message));
    expect(mock.requests).toEqual([]);
  });
});

describe("classes.detach", () => {
  it("removes learners from a class", async () => {
    const { mock, toolzz } = setUp();
    await toolzz.classes.attach({ classId: ids.class, users: [known, stranger] });
    const reply = await toolzz.classes.detach({ classId: ids.class, users: [known] });
    expect(reply.success).toBe(true);
    expect(mock.store.registrations.map(({ userId }) => userId)).toEqual([4]);
  });

  it("is not retried when the server fails", async () => {
    const { mock, toolzz } = setUp();
    mock.fail("classes.detach", { status: 503, retryAfter: 0 });
    const error = await failureOf(toolzz.classes.detach({ classId: ids.class, users: [known] }));
    expect(error).toMatchObject({ outcome: "unknown", attempts: 1 });
  });

  it("a reply of status 200 whose success is false is an error", async () => {
    const { mock, toolzz } = setUp();
    mock.fail("classes.detach", { status: 200, body: { success: false } });
    const error = await failureOf(toolzz.classes.detach({ classId: ids.class, users: [known] }));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toHaveProperty("message", expect.stringContaining("200: success is false."));
  });

  const slips: readonly (readonly [users: readonly object[], message: string])[] = [
    [[{ email: learner.email }], "users[0].name: required"],
    [[{ name: "?" }], "users[0].email: required"],
    [[], "users: expected at least 1 entry"],
  ];

  it.for(slips)("refuses %j before anything is sent", async ([users, message]) => {
    const { mock, toolzz } = setUp();
    const params = { classId: ids.class, users: users as DetachParams["users"] };
    const error = await failureOf(toolzz.classes.detach(params));
    expect(error).toBeInstanceOf(InvalidParamsError);
    expect(error).toHaveProperty("message", expect.stringContaining(message));
    expect(mock.requests).toEqual([]);
  });
});
