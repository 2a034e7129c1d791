import type { MockServerBuilder } from "@kelaskit/core/testing";
import {
  create,
  delete as remove,
  get,
  listCourseCategories,
  listLearningPathCategories,
  listModuleCategories,
  listProductCategories,
  listQuestionCategories,
  lookupCourseCategories,
  lookupLearningPathCategories,
  lookupQuestionCategories,
  lookupUserCategories,
  update,
} from "../categories.ts";
import type { Id, NamedOption } from "../shared/shapes.ts";
import { mockTime, toMinutes, toSeconds } from "./dates.ts";
import { hasWords, pageOf, toNumber } from "./pages.ts";
import { keyOwner } from "./people.ts";
import { keyOwnerName } from "./portal-records.ts";
import { notFound } from "./reply.ts";
import type { MockCategory } from "./records.ts";
import type { AcademyStore } from "./store.ts";
import { savedIds } from "./values.ts";

const lists = [
  ["course", listCourseCategories],
  ["module", listModuleCategories],
  ["product", listProductCategories],
  ["question", listQuestionCategories],
  ["learning_path", listLearningPathCategories],
] as const;

const lookups = [
  ["user", lookupUserCategories],
  ["learning_path", lookupLearningPathCategories],
] as const;

/** The number of items in a category. Modules, products and questions are not in the store, so their number is 0. */
function countIn(store: AcademyStore, { id, type }: MockCategory): number {
  const contents = { course: store.courses, learning_path: store.learningPaths }[type];
  if (contents === undefined) return 0;
  return [...contents.values()].filter(({ details }) => savedIds(details["categories"]).includes(id)).length;
}

/** Deletes those of the type that no quiz needs; the others are kept (the rule for another type is deduced). */
function deleteCategories(store: AcademyStore, type: string, ids: readonly Id[]) {
  const wanted = [...new Set(ids.map(toNumber))].flatMap((id) => store.categories.get(id) ?? []);
  const deleted = wanted.filter(
    (category) => category.type === type && (category.quizzes ?? []).length === 0,
  );
  const kept = wanted.filter((category) => !deleted.includes(category));
  for (const { id } of deleted) store.categories.delete(id);
  const used = kept.filter(({ quizzes }) => quizzes !== undefined && quizzes.length > 0);
  const inUse =
    used.length === 0
      ? ""
      : ` ${used.length} category(s) not deleted as it is used in dynamic quiz(s). Please remove the category from the quiz and try again.`;
  return {
    message: `${deleted.length} category(s) deleted.${inUse}`,
    deletedCategories: deleted.map(({ id }) => id),
    notDeletedCategories: kept.map(({ id }) => id),
    usedInPlaces: used.map(({ name, quizzes = [] }) => ({ [name]: quizzes })),
  };
}

/** Handlers for categories. */
export function mockCategories(server: MockServerBuilder, store: AcademyStore): void {
  const ofType = (type: string): readonly MockCategory[] =>
    [...store.categories.values()].filter((category) => category.type === type);
  const options = (type: string, words?: string): readonly NamedOption[] =>
    ofType(type)
      .filter(({ name }) => hasWords(name, words))
      .map(({ id, name }) => ({ id, name }));
  for (const [type, operation] of lists) {
    server.on(operation, ({ params }) => {
      const all = ofType(type);
      const found = all.filter(({ name }) => hasWords(name, params.search_param?.categoryName));
      const records = found.map((category) => ({
        id: category.id,
        name: category.name,
        author: keyOwnerName(store),
        count: countIn(store, category),
        created_at: toMinutes(category.createdAt),
      }));
      return pageOf(records, params, all.length);
    });
  }
  server.on(lookupCourseCategories, ({ params: { array: ids } }): readonly NamedOption[] => {
    const wanted = ids?.map(toNumber);
    return options("course").filter(({ id }) => wanted === undefined || wanted.includes(id));
  });
  server.on(lookupQuestionCategories, () => options("question"));
  for (const [type, operation] of lookups) {
    server.on(operation, ({ params: { search_term: words } }) => options(type, words));
  }
  server.on(get, ({ params }) => {
    const category = store.categories.get(toNumber(params.id));
    if (category === undefined) return notFound("category");
    const { id, name, type, createdAt } = category;
    return {
      id,
      name,
      type,
      created_by: keyOwner,
      updated_by: null,
      deleted_by: null,
      created_at: toSeconds(createdAt),
      updated_at: toSeconds(createdAt),
      deleted_at: null,
    };
  });
  server.on(create, ({ params: { category_name: name, categoryType: type } }) => {
    const id = store.nextId();
    store.categories.set(id, { id, name, type, createdAt: mockTime });
    return { message: "Category Created Successfully" };
  });
  server.on(update, ({ params: { id, category_name: name, categoryType: type } }) => {
    const category = store.categories.get(toNumber(id));
    if (category === undefined) return notFound("category");
    Object.assign(category, { name, type });
    return { message: "Category Updated Successfully" };
  });
  server.on(remove, ({ params: { type, delete_ids: ids } }) => deleteCategories(store, type, ids));
}
