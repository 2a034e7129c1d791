import { failureOf } from "@kelaskit/test-support/failure";
import { describe, expect, it } from "vitest";
import { setUp } from "./helpers.ts";

describe("a created category", () => {
  it("is in the list and in the lookup of its type alone", async () => {
    const { academy } = setUp();
    await academy.categories.create({ category_name: "Welding", categoryType: "course" });
    const search = { search_param: { categoryName: "weld" } };
    const { records } = await academy.categories.listCourseCategories(search);
    expect(records).toMatchObject([{ name: "Welding", count: 0, created_at: "Nov 02, 2026 08:00 AM" }]);
    expect((await academy.categories.listProductCategories(search)).records).toEqual([]);
    expect(await academy.categories.lookupCourseCategories()).toContainEqual({
      id: records[0]?.id,
      name: "Welding",
    });
  });

  it("is read by the id that the list has", async () => {
    const { academy } = setUp();
    await academy.categories.create({ category_name: "Welding", categoryType: "question" });
    const found = (await academy.categories.lookupQuestionCategories()).at(-1);
    expect(await academy.categories.get({ id: found?.id ?? 0 })).toMatchObject({
      name: "Welding",
      type: "question",
      created_at: "2026-11-02 08:00:00",
      deleted_at: null,
    });
  });
});

it("the lists come in pages, each of its own type", async () => {
  const { academy } = setUp();
  const { categories } = academy;
  for (const list of [
    categories.listCourseCategories,
    categories.listModuleCategories,
    categories.listProductCategories,
    categories.listQuestionCategories,
    categories.listLearningPathCategories,
  ]) {
    expect(await list({ page_size: 2 }).toArray({ limit: 10 })).toHaveLength(3);
  }
});

it("a category counts the courses that are in it", async () => {
  const { academy } = setUp();
  await academy.courses.quickEdit({ course_ids: [1, 2, 3], categories_id: [7] });
  const { records } = await academy.categories.listCourseCategories({ search_param: { categoryName: "7" } });
  expect(records).toMatchObject([{ id: 7, count: 3 }]);
});

it("lookups take a part of the name, that of courses takes ids", async () => {
  const { academy } = setUp();
  expect(await academy.categories.lookupUserCategories({ search_term: "gory 12" })).toEqual([
    { id: 12, name: "Category 12" },
  ]);
  expect(await academy.categories.lookupLearningPathCategories({ search_term: "none" })).toEqual([]);
  expect(await academy.categories.lookupCourseCategories({ array: [7, 8] })).toEqual([
    { id: 7, name: "Category 7" },
  ]);
});

it("a changed category has its new name everywhere", async () => {
  const { academy } = setUp();
  await academy.categories.update({ id: 1, category_name: "Metal", categoryType: "course" });
  expect(await academy.categories.get({ id: 1 })).toMatchObject({ name: "Metal" });
  expect(await academy.categories.lookupCourseCategories({ array: [1] })).toEqual([{ id: 1, name: "Metal" }]);
});

it("deleting keeps categories that a quiz uses, and those of another type", async () => {
  const quizzes = [{ id: 5, name: "Quiz 5" }];
  const question = { type: "question", createdAt: "2026-01-05T09:00:00.000Z" };
  const { mock, academy } = setUp(
    {},
    {
      seed: {
        categories: [
          { id: 1, name: "Free", ...question },
          { id: 2, name: "Used", ...question, quizzes },
          { id: 3, name: "Course", ...question, type: "course" },
        ],
      },
    },
  );
  const reply = await academy.categories.delete({
    type: "question",
    delete_ids: [1, 2, 3],
    categoryName: "Free",
  });
  expect(reply).toMatchObject({
    deletedCategories: [1],
    notDeletedCategories: [2, 3],
    usedInPlaces: [{ Used: quizzes }],
  });
  expect(reply.message).toMatch(/^1 category\(s\) deleted\. 1 category\(s\) not deleted/);
  expect([...mock.store.categories.keys()]).toEqual([2, 3]);
});

it("an unknown category is answered with 404", async () => {
  const { academy } = setUp();
  const change = { id: 999, category_name: "x", categoryType: "course" };
  expect(await failureOf(academy.categories.get({ id: 999 }))).toMatchObject({ status: 404 });
  expect(await failureOf(academy.categories.update(change))).toMatchObject({ status: 404 });
});
