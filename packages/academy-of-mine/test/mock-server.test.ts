import { failureOf } from "@kelaskit/test-support/failure";
import { AuthenticationError, ConnectionError, NotFoundError, RateLimitError } from "@kelaskit/core";
import { serve } from "@kelaskit/core/testing/node";
import { http } from "msw";
import { setupServer } from "msw/node";
import { afterEach, describe, expect, it } from "vitest";
import { createAcademyOfMine } from "../src/index.ts";
import { createMockAcademyOfMine } from "../src/mock/index.ts";
import { ada, setUp } from "./helpers.ts";

const cleanUps: (() => void | Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

describe("the API key", () => {
  it.for([
    ["no authorization header", {}],
    ["another key", { authorization: "Bearer abc" }],
  ] as const)("%s is answered with 401", async ([, headers]) => {
    const mock = createMockAcademyOfMine();
    const response = await mock.fetch(`${mock.baseUrl}/user/4`, { headers });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ message: "Unauthenticated." });
  });

  it("no longer lets anybody in once an administrator has made another", async () => {
    let key = "first-key";
    const { mock, academy } = setUp({ token: () => key }, { token: key });
    await academy.users.get({ id: 4 });
    mock.replaceToken("second-key");
    expect(await failureOf(academy.users.get({ id: 4 }))).toBeInstanceOf(AuthenticationError);
    key = "second-key";
    expect(await academy.users.get({ id: 4 })).toMatchObject({ id: 4 });
  });
});

it("wrong parameters are answered with 422 and their fields", async () => {
  const { academy } = setUp();
  const error = await failureOf(academy.request("POST", "/course/enroll/2", { body: { studentIds: "all" } }));
  expect(error).toMatchObject({ status: 422, fields: [{ field: "studentIds" }] });
});

it("an unknown id is answered with 404", async () => {
  const { academy } = setUp();
  expect(await failureOf(academy.users.get({ id: 999 }))).toBeInstanceOf(NotFoundError);
});

it("what is not in the store answers with the vendor's samples", async () => {
  const { academy } = setUp();
  expect(await academy.users.lookupTypes()).toHaveLength(4);
  expect(await academy.announcements.list().toArray({ limit: 100 })).not.toEqual([]);
});

describe("a mock that is set to fail", () => {
  it("gives the status, then answers again", async () => {
    const { mock, academy } = setUp({ retries: 0 });
    mock.fail("courses.enroll", { status: 429, retryAfter: 120 });
    const params = { id: 2, studentIds: [5] };
    expect(await failureOf(academy.courses.enroll(params))).toBeInstanceOf(RateLimitError);
    expect(mock.store.enrollmentsIn("course", 2)).toEqual([]);
    expect(await academy.courses.enroll(params)).toMatchObject({ enrolledUsersCount: 1 });
  });

  it("loses the reply of an enrollment: it is not sent again, and the list shows it", async () => {
    const { mock, academy } = setUp();
    mock.fail("courses.enroll", { lost: "reply" });
    const error = await failureOf(academy.courses.enroll({ id: 2, studentIds: [5] }));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ outcome: "unknown", attempts: 1 });
    const learners = await academy.courses
      .listEnrolledLearners({ course_id: 2, portalId: -1 })
      .toArray({ limit: 100 });
    expect(learners).toMatchObject([{ user_id: 5 }]);
  });

  it("loses a request before anything is done", async () => {
    const { mock, academy } = setUp();
    mock.fail("users.create", { lost: "request" });
    await failureOf(academy.users.create(ada));
    expect(mock.store.users.size).toBe(60);
  });
});

it("a client's routes are the mock's", async () => {
  const routes = { "courses.enroll": "PUT /v2/courses/{id}/learners" };
  const { mock, academy } = setUp({ routes, unverifiedRoutes: "reads" }, { routes });
  await academy.courses.enroll({ id: 2, studentIds: [5] });
  expect(mock.requests.at(-1)).toMatchObject({ method: "PUT", path: "/api/v2/courses/2/learners" });
  expect(mock.store.enrollmentsIn("course", 2)).toHaveLength(1);
});

it("a seed replaces the lists that it gives, and new ids are free ones", async () => {
  const { academy, mock } = setUp(
    {},
    { seed: { users: [], enrollments: [{ id: 500, kind: "course", contentId: 1, userId: 4 }] } },
  );
  expect((await academy.users.list()).records).toEqual([]);
  expect(await academy.users.create(ada)).toMatchObject({ id: 501 });
  expect(mock.store.courses.size).toBe(24);
});

it("two mocks share nothing", async () => {
  const [first, second] = [setUp(), setUp()];
  await first.academy.users.create(ada);
  await first.academy.users.quickEdit({ user_ids: [4], disabled: true });
  expect(second.mock.store.users.size).toBe(60);
  expect(second.mock.store.users.get(4)).toMatchObject({ disabled: false });
});

it("with msw, a program is tested without changing it", async () => {
  const server = setupServer(...createMockAcademyOfMine({ seed: { courses: [] } }).handlers(http));
  server.listen({ onUnhandledFrame: "error" });
  cleanUps.push(() => {
    server.close();
  });
  const academy = createAcademyOfMine({ portal: "demo", token: "demo-token" });
  expect(await academy.courses.list()).toMatchObject({ recordsFiltered: 0 });
  expect(await academy.users.list()).toMatchObject({ recordsFiltered: 60 });
});

it("over real HTTP: create, enroll, read the list", async () => {
  const mock = createMockAcademyOfMine();
  const served = await serve(mock);
  cleanUps.push(() => served.close());
  const academy = createAcademyOfMine({
    ...mock.credentials,
    baseUrl: served.url,
    unverifiedRoutes: "allow",
    logger: false,
  });
  const { id } = await academy.users.create(ada);
  await academy.learningPaths.enroll({ id: 2, studentIds: [id] });
  const { records } = await academy.courses.listEnrolledLearners({ course_id: 3, portalId: -1 });
  expect(records).toMatchObject([{ user_id: id, first_name: "Ada" }]);
});
