import { ResponseMismatchError } from "@kelaskit/core";
import { describe, expect, it } from "vitest";
import { countRequests } from "@kelaskit/test-support/count-requests";
import { ids, setUp } from "./helpers.ts";

function pagesOf(requests: readonly { readonly operation: string; readonly params: object }[]): unknown[] {
  return requests
    .filter(({ operation }) => operation.includes(".list"))
    .map(({ params }) => ("page" in params ? params.page : undefined));
}

/** A page of plans with these ids and nothing beside what the vendor prints, unless more is given. */
function page(number: number, planIds: readonly number[], more: object = {}) {
  const data = planIds.map((id) => ({ id, uuid: String(id) }));
  return { status: 200, body: { data: { current_page: number, data, ...more } } };
}

it("iterating gives the packages of all pages in order", async () => {
  const { mock, toolzz } = setUp();
  const found: unknown[] = [];
  for await (const plan of toolzz.plans.list()) found.push(plan.uuid);
  expect(found).toEqual([...mock.store.plans.keys()]);
  expect(pagesOf(mock.requests)).toEqual([undefined, 2, 3]);
});

it("with only the documented keys, the list ends at an empty page", async () => {
  const { mock, toolzz } = setUp({}, { pageKeys: "documented" });
  expect(await toolzz.plans.list().toArray({ limit: 100 })).toHaveLength(35);
  expect(pagesOf(mock.requests)).toEqual([undefined, 2, 3, 4]);
});

describe("the end of the list", () => {
  it.for([
    ["next_page_url: null, whatever last_page says", [[1, [1], { next_page_url: null, last_page: 9 }]], [1]],
    [
      "last_page, where next_page_url is missing",
      [
        [1, [1], { last_page: 2 }],
        [2, [2], { last_page: 2 }],
      ],
      [1, 2],
    ],
    [
      "an empty page, where both are missing",
      [
        [1, [1]],
        [2, []],
      ],
      [1],
    ],
    [
      "a repeated page, if the vendor ignores `page`",
      [
        [1, [1, 2]],
        [1, [1, 2]],
      ],
      [1, 2],
    ],
  ] as const)("is %s", async ([, pages, expected]) => {
    const { mock, toolzz } = setUp();
    for (const [number, planIds, more] of pages) mock.fail("plans.list", page(number, planIds, more));
    const found = await toolzz.plans.list().toArray({ limit: Infinity });
    expect(found.map(({ id }) => id)).toEqual(expected);
    expect(countRequests(mock)["plans.list"]).toBe(pages.length);
  });
});

it("pages are fetched concurrently when the last one is known", async () => {
  const { mock, toolzz } = setUp();
  const found = await toolzz.plans.list({ per_page: 5 }).toArray({ limit: 1000, concurrency: 4 });
  expect(found.map(({ uuid }) => uuid)).toEqual([...mock.store.plans.keys()]);
  expect(countRequests(mock)["plans.list"]).toBe(7);
});

it("a page is returned unchanged", async () => {
  const { toolzz } = setUp();
  const { data } = await toolzz.plans.list({ page: 3 });
  expect(data).toMatchObject({ current_page: 3, last_page: 3, next_page_url: null, total: 35 });
  expect(data.data).toHaveLength(5);
});

it("a page without its items is an error even without validation", async () => {
  const { mock, toolzz } = setUp({ validation: "off" });
  mock.fail("plans.list", { status: 200, body: { data: { current_page: 1 } } });
  await expect(toolzz.plans.list().toArray({ limit: 100 })).rejects.toThrow(ResponseMismatchError);
});

it("courses have no total: the list ends at an empty page", async () => {
  const { mock, toolzz } = setUp();
  const found = await toolzz.courses.list({ typeId: 2 }).toArray({ limit: 100 });
  expect(found).toHaveLength(18);
  expect(pagesOf(mock.requests)).toEqual([undefined, 2, 3]);
});

it("the learners of a package are listed once, without documented paging", async () => {
  const { mock, toolzz } = setUp();
  const found = await toolzz.plans.listUsers({ planUuid: ids.ownedPlan }).toArray({ limit: 100 });
  expect(found.map(({ email }) => email)).toEqual(["owner@example.com"]);
  expect(countRequests(mock)["plans.listUsers"]).toBe(2);
});

it("if the vendor splits the learners of a package, none is missed", async () => {
  const { mock, toolzz } = setUp();
  const body = (id: number) => ({ status: 200, body: { data: [{ id }] } });
  mock.fail("plans.listUsers", body(1));
  mock.fail("plans.listUsers", body(2));
  mock.fail("plans.listUsers", { status: 200, body: { data: [] } });
  const found = await toolzz.plans.listUsers({ planUuid: ids.ownedPlan }).toArray({ limit: 100 });
  expect(found.map(({ id }) => id)).toEqual([1, 2]);
});

it("the token can expire between two pages", async () => {
  const { mock, toolzz } = setUp();
  const found: unknown[] = [];
  for await (const { data } of toolzz.plans.list().pages()) {
    found.push(...data.data);
    mock.expireTokens();
  }
  expect(found).toHaveLength(35);
});

it.for([{ page: 0 }, { page: 1.5 }, { per_page: 0 }])(
  "%j is refused before anything is sent",
  async (params) => {
    const { mock, toolzz } = setUp();
    await expect(toolzz.plans.list(params)).rejects.toThrow("nothing was sent");
    expect(mock.requests).toEqual([]);
  },
);
