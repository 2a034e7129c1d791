import { pagedOperation } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { maybeList, maybeParam, maybeText, pageNumber, pageSize } from "./fields.ts";
import { pageFields } from "./page-schemas.ts";
import { metaPager, type Page } from "./pagination.ts";

/** Which schools to list. */
export interface ListSchoolsParams {
  /** Schools with this name; whether a part is enough is not documented. */
  readonly name?: string | undefined;
  /** The school with this contract number. */
  readonly contractNumber?: string | undefined;
  /** The school with this part of the platform's URL. */
  readonly urlSlug?: string | undefined;
  /** The number of the page. @default 1 */
  readonly page?: number | undefined;
  /** How many schools a page contains. */
  readonly perPage?: number | undefined;
}

/** A group of a school. */
export interface SchoolGroup {
  /** Its id. */
  readonly id: number;
  /** Its name. */
  readonly name?: string | null | undefined;
}

/** The address of a school. */
export interface SchoolLocation {
  readonly street?: string | null | undefined;
  readonly number?: string | null | undefined;
  readonly additionalDetails?: string | null | undefined;
  readonly district?: string | null | undefined;
  readonly city?: string | null | undefined;
  readonly state?: string | null | undefined;
  readonly zipCode?: string | null | undefined;
}

/** The colors of a school's pages, such as `#000000`. */
export interface SchoolColors {
  readonly primary?: string | null | undefined;
  readonly secondary?: string | null | undefined;
  readonly buttonText?: string | null | undefined;
}

/** The pages of a school in social networks. */
export interface SchoolSocial {
  readonly facebook?: string | null | undefined;
  readonly youtube?: string | null | undefined;
  readonly instagram?: string | null | undefined;
}

/** A school of the institution, which the vendor also calls a unit. */
export interface School {
  /** Its id, for `schools` of other operations. */
  readonly id: number;
  /** Its name. */
  readonly name?: string | null | undefined;
  /** Its part of the platform's URL. */
  readonly urlSlug?: string | null | undefined;
  /** Its contract number. */
  readonly contractNumber?: string | null | undefined;
  /** Its tags; the entries are not documented. */
  readonly tags?: readonly unknown[] | null | undefined;
  /** Its tax number. */
  readonly taxId?: string | null | undefined;
  /** Its groups; named in the singular here. */
  readonly group?: readonly SchoolGroup[] | null | undefined;
  /** Its subgroups; the entries are not documented. */
  readonly subgroups?: readonly unknown[] | null | undefined;
  /** Its specialties; the entries are not documented. */
  readonly specialties?: readonly unknown[] | null | undefined;
  /** The colors of its pages. */
  readonly colorScheme?: SchoolColors | null | undefined;
  /** Its pages in social networks. */
  readonly social?: SchoolSocial | null | undefined;
  /** Its address. */
  readonly location?: SchoolLocation | null | undefined;
  /** What is switched on, by name, such as `enableForum`. */
  readonly features?: Readonly<Record<string, boolean>> | null | undefined;
  /** When it was created; the format is not documented. */
  readonly createdAt?: string | null | undefined;
  /** When it was last updated. */
  readonly updatedAt?: string | null | undefined;
}

/** The numbers of a page of schools. */
export interface SchoolsMeta extends Omit<Page<School>, "data" | "total"> {
  /** The number of schools of all pages. */
  readonly total: number;
}

/** A page of schools. */
export interface ListSchoolsReply {
  /** The schools. */
  readonly data: readonly School[];
  /** The numbers of this page. */
  readonly meta: SchoolsMeta;
}

const maybe = <Shape extends Record<string, ReturnType<typeof maybeText>>>(shape: Shape) =>
  z.optional(z.nullable(z.looseObject(shape)));

const school = () =>
  z.looseObject({
    id: z.int(),
    name: maybeText(),
    urlSlug: maybeText(),
    contractNumber: maybeText(),
    tags: maybeList(),
    taxId: maybeText(),
    group: z.optional(z.nullable(z.array(z.looseObject({ id: z.int(), name: maybeText() })))),
    subgroups: maybeList(),
    specialties: maybeList(),
    colorScheme: maybe({ primary: maybeText(), secondary: maybeText(), buttonText: maybeText() }),
    social: maybe({ facebook: maybeText(), youtube: maybeText(), instagram: maybeText() }),
    location: maybe({
      street: maybeText(),
      number: maybeText(),
      additionalDetails: maybeText(),
      district: maybeText(),
      city: maybeText(),
      state: maybeText(),
      zipCode: maybeText(),
    }),
    features: z.optional(z.nullable(z.record(z.string(), z.boolean()))),
    createdAt: maybeText(),
    updatedAt: maybeText(),
  });

/**
 * Lists the institution's schools, whose ids enrollments and registrations need. Await it for one page; iterate it for the schools
 * of all pages.
 *
 * It is on the institution's own domain: set `servers.institution`. That it gets the token of the client's login is deduced.
 *
 * @throws ConfigurationError when the address of the institution's domain is missing; nothing is sent.
 * @see https://docs.toolzz.dev/lxp-reference/units/list-units/
 */
export const list = pagedOperation<ListSchoolsParams, ListSchoolsReply, School>({
  name: "schools.list",
  method: "GET",
  path: "/api/v1/schools",
  evidence: "documented",
  server: "institution",
  params: () =>
    z.strictObject({
      name: maybeParam(),
      contractNumber: maybeParam(),
      urlSlug: maybeParam(),
      page: pageNumber(),
      perPage: pageSize(),
    }),
  response: () =>
    z.looseObject({
      data: z.array(school()),
      meta: z.looseObject({ ...pageFields(), total: z.int() }),
    }),
  pager: metaPager(),
});
