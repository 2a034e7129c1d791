import { failureOf } from "@kelaskit/test-support/failure";
import { InvalidParamsError, NotFoundError } from "@kelaskit/core";
import { countRequests } from "@kelaskit/test-support/count-requests";
import { describe, expect, it } from "vitest";
import type { ListSchoolProgressParams } from "../src/index.ts";
import { ids, learner, owner, setUp } from "./helpers.ts";

describe("contents.list", () => {
  it("iterates the paginator under `contents`", async () => {
    const { mock, toolzz } = setUp();
    const found = await toolzz.contents.list().toArray({ limit: 100 });
    expect(found.map(({ id }) => id)).toEqual(mock.store.contents.map(({ id }) => id));
    expect(countRequests(mock)["contents.list"]).toBe(2);
  });

  it.for([
    [{ type: "video" }, 4],
    [{ course_id: 3 }, 2],
    [{ public: 1 }, 5],
    [{ tags: "Excel" }, 3],
    [{ query: "aula 20" }, 1],
    [{ query: "1,2" }, 2],
    [{ contents_ids: "3,4,999" }, 2],
  ] as const)("filters by %j", async ([params, total]) => {
    const { toolzz } = setUp();
    expect((await toolzz.contents.list(params)).contents.total).toBe(total);
  });

  it("cannot make the vendor send e-mails: such a request would be repeated", async () => {
    const { mock, toolzz } = setUp();
    const params = { does_sendemail: 1, email_to_send: "admin@example.com" };
    await expect(toolzz.contents.list(params as object)).rejects.toThrow(InvalidParamsError);
    expect(mock.requests).toEqual([]);
  });
});

describe("progress", () => {
  it("of the institution is read to its end, which the vendor does not mark", async () => {
    const { mock, toolzz } = setUp();
    const rows = await toolzz.reports.listProgress().toArray({ limit: 100 });
    expect(rows).toHaveLength(38);
    expect(rows[1]).toMatchObject({
      user_email: learner.email,
      percentual_usage: 1,
      percentual_progress: "10%",
    });
    expect(countRequests(mock)["reports.listProgress"]).toBe(4);
  });

  it("of a school is filtered", async () => {
    const { mock, toolzz } = setUp();
    const period = { startDate: "2026-01-02", endDate: "2026-01-04" };
    const { data } = await toolzz.reports.listSchoolProgress({ schoolId: 2, ...period });
    expect(data.data.map(({ user_email: email }) => email)).toEqual([owner.email, owner.email, owner.email]);
    expect(mock.requests.at(-1)?.path).toBe(
      "/api/reports/school/2/percentage?startDate=2026-01-02&endDate=2026-01-04",
    );
    const others = await toolzz.reports.listSchoolProgress({ schoolId: 2, email: learner.email });
    expect(others.data.data).toEqual([]);
  });

  it("of an unknown school is a NotFoundError", async () => {
    const { toolzz } = setUp();
    await expect(toolzz.reports.listSchoolProgress({ schoolId: 77 })).rejects.toThrow(NotFoundError);
  });

  it.for([
    [{ startDate: "01/01/2026" }, "startDate: expected a date in the form YYYY-MM-DD"],
    [{ startDate: "2026-02-01", endDate: "2026-01-01" }, "endDate: must not be before startDate"],
    [{ multiInst: true }, 'multiInst: expected one of "on"'],
    [{ email: "nobody" }, "email: expected an e-mail address"],
  ] as const)("with %j is refused before anything is sent", async ([params, message]) => {
    const { mock, toolzz } = setUp();
    const call = toolzz.reports.listSchoolProgress({ schoolId: 1, ...params } as ListSchoolProgressParams);
    const error = await failureOf(call);
    expect(error).toBeInstanceOf(InvalidParamsError);
    expect(error).toHaveProperty("message", expect.stringContaining(message));
    expect(mock.requests).toEqual([]);
  });
});

describe("reports of the institution's own domain", () => {
  it("listMembers gives the courses with their classes, page by page", async () => {
    const { mock, toolzz } = setUp();
    const courses = await toolzz.reports.listMembers({ perPage: 10 }).toArray({ limit: 100 });
    expect(courses).toHaveLength(22);
    expect(courses[0]).toMatchObject({ id: 1, classrooms: [{ id: 101, schoolId: 1 }] });
    expect(countRequests(mock)["reports.listMembers"]).toBe(3);
  });

  it("listNotEnrolled gives the learners in no package and no class", async () => {
    const { toolzz } = setUp();
    const found = () => toolzz.reports.listNotEnrolled({ perPage: 1 }).toArray({ limit: 100 });
    expect(await found()).toMatchObject([{ mailAddress: learner.email }]);
    await toolzz.classes.attach({ classId: ids.class, users: [{ id: ids.learner }] });
    expect(await found()).toEqual([]);
  });

  it("schools.list gives the ids that enrollments need", async () => {
    const { mock, toolzz } = setUp();
    const schools = await toolzz.schools.list({ perPage: 2 }).toArray({ limit: 100 });
    expect(schools.map(({ id }) => id)).toEqual([...mock.store.schools]);
    const { data } = await toolzz.schools.list({ urlSlug: "escola-2" });
    expect(data).toMatchObject([{ id: 2, name: "Escola 2" }]);
  });
});
