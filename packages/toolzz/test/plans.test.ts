import { failureOf } from "@kelaskit/test-support/failure";
import { ApiError, InvalidParamsError, NotFoundError, ServerError } from "@kelaskit/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createToolzzClient, type EnrollParams, plans } from "../src/index.ts";
import { createMockToolzz } from "../src/mock/index.ts";
import { countRequests } from "@kelaskit/test-support/count-requests";
import { ids, learner, owner, setUp } from "./helpers.ts";

const enrollment: EnrollParams = { planUuid: ids.plan, ...learner, schools: [1] };

beforeEach(() => {
  // The waits between attempts are random; here they are 0.
  vi.spyOn(Math, "random").mockReturnValue(0);
});
afterEach(() => {
  vi.restoreAllMocks();
});

it("operations as functions of a client", async () => {
  const mock = createMockToolzz();
  const client = createToolzzClient({ ...mock.credentials, fetch: mock.fetch });
  await plans.enroll(client, enrollment);
  expect((await plans.listUsers(client, { planUuid: ids.plan })).data).toHaveLength(1);
});

it("a package is returned unchanged: a decimal string as amount, 0 and 1 as flags", async () => {
  const { toolzz } = setUp();
  const { data } = await toolzz.plans.list();
  expect(data.data[4]).toMatchObject({ amount: "249.90", public: 0, checkout_external: 0 });
});

it("the list's path has the trailing slash that the vendor prints", async () => {
  const { mock, toolzz } = setUp();
  await toolzz.plans.list();
  await toolzz.plans.list({ page: 2 });
  expect(mock.requests.slice(1).map(({ path }) => path)).toEqual(["/api/plans/", "/api/plans/?page=2"]);
});

describe("enrolling", () => {
  it("puts a learner into a package, with its last day", async () => {
    const { mock, toolzz } = setUp();
    await toolzz.plans.enroll({ ...enrollment, expires_at: "2026-12-31" });
    expect(mock.store.learnersOf(ids.plan)).toMatchObject([
      { userId: ids.learner, status: "active", expires_at: "2026-12-31", schools: [1] },
    ]);
    expect((await toolzz.plans.listUsers({ planUuid: ids.plan })).data).toEqual([
      { id: ids.learner, name: "Aluna Exemplo", email: learner.email, status: "active" },
    ]);
  });

  it("sends the vendor's names in the body", async () => {
    const { mock, toolzz } = setUp();
    await toolzz.plans.enroll(enrollment);
    const { method, path, params } = mock.requests.at(-1) ?? {};
    expect(`${method} ${path}`).toBe(`POST /api/plans/${ids.plan}`);
    expect(params).toEqual(enrollment);
  });

  it("is not retried when the server fails, and its outcome is `unknown`", async () => {
    const { mock, toolzz } = setUp();
    mock.fail("plans.enroll", { status: 503, retryAfter: 0 });
    const error = await failureOf(toolzz.plans.enroll(enrollment));
    expect(error).toBeInstanceOf(ServerError);
    expect(error).toMatchObject({ outcome: "unknown", attempts: 1 });
    expect(countRequests(mock)["plans.enroll"]).toBe(1);
  });

  it("is not retried when its reply is lost; the list shows whether it was made", async () => {
    const { mock, toolzz } = setUp();
    mock.fail("plans.enroll", { lost: "reply" });
    expect(await failureOf(toolzz.plans.enroll(enrollment))).toMatchObject({
      name: "ConnectionError",
      outcome: "unknown",
      attempts: 1,
    });
    expect(mock.store.learnersOf(ids.plan)).toMatchObject([{ times: 1 }]);
    const { data } = await toolzz.plans.listUsers({ planUuid: ids.plan });
    expect(data.map(({ email }) => email)).toContain(learner.email);
  });

  it("is retried after a 429, which proves that it had no effect", async () => {
    const { mock, toolzz } = setUp();
    mock.fail("plans.enroll", { status: 429, retryAfter: 0 });
    await toolzz.plans.enroll(enrollment);
    expect(mock.store.learnersOf(ids.plan)).toMatchObject([{ times: 1 }]);
  });

  it.for([["text"], [[1]], [null], [{ ok: 1 }]] as const)(
    "returns %j, since the vendor shows no reply",
    async ([body]) => {
      const { mock, toolzz } = setUp();
      mock.fail("plans.enroll", { status: 200, body: JSON.stringify(body) });
      expect(await toolzz.plans.enroll(enrollment)).toEqual(body);
    },
  );

  it("accepts an empty reply", async () => {
    const { mock, toolzz } = setUp();
    mock.fail("plans.enroll", { status: 200, body: "" });
    expect(await toolzz.plans.enroll(enrollment)).toBeUndefined();
  });

  it("into an unknown package is a NotFoundError", async () => {
    const { toolzz } = setUp();
    const call = toolzz.plans.enroll({ ...enrollment, planUuid: ids.unknownPlan });
    await expect(call).rejects.toThrow(NotFoundError);
  });

  const slips: readonly (readonly [slip: object, message: string])[] = [
    [{ email: "learner" }, "email: expected an e-mail address, got a string of 7 characters"],
    [{ nome: "" }, "nome: expected a non-empty string"],
    [{ schools: [] }, "schools: expected at least 1 entry"],
    [{ schools: ["1"] }, "schools[0]: expected a number"],
    [{ schools: [1.5] }, "schools[0]: expected a whole number"],
    [{ planUuid: "" }, "planUuid: expected a non-empty string"],
    [{ status: "Active" }, 'did you mean "active"?'],
    [{ name: "Aluna" }, "did you mean nome?"],
    ...["31/12/2026", "2026-02-30", "2026-13-01", "2026-12-31T00:00:00Z", "2026", ""].map(
      (date) => [{ expires_at: date }, "expires_at: expected a date in the form YYYY-MM-DD"] as const,
    ),
  ];

  it.for(slips)("refuses %j before anything is sent", async ([slip, message]) => {
    const { mock, toolzz } = setUp();
    const error = await failureOf(toolzz.plans.enroll({ ...enrollment, ...slip }));
    expect(error).toBeInstanceOf(InvalidParamsError);
    expect(error).toHaveProperty("message", expect.stringContaining(message));
    expect(mock.requests).toEqual([]);
  });

  it.for(["2028-02-29", "2026-12-31"])("accepts the date %s", async (day) => {
    const { mock, toolzz } = setUp();
    await toolzz.plans.enroll({ ...enrollment, expires_at: day });
    expect(mock.store.learnersOf(ids.plan)).toMatchObject([{ expires_at: day }]);
  });
});

