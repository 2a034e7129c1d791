/**
 * Categories of courses, products, questions, modules, users and learning paths: lists for tables, lookups for form
 * elements, and one set of operations that changes all of them by type.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
import type { NoParams } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { listOperation, operation } from "./operation.ts";
import { id, ids, sortedPageParams, text } from "./fields.ts";
import type { Page, PageParams } from "./pagination.ts";
import { maybe, maybeNumber, maybeText, message, namedOption, page } from "./shared/replies.ts";
import type { Id, Message, NamedOption, OpenEnum, Ordering } from "./shared/shapes.ts";

/**
 * The type of a category. The vendor names these three for creation; how it spells those of modules, users and learning
 * paths is not documented: read one with `categories.get` to find out.
 */
export type CategoryType = OpenEnum<"course" | "product" | "question">;

/** A category in a list. */
export interface CategorySummary {
  readonly id: number;
  readonly name?: string | null | undefined;
  /** The name of the user who created it. */
  readonly author?: string | null | undefined;
  /** How many courses, products, questions, modules or learning paths are in it. */
  readonly count?: number | null | undefined;
  /** For example, "Aug 10, 2020 12:43 PM"; the zone is not documented. */
  readonly created_at?: string | null | undefined;
}

/** What to search categories by. */
export interface CategorySearch {
  /** The name; whether a part of it is enough is not documented. */
  readonly categoryName?: string | undefined;
  readonly [column: string]: unknown;
}

/** Which categories of a type to list. */
export interface ListCategoriesParams extends PageParams {
  readonly order_by?: Ordering | undefined;
  readonly search_param?: CategorySearch | undefined;
}

/** Which categories of courses to look up. */
export interface LookupCourseCategoriesParams {
  /**
   * Ids of categories. The vendor's page prints this name and calls it `categoryIds` in its text. Sent as JSON text.
   */
  readonly array?: readonly Id[] | undefined;
}

/** Which categories to look up. */
export interface LookupCategoriesParams {
  /** The name or a part of it. */
  readonly search_term?: string | undefined;
}

/** Which category to read. */
export interface GetCategoryParams {
  readonly id: Id;
}

/** A category. */
export interface Category {
  readonly id: number;
  readonly name?: string | null | undefined;
  readonly type?: CategoryType | null | undefined;
  /** The id of the user who created it. */
  readonly created_by?: number | null | undefined;
  /** The id of the user who changed it last. */
  readonly updated_by?: number | null | undefined;
  /** The id of the user who deleted it. */
  readonly deleted_by?: number | null | undefined;
  /** For example, "2020-08-10 12:43:12"; the zone is not documented. */
  readonly created_at?: string | null | undefined;
  /** When it was changed last. */
  readonly updated_at?: string | null | undefined;
  /** When it was deleted; null if it was not. */
  readonly deleted_at?: string | null | undefined;
}

/** A category to create. */
export interface CreateCategoryParams {
  /** Its name, returned as `name`. */
  readonly category_name: string;
  /** Its type, returned as `type`. */
  readonly categoryType: CategoryType;
}

/** Which category to change, and its new values. */
export interface UpdateCategoryParams {
  readonly id: Id;
  /** Its name, returned as `name`. */
  readonly category_name: string;
  /** Its type, returned as `type`. Whether a different type than its current one is accepted is not documented. */
  readonly categoryType: CategoryType;
}

/** Which categories to delete. */
export interface DeleteCategoriesParams {
  /** Their type; the other operations call it `categoryType`. */
  readonly type: CategoryType;
  /** Ids of categories, all of that type. Sent as JSON text. */
  readonly delete_ids: readonly Id[];
  /** A category's name; why it is required in addition to the ids is not documented. */
  readonly categoryName: string;
}

/** Which categories were deleted, and why others were not. */
export interface DeleteCategoriesReply {
  /** The vendor's message, with both counts. */
  readonly message?: string | null | undefined;
  /** Ids of those that were deleted. */
  readonly deletedCategories?: readonly number[] | null | undefined;
  /** Ids of those that are still there. */
  readonly notDeletedCategories?: readonly number[] | null | undefined;
  /** The quizzes that draw questions from a category, by the category's name: one object for each category. */
  readonly usedInPlaces?: readonly Readonly<Record<string, readonly NamedOption[]>>[] | null | undefined;
}

const listCategoriesParams = () =>
  z.strictObject({
    ...sortedPageParams(),
    search_param: z.optional(z.looseObject({ categoryName: z.optional(z.string()) })),
  });

const categoryPage = () =>
  page(
    z.looseObject({
      id: z.number(),
      name: maybeText(),
      author: maybeText(),
      count: maybeNumber(),
      created_at: maybeText(),
    }),
  );

/** Lists the categories of courses, with how many courses each has. */
export const listCourseCategories = listOperation<
  ListCategoriesParams,
  Page<CategorySummary>,
  CategorySummary
>({
  name: "categories.listCourseCategories",
  method: "GET",
  path: "/category/course/list",
  params: listCategoriesParams,
  response: categoryPage,
});

/** Lists the categories of modules, with how many modules each has. */
export const listModuleCategories = listOperation<
  ListCategoriesParams,
  Page<CategorySummary>,
  CategorySummary
