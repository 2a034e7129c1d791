import { pagedOperation } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { maybeList, maybeNumber, maybeText, pageNumber } from "./fields.ts";
import { plainPager } from "./pagination.ts";

/** Which courses to list. */
export interface ListCoursesParams {
  /** 1 for curricular components, 2 for courses. */
  readonly typeId: 1 | 2;
  /** Courses of this group; no `<`, `>` or `&`. */
  readonly group?: string | undefined;
  /** Courses of this subgroup; no `<`, `>` or `&`. */
  readonly subgroup?: string | undefined;
  /** Courses of this specialty; no `<`, `>` or `&`. */
  readonly specialty?: string | undefined;
  /** Published courses or drafts. @default most likely the published ones */
  readonly status?: "Published" | "Draft" | undefined;
  /** The number of the page. @default 1 */
  readonly page?: number | undefined;
}

/** The class of a course. */
export interface CourseClass {
  /** Its id, for `classes.attach`. */
  readonly id?: string | null | undefined;
  /** Its title. */
  readonly titulo?: string | null | undefined;
  /** The id of its course. */
  readonly curso_id?: string | null | undefined;
  /** Its code. */
  readonly code?: string | null | undefined;
  /** The number of its status. */
  readonly status_id?: number | null | undefined;
}

/** A free course, under the vendor's Portuguese names. The entries of its lists are not documented. */
export interface Course {
  /** Its id, a string. */
  readonly id: string;
  /** Its title. */
  readonly titulo?: string | null | undefined;
  /** Its description. */
  readonly descricao?: string | null | undefined;
  /** Its cover image. */
  readonly capa?: string | null | undefined;
  /** Its price, as text. */
  readonly preco?: string | null | undefined;
  /** 1 for a curricular component, 2 for a course. */
  readonly cursos_tipo_id?: number | null | undefined;
  /** Its classification. */
  readonly classification?: string | null | undefined;
  /** The id of its classification. */
  readonly classification_id?: string | null | undefined;
  /** Its groups (cycles). */
  readonly ciclos?: readonly unknown[] | null | undefined;
  /** Its subgroups (stages). */
  readonly etapas?: readonly unknown[] | null | undefined;
  /** Its specialties (disciplines). */
  readonly disciplinas?: readonly unknown[] | null | undefined;
  /** Its schools. */
  readonly escolas?: readonly unknown[] | null | undefined;
  /** Its tags. */
  readonly tags?: readonly unknown[] | null | undefined;
  /** Its class. */
  readonly class?: CourseClass | null | undefined;
}

/** A page of courses. The vendor shows no other field. */
export interface ListCoursesReply {
  /** The courses. */
  readonly data: readonly Course[];
}

const filter = () =>
  z.optional(
    z.string().check(z.refine((value: string) => !/[<>&]/.test(value), { error: "text without <, > and &" })),
  );

const course = () =>
  z.looseObject({
    id: z.string(),
    titulo: maybeText(),
    descricao: maybeText(),
    capa: maybeText(),
    preco: maybeText(),
    cursos_tipo_id: maybeNumber(),
    classification: maybeText(),
    classification_id: maybeText(),
    ciclos: maybeList(),
    etapas: maybeList(),
    disciplinas: maybeList(),
    escolas: maybeList(),
    tags: maybeList(),
    class: z.optional(
      z.nullable(
        z.looseObject({
          id: maybeText(),
          titulo: maybeText(),
          curso_id: maybeText(),
          code: maybeText(),
          status_id: maybeNumber(),
        }),
      ),
    ),
  });

/**
 * Lists the institution's free courses. Await it for one page; iterate it for the courses of all pages. The vendor returns
 * neither a total nor a last page, so the list ends at a page that is empty or repeated.
 *
 * @see https://docs.toolzz.dev/lxp-reference/courses/list-courses/
 */
export const list = pagedOperation<ListCoursesParams, ListCoursesReply, Course>({
  name: "courses.list",
  method: "GET",
  path: "/api/courses/all/{typeId}",
  evidence: "documented",
  params: () =>
    z.strictObject({
      typeId: z.literal([1, 2]),
      group: filter(),
      subgroup: filter(),
      specialty: filter(),
      status: z.optional(z.enum(["Published", "Draft"])),
      page: pageNumber(),
    }),
  response: () => z.looseObject({ data: z.array(course()) }),
  pager: plainPager(),
});
