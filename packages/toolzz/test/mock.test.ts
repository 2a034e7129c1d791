import { failureOf } from "@kelaskit/test-support/failure";
import { serve } from "@kelaskit/core/testing/node";
import { http } from "msw";
import { setupServer } from "msw/node";
import { afterEach, describe, expect, it } from "vitest";
import { createToolzz } from "../src/index.ts";
import { createMockToolzz } from "../src/mock/index.ts";
import { ids, learner, setUp } from "./helpers.ts";

const cleanUps: (() => void | Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

async function ask(path: string, init: RequestInit = {}) {
  const mock = createMockToolzz();
  const response = await mock.fetch(`${mock.baseUrl}${path}`, init);
  return { status: response.status, body: (await response.json()) as { readonly message?: unknown } };
}

describe("without the client", () => {
  it.for([
    ["no authorization header", {}],
    ["an unknown token", { authorization: "Bearer abc" }],
  ] as const)("%s is answered with 401 and a message", async ([, headers]) => {
    expect(await ask("/api/plans/", { headers })).toEqual({
      status: 401,
      body: { message: "Unauthenticated." },
    });
  });

  it.for([
    [{ email: "admin@example.com", institution_code: "demo", password: "demo-password" }, 200],
    [{ email: "Admin@example.com", institution_code: "demo", password: "demo-password" }, 200],
    [{ email: "admin@example.com", institution_code: "demo", password: "wrong" }, 401],
    [{ email: "admin@example.com", institution_code: "other", password: "demo-password" }, 401],
    [{ email: "other@example.com", institution_code: "demo", password: "demo-password" }, 401],
    [{ email: "admin@example.com", institution_code: "demo" }, 422],
  ] as const)("a login with %j is answered with %i", async ([body, status]) => {
    const answer = await ask("/api/auth/login", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(status);
  });
});

it("the list is found with and without the trailing slash", async () => {
  const { toolzz } = setUp();
  const { data } = await toolzz.plans.list();
  expect(await toolzz.request("GET", "/api/plans")).toEqual({ data });
});

it("wrong parameters are answered with 422 and the reasons", async () => {
  const { toolzz } = setUp();
  const call = toolzz.request("POST", `/api/plans/${ids.plan}`, { body: { email: learner.email } });
  const error = await failureOf(call);
  expect(error).toHaveProperty("status", 422);
  expect(error).toHaveProperty("message", expect.stringContaining("nome: required"));
});

it("unknown schools are answered with 422", async () => {
  const { mock, toolzz } = setUp();
  const params = { planUuid: ids.plan, ...learner, schools: [1, 77] };
  expect(await failureOf(toolzz.plans.enroll(params))).toMatchObject({
    status: 422,
    fields: [{ field: "schools", message: "The institution has no school 77." }],
  });
  expect(mock.store.learnersOf(ids.plan)).toEqual([]);
});

it("an unknown package is answered with 404", async () => {
  const { toolzz } = setUp();
  const planUuid = ids.unknownPlan;
  for (const call of [
    toolzz.plans.listUsers({ planUuid }),
    toolzz.plans.removeUser({ planUuid, email: learner.email }),
  ]) {
    expect(await failureOf(call)).toMatchObject({
      status: 404,
      body: { message: "There is no such package." },
    });
  }
});

it("a write that was sent twice is counted", async () => {
  const { mock, toolzz } = setUp();
  const params = { planUuid: ids.plan, ...learner, schools: [1] };
  await toolzz.plans.enroll(params);
  await toolzz.plans.enroll({ ...params, status: "expired" });
  expect(mock.store.learnersOf(ids.plan)).toMatchObject([{ times: 2, status: "expired" }]);
});

it("an enrollment brings a new learner, who is then known", async () => {
  const { toolzz } = setUp();
  const email = "new@example.com";
  await toolzz.plans.enroll({ planUuid: ids.plan, email, nome: "Novo Exemplo", schools: [2] });
  const { data } = await toolzz.users.find({ by: "email", value: "NEW@example.com" });
  expect(data).toMatchObject({ name: "Novo Exemplo", school: { id: 2 } });
});

it("ids are the same in every run", () => {
  const [first, second] = [createMockToolzz(), createMockToolzz()];
  expect([...second.store.plans.keys()]).toEqual([...first.store.plans.keys()]);
  expect(new Set(first.store.plans.keys()).size).toBe(35);
});

it("a seed replaces the lists that it gives and leaves the others", async () => {
  const seed = { plans: [{ id: 1, uuid: "only" }], enrolled: { only: [learner.email] } };
  const { mock, toolzz } = setUp({}, { seed });
  expect((await toolzz.plans.list()).data.data).toEqual([{ id: 1, uuid: "only" }]);
  expect((await toolzz.plans.listUsers({ planUuid: "only" })).data).toMatchObject([{ id: ids.learner }]);
  expect(mock.store.courses).toHaveLength(24);
});

it("a route that a client was given is answered, too", async () => {
  const routes = { "plans.enroll": "POST /api/plans/{planUuid}/students" };
  const { mock, toolzz } = setUp({ routes }, { routes });
  await toolzz.plans.enroll({ planUuid: ids.plan, ...learner, schools: [1] });
  expect(mock.requests.at(-1)?.path).toBe(`/api/plans/${ids.plan}/students`);
});

it("with msw, a program is tested without changing it", async () => {
  const server = setupServer(...createMockToolzz().handlers(http));
  server.listen({ onUnhandledFrame: "error" });
  cleanUps.push(() => {
    server.close();
  });
  const toolzz = createToolzz({
    email: "admin@example.com",
    institutionCode: "demo",
    password: "demo-password",
  });
  expect((await toolzz.plans.list()).data.total).toBe(35);
});

it("over real HTTP: login, pages, enrollment, removal, and a token that ends", async () => {
  const mock = createMockToolzz();
  const served = await serve(mock);
  cleanUps.push(() => served.close());
  const toolzz = createToolzz({ ...mock.credentials, baseUrl: served.url, logger: false });
  expect(await toolzz.plans.list().toArray({ limit: 100, concurrency: 2 })).toHaveLength(35);
  mock.expireTokens();
  await toolzz.plans.enroll({ planUuid: ids.plan, ...learner, schools: [1] });
  expect((await toolzz.plans.listUsers({ planUuid: ids.plan })).data).toHaveLength(1);
  await toolzz.plans.removeUser({ planUuid: ids.plan, email: learner.email });
  expect(mock.store.learnersOf(ids.plan)).toEqual([]);
});
