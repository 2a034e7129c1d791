import { type NoParams, operation } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { entry, error, id, seenText } from "./fields.ts";

/**
 * A school grade. The vendor's page shows no field of a grade: these were seen in a partner's code (2021). Whatever else it
 * sends is kept.
 */
export interface SchoolGrade {
  /** Its id: the parameter `schoolGradeId`. */
  readonly id?: string | undefined;
  /** Its name. */
  readonly grade?: string | null | undefined;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/**
 * A school type. The vendor's page shows no field of a type: these were seen in a partner's code (2021). Whatever else it
 * sends is kept.
 */
export interface SchoolType {
  /** Its id: the parameter `schoolTypeId`. */
  readonly id?: string | undefined;
  /** Its name. */
  readonly type?: string | null | undefined;
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
 * Lists the school grades, in one reply. The vendor does not print the route; it was observed in a partner's code (2021).
 *
 * @see https://test.api.skilvul.com
 */
export const listGrades = operation<NoParams, ListSchoolGradesReply>({
  name: "schools.listGrades",
  method: "GET",
  path: "/v1/schools/grades",
  evidence: "observed",
  response: () =>
    z.looseObject({
      schoolGrades: z.array(z.looseObject({ id: z.optional(z.string()), grade: seenText() })),
      totalSchoolGrades: z.int(),
      error: error(),
    }),
});

/**
 * Lists the school types, in one reply. The vendor does not print the route; it was observed in a partner's code (2021).
 *
 * @see https://test.api.skilvul.com
 */
export const listTypes = operation<NoParams, ListSchoolTypesReply>({
  name: "schools.listTypes",
  method: "GET",
  path: "/v1/schools/types",
  evidence: "observed",
  response: () =>
    z.looseObject({
      schoolTypes: z.array(z.looseObject({ id: z.optional(z.string()), type: seenText() })),
      totalSchoolTypes: z.int(),
      error: error(),
    }),
});

/**
 * Lists the schools of a grade in a province, in one reply: the vendor shows no paging here. The route was
 * observed in a partner's code (2021), with all parameters but `schoolTypeId`, which the vendor's page documents.
 *
 * @see https://test.api.skilvul.com
 */
export const list = operation<ListSchoolsParams, ListSchoolsReply>({
  name: "schools.list",
  method: "GET",
  path: "/v1/schools",
  evidence: "observed",
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