>({
  name: "categories.listModuleCategories",
  method: "GET",
  path: "/category/module/list",
  params: listCategoriesParams,
  response: categoryPage,
});

/** Lists the categories of products, with how many products each has. */
export const listProductCategories = listOperation<
  ListCategoriesParams,
  Page<CategorySummary>,
  CategorySummary
>({
  name: "categories.listProductCategories",
  method: "GET",
  path: "/category/product/list",
  params: listCategoriesParams,
  response: categoryPage,
});

/** Lists the categories of questions, with how many questions each has. */
export const listQuestionCategories = listOperation<
  ListCategoriesParams,
  Page<CategorySummary>,
  CategorySummary
>({
  name: "categories.listQuestionCategories",
  method: "GET",
  path: "/category/question/list",
  params: listCategoriesParams,
  response: categoryPage,
});

/** Lists the categories of learning paths, with how many learning paths each has. */
export const listLearningPathCategories = listOperation<
  ListCategoriesParams,
  Page<CategorySummary>,
  CategorySummary
>({
  name: "categories.listLearningPathCategories",
  method: "GET",
  path: "/category/learningPath/list",
  params: listCategoriesParams,
  response: categoryPage,
});

/**
 * Looks up categories of courses, all of them or those of the given ids. The vendor's text refers to all categories,
 * its sample is a single one outside a list: handle both. If `array` does not filter, try the name in the text,
 * `extraParams: { categoryIds: "[1,2]" }`; its other filter, `courseIds`, is not a parameter on the page either.
 */
export const lookupCourseCategories = operation<
  LookupCourseCategoriesParams,
  NamedOption | readonly NamedOption[]
>({
  name: "categories.lookupCourseCategories",
  method: "GET",
  path: "/category/course/lookup",
  encode: { array: "json" },
  params: () => z.strictObject({ array: z.optional(ids()) }),
  response: () => z.union([z.array(namedOption()), namedOption()]),
});

/** Looks up all categories of questions; unlike its siblings it takes no search term. */
export const lookupQuestionCategories = operation<NoParams, readonly NamedOption[]>({
  name: "categories.lookupQuestionCategories",
  method: "GET",
  path: "/category/question/lookup",
  response: () => z.array(namedOption()),
});

/** Looks up categories of users by name; no list of them is documented. */
export const lookupUserCategories = operation<LookupCategoriesParams, readonly NamedOption[]>({
  name: "categories.lookupUserCategories",
  method: "GET",
  path: "/category/user/lookup",
  params: () => z.strictObject({ search_term: z.optional(text()) }),
  response: () => z.array(namedOption()),
});

/** Looks up categories of learning paths by name. */
export const lookupLearningPathCategories = operation<LookupCategoriesParams, readonly NamedOption[]>({
  name: "categories.lookupLearningPathCategories",
  method: "GET",
  path: "/category/learningPath/lookup",
  params: () => z.strictObject({ search_term: z.optional(text()) }),
  response: () => z.array(namedOption()),
});

/** Reads a category of any type, with its creator and creation time. */
export const get = operation<GetCategoryParams, Category>({
  name: "categories.get",
  method: "GET",
  path: "/category/{id}",
  params: () => z.strictObject({ id: id() }),
  response: () =>
    z.looseObject({
      id: z.number(),
      name: maybeText(),
      type: maybeText(),
      created_by: maybeNumber(),
      updated_by: maybeNumber(),
      deleted_by: maybeNumber(),
      created_at: maybeText(),
      updated_at: maybeText(),
      deleted_at: maybeText(),
    }),
});

/**
 * Creates a category. The reply has no id: look it up by name in the list of its type. Whether a name that is taken is
 * refused is not documented.
 */
export const create = operation<CreateCategoryParams, Message>({
  name: "categories.create",
  method: "POST",
  path: "/category",
  params: () => z.strictObject({ category_name: text(), categoryType: text() }),
  response: () => message(),
});

/** Renames a category. Its type is required, even if unchanged. */
export const update = operation<UpdateCategoryParams, Message>({
  name: "categories.update",
  method: "PUT",
  path: "/category/{id}",
  params: () => z.strictObject({ id: id(), category_name: text(), categoryType: text() }),
  response: () => message(),
});

/**
 * Deletes categories of one type. Those that a quiz draws its questions from are kept: a successful reply may have
 * deleted only some or none, so check `notDeletedCategories`; in the sample, the lists and the counts in the message
 * disagree. The vendor requires `categoryName` and does not say why; its sample gives one name for three ids.
 */
const remove = operation<DeleteCategoriesParams, DeleteCategoriesReply>({
  name: "categories.delete",
  method: "DELETE",
  path: "/category",
  encode: { delete_ids: "json" },
  params: () => z.strictObject({ type: text(), delete_ids: ids(), categoryName: z.string() }),
  response: () =>
    z.looseObject({
      message: maybeText(),
      deletedCategories: maybe(z.array(z.number())),
      notDeletedCategories: maybe(z.array(z.number())),
      usedInPlaces: maybe(z.array(z.record(z.string(), z.array(namedOption())))),
    }),
});

export { remove as delete };
