import { type NoParams, operation } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { entry, error, id } from "./fields.ts";

/** A school grade. The vendor's page shows no field of a grade; whatever it sends is kept. */
export interface SchoolGrade {
  /** Its id; the name is deduced from `schoolGradeId`. */
  readonly id?: string | undefined;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/** A school type. The vendor's page shows no field of a type; whatever it sends is kept. */
export interface SchoolType {
  /** Its id; the name is deduced from `schoolTypeId`. */
  readonly id?: string | undefined;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/** A school. The vendor's page shows no field of a school; whatever it sends is kept. */
export interface School {
  /** Its id; the name is deduced from `schoolId`. */
  readonly id?: string | undefined;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/** All grades. */
export interface ListSchoolGradesReply {
  /** The grades. */
  readonly schoolGrades: readonly SchoolGrade[];
  /** How many grades there are. */
  readonly totalSchoolGrades: number;
  /** Null on success. */
  readonly error?: unknown;
}

/** All types. */
export interface ListSchoolTypesReply {
  /** The types. */
  readonly schoolTypes: readonly SchoolType[];
  /** How many types there are. */
  readonly totalSchoolTypes: number;
  /** Null on success. */
  readonly error?: unknown;
}

/** Which schools to list. */
export interface ListSchoolsParams {
  /** The grade they teach. */
  readonly schoolGradeId: string;
  /** The province they are in. */
  readonly provinceId: string;
  /** Their type. */
  readonly schoolTypeId?: string | undefined;
  /** The city they are in. */
  readonly cityId?: string | undefined;
  /** Text to search for, most likely in their names. */
  readonly search?: string | undefined;
}

/** The schools that were found. */
export interface ListSchoolsReply {
  /** The schools. */
  readonly schools: readonly School[];
  /** How many schools were found. */
  readonly totalSchools: number;
  /** Null on success. */
  readonly error?: unknown;
}

/**
 * Lists the school grades. The route is proposed: the vendor has the operation but does not print its path; `/grades`
 * is ours.
 *
 * @see https://test.api.skilvul.com
 */
export const listGrades = operation<NoParams, ListSchoolGradesReply>({
  name: "schools.listGrades",
  method: "GET",
  path: "/v1/schools/grades",
  evidence: "proposed",
  response: () =>
    z.looseObject({ schoolGrades: z.array(entry()), totalSchoolGrades: z.int(), error: error() }),
});

/**
 * Lists the school types. The route is proposed: the vendor has the operation but does not print its path; `/types` is
 * ours.
 *
 * @see https://test.api.skilvul.com
 */
export const listTypes = operation<NoParams, ListSchoolTypesReply>({
  name: "schools.listTypes",
  method: "GET",
  path: "/v1/schools/types",
  evidence: "proposed",
  response: () => z.looseObject({ schoolTypes: z.array(entry()), totalSchoolTypes: z.int(), error: error() }),
});

/**
 * Lists the schools of a grade in a province, in one reply: the vendor shows no paging here. The route is deduced from the
 * section's path.
 *
 * @see https://test.api.skilvul.com
 */
export const list = operation<ListSchoolsParams, ListSchoolsReply>({
  name: "schools.list",
  method: "GET",
  path: "/v1/schools",
  evidence: "deduced",
  params: () =>
    z.strictObject({
      schoolGradeId: id(),
      provinceId: id(),
      schoolTypeId: z.optional(id()),
      cityId: z.optional(id()),
      search: z.optional(z.string()),
    }),
  response: () => z.looseObject({ schools: z.array(entry()), totalSchools: z.int(), error: error() }),
});