describe("removing", () => {
  it("sends the e-mail address in the body of a DELETE", async () => {
    const { mock, toolzz } = setUp();
    const reply = await toolzz.plans.removeUser({ planUuid: ids.ownedPlan, email: owner.email });
    expect(reply).toMatchObject({ success: true });
    const request = mock.requests.at(-1);
    expect(request).toMatchObject({ method: "DELETE", path: `/api/plans/${ids.ownedPlan}` });
    expect(request?.headers.get("content-type")).toBe("application/json");
    expect(request?.params).toEqual({ planUuid: ids.ownedPlan, email: owner.email });
    expect(mock.store.learnersOf(ids.ownedPlan)).toEqual([]);
  });

  it("is retried when the server fails", async () => {
    const { mock, toolzz } = setUp();
    mock.fail("plans.removeUser", { status: 503, retryAfter: 0 });
    await toolzz.plans.removeUser({ planUuid: ids.ownedPlan, email: owner.email });
    expect(mock.store.learnersOf(ids.ownedPlan)).toEqual([]);
  });

  it("a learner who is not in the package is a NotFoundError", async () => {
    const { toolzz } = setUp();
    const call = toolzz.plans.removeUser({ planUuid: ids.ownedPlan, email: learner.email });
    await expect(call).rejects.toThrow(NotFoundError);
  });

  it("a reply of status 200 whose success is false is an error", async () => {
    const { mock, toolzz } = setUp();
    mock.fail("plans.removeUser", { status: 200, body: { success: false, message: "Not today" } });
    const error = await failureOf(toolzz.plans.removeUser({ planUuid: ids.ownedPlan, email: owner.email }));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 200, outcome: "unknown" });
    expect(error).toHaveProperty("message", expect.stringContaining("200: Not today."));
  });
});
