import { failureOf } from "@kelaskit/test-support/failure";
import { BadRequestError, InvalidParamsError, NotFoundError, PermissionError } from "@kelaskit/core";
import { countRequests } from "@kelaskit/test-support/count-requests";
import { describe, expect, it, vi } from "vitest";
import type { CreateLibraryContentParams, UpdateLibraryContentParams } from "../src/index.ts";
import { ids, setUp } from "./helpers.ts";

const guide = { title: "Guia novo", type: "text", body: "<p>Olá</p>", cycleIds: [179] } as const;

describe("library.list", () => {
  it("iterates all pages to their total", async () => {
    const { mock, toolzz } = setUp();
    const found = await toolzz.library.list().toArray({ limit: 100 });
    expect(found.map(({ id }) => id)).toEqual([...mock.store.library.keys()]);
    expect(countRequests(mock)["library.list"]).toBe(2);
  });

  it("fetches pages concurrently", async () => {
    const { mock, toolzz } = setUp();
    const found = await toolzz.library.list({ limit: 5 }).toArray({ limit: 100, concurrency: 3 });
    expect(found).toHaveLength(12);
    expect(countRequests(mock)["library.list"]).toBe(3);
  });

  it.for([
    [{ type: "html5" }, 4],
    [{ status: 0 }, 2],
    [{ search: "guia 1" }, 4],
    [{ cycleId: 180 }, 6],
    [{ search: "nothing" }, 0],
  ] as const)("filters by %j", async ([params, total]) => {
    const { toolzz } = setUp();
    const page = await toolzz.library.list(params);
    expect(page.total).toBe(total);
    expect(page.items).toHaveLength(total);
  });

  it.for([{ type: "pdf" }, { status: 2 }, { cycleId: 0 }, { limit: 0 }])(
    "refuses %j before anything is sent",
    async (params) => {
      const { mock, toolzz } = setUp();
      await expect(toolzz.library.list(params as object)).rejects.toThrow(InvalidParamsError);
      expect(mock.requests).toEqual([]);
    },
  );
});

it("a content is created, read, updated and deleted", async () => {
  const { toolzz } = setUp();
  const { content } = await toolzz.library.create({ ...guide, difficultyLevel: "low" });
  expect(content).toMatchObject({ title: "Guia novo", difficulty: "low" });
  const { id } = content;
  await toolzz.library.update({ id, status: 1, difficultyLevel: "hard" });
  expect((await toolzz.library.get({ id })).content).toMatchObject({
    title: "Guia novo",
    status: 1,
    difficulty: "hard",
  });
  expect(await toolzz.library.delete({ id })).toEqual({ success: true });
  await expect(toolzz.library.get({ id })).rejects.toThrow(NotFoundError);
});

it("a content that an active course uses cannot be deleted", async () => {
  const { mock, toolzz } = setUp();
  const error = await failureOf(toolzz.library.delete({ id: ids.usedContent }));
  expect(error).toBeInstanceOf(BadRequestError);
  expect(error).toMatchObject({ status: 412, code: "failed_precondition", outcome: "refused" });
  expect(mock.store.library.has(ids.usedContent)).toBe(true);
});

it("an account of a learner is refused", async () => {
  const { toolzz } = setUp({}, { email: "learner@example.com" });
  const error = await failureOf(toolzz.library.list());
  expect(error).toBeInstanceOf(PermissionError);
  expect(error).toMatchObject({ code: "permission_denied" });
});

it("an expired token is renewed with one login", async () => {
  const { mock, toolzz } = setUp();
  await toolzz.library.list();
  mock.expireTokens();
  mock.clear();
  await toolzz.library.get({ id: ids.content });
  expect(mock.requests.map(({ operation }) => operation)).toEqual([
    "library.get",
    "auth.login",
    "library.get",
  ]);
});

it("a creation whose reply is lost is not sent again", async () => {
  const { mock, toolzz } = setUp();
  mock.fail("library.create", { lost: "reply" });
  expect(await failureOf(toolzz.library.create(guide))).toMatchObject({ outcome: "unknown" });
  expect(countRequests(mock)["library.create"]).toBe(1);
  expect(mock.store.library.size).toBe(13);
});

it("a deletion whose reply is lost is sent again, and then finds nothing", async () => {
  vi.spyOn(Math, "random").mockReturnValue(0);
  const { mock, toolzz } = setUp();
  mock.fail("library.delete", { lost: "reply" });
  const error = await failureOf(toolzz.library.delete({ id: ids.content }));
  expect(error).toBeInstanceOf(NotFoundError);
  expect(error).toMatchObject({ outcome: "unknown", attempts: 2, code: "not_found" });
});

it("fields beyond the documented sample are sent as extra parameters", async () => {
  const { mock, toolzz } = setUp();
  mock.fail("library.create", { status: 200, body: { content: { id: 1 } } });
  await toolzz.library.create(guide, { extraParams: { showInStudentCatalog: true } });
  expect(mock.requests.at(-1)?.params).toEqual({ ...guide, showInStudentCatalog: true });
});

it.for([
  [{ type: "text" }, "title: required"],
  [{ title: "Guia" }, "type: required"],
  [{ ...guide, type: "video" }, "type: expected one of"],
  [{ ...guide, difficultyLevel: "easy" }, "difficultyLevel: expected one of"],
  [{ ...guide, status: true }, "status: expected one of 0, 1"],
  [{ ...guide, tags: ["a"] }, "tags: expected a string"],
  [{ ...guide, duration: -1 }, "duration: expected"],
] as const)("creating %j is refused before anything is sent", async ([params, message]) => {
  const { mock, toolzz } = setUp();
  // The types forbid it: this is what JavaScript may pass.
  const error = await failureOf(toolzz.library.create(params as unknown as CreateLibraryContentParams));
  expect(error).toBeInstanceOf(InvalidParamsError);
  expect(error).toHaveProperty("message", expect.stringContaining(message));
  expect(mock.requests).toEqual([]);
});

it.for([
  [{ id: 1 }, "title: or another field to change is required"],
  [{ id: 0, status: 1 }, "id: expected"],
  [{ id: 1, type: "text" }, "type: unknown parameter"],
] as const)("updating %j is refused before anything is sent", async ([params, message]) => {
  const { mock, toolzz } = setUp();
  const error = await failureOf(toolzz.library.update(params as UpdateLibraryContentParams));
  expect(error).toBeInstanceOf(InvalidParamsError);
  expect(error).toHaveProperty("message", expect.stringContaining(message));
  expect(mock.requests).toEqual([]);
});
