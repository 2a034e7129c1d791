import { failureOf } from "@kelaskit/test-support/failure";
import { countRequests } from "@kelaskit/test-support/count-requests";
import { NotFoundError, PaginationError } from "@kelaskit/core";
import { createToolzz } from "@kelaskit/toolzz";
import { createMockToolzz } from "@kelaskit/toolzz/mock";
import { describe, expect, it } from "vitest";
import { toolzzPlan } from "../../src/targets/toolzz.ts";
import { rowOf, running } from "./contract.ts";
import { saying } from "./helpers.ts";
import { membersOf, takesOutByTheContract } from "./removal-contract.ts";

const planUuid = "00000000-0000-4001-8000-000000000002";
const ann = { email: "ann@example.com", nome: "Ann Example" };
const annsKey = { learner: "ann@example.com", item: `plan:${planUuid}` };

function setUp(plan = planUuid) {
  const mock = createMockToolzz();
  const toolzz = createToolzz({ ...mock.credentials, fetch: mock.fetch, logger: false });
  const target = toolzzPlan(toolzz, { planUuid: plan, schools: [1] });
  return { mock, target, row: rowOf(target, ann) };
}

/** A reply with learners of a package. */
function shows(data: readonly object[], more: object = {}) {
  return { status: 200, body: { data, ...more } };
}

describe("taking out of a package", () => {
  takesOutByTheContract({
    setUp,
    records: [ann, { email: "Bea@Example.com", nome: "Bea" }, { email: "cleo@example.com", nome: "Cleo" }],
    operation: "plans.removeUser",
  });

  it("is done when a repeated request finds that the first one has taken the learner out", async () => {
    const { mock, target, row } = setUp();
    await target.send([row], running());
    mock.fail("plans.removeUser", { lost: "reply" });
    expect(await target.removal?.send([row], running())).toEqual([
      { state: "done", detail: saying("is not in the package") },
    ]);
    expect(mock.store.learnersOf(planUuid)).toEqual([]);
  });

  it("has failed for a package that does not exist", async () => {
    const { target, row } = setUp("nothing");
    expect(await target.removal?.send([row], running())).toMatchObject([{ state: "failed" }]);
  });

  it("has failed when it was refused and the list hides an address", async () => {
    const { mock, target, row } = setUp();
    mock.fail("plans.listUsers", shows([{ id: 9 }]));
    mock.fail("plans.listUsers", shows([]));
    expect(await target.removal?.send([row], running())).toMatchObject([{ state: "failed" }]);
  });

  it("is unknown after success: false in a reply, as long as the learner is in the list", async () => {
    const { mock, target, row } = setUp();
    await target.send([row], running());
    mock.fail("plans.removeUser", { status: 200, body: { success: false, message: "Later." } });
    expect(await target.removal?.send([row], running())).toMatchObject([{ state: "unknown" }]);
  });

  it("is not settled by a list that hides an address", async () => {
    const { mock, target, row } = setUp();
    mock.fail("plans.listUsers", shows([{ id: 9, name: "Somebody" }]));
    mock.fail("plans.listUsers", shows([]));
    expect(await target.removal?.settle?.([row], running())).toEqual(["cannot-tell"]);
  });

  it("deletes no account", async () => {
    const { mock, target, row } = setUp();
    await target.send([row], running());
    const accounts = mock.store.users.size;
    await target.removal?.send([row], running());
    expect(mock.store.users.size).toBe(accounts);
  });
});

describe("the learners of a package", () => {
  it("have the keys of rows, whatever the spelling, and their names", async () => {
    const { mock, target, row } = setUp();
    mock.fail(
      "plans.listUsers",
      shows([{ id: 4, name: "Ann", email: " ANN@Example.com", status: "active" }]),
    );
    mock.fail("plans.listUsers", shows([]));
    expect(await membersOf(target, row)).toMatchObject([
      { identity: annsKey, name: "Ann", isUncertain: false },
    ]);
  });

  it.each([
    ["whose address is hidden", { id: 9, name: "Somebody" }, "user 9"],
    ["whose address is none", { id: 9, email: "n/a", status: "active" }, "user 9"],
    [
      "whose enrollment has expired",
      { id: 9, email: "old@example.com", status: "expired" },
      "old@example.com",
    ],
    ["in an unfamiliar state", { id: 9, email: "old@example.com", status: "paused" }, "old@example.com"],
  ])("%s are uncertain", async (_, user, learner) => {
    const { mock, target, row } = setUp();
    mock.fail("plans.listUsers", shows([user]));
    mock.fail("plans.listUsers", shows([]));
    expect(await membersOf(target, row)).toMatchObject([{ identity: { learner }, isUncertain: true }]);
  });

  it("are certain with an active enrollment beside an expired one, and listed once", async () => {
    const { mock, target, row } = setUp();
    const states = ["expired", "active", "expired"];
    const users = states.map((status) => ({ id: 9, email: ann.email, status }));
    mock.fail("plans.listUsers", shows(users));
    mock.fail("plans.listUsers", shows([]));
    expect(await membersOf(target, row)).toMatchObject([{ identity: annsKey, isUncertain: false }]);
  });

  it("are read to the end where the vendor splits the list", async () => {
    const { mock, target, row } = setUp();
    for (const id of [1, 2, 3]) mock.fail("plans.listUsers", shows([{ id, email: `l${id}@example.com` }]));
    mock.fail("plans.listUsers", shows([]));
    expect(await membersOf(target, row)).toHaveLength(3);
    expect(countRequests(mock)["plans.listUsers"]).toBe(4);
  });

  it.each([
    [
      "fewer than the vendor reports",
      [shows([{ id: 1, email: "a@example.com" }], { total: 2, last_page: 1 })],
    ],
    [
      "another number on a later page",
      [
        shows([{ id: 1, email: "a@example.com" }], { total: 2, last_page: 2 }),
        shows([{ id: 2, email: "b@example.com" }], { total: 1, last_page: 2 }),
      ],
    ],
  ])("are never a list that may be cut short: %s", async (_, pages) => {
    const { mock, target, row } = setUp();
    for (const page of pages) mock.fail("plans.listUsers", page);
    expect(PaginationError.isInstance(await failureOf(membersOf(target, row)))).toBe(true);
  });

  it("of a package that does not exist are an error, not an empty list", async () => {
    const { target, row } = setUp("nothing");
    expect(NotFoundError.isInstance(await failureOf(membersOf(target, row)))).toBe(true);
  });
});
