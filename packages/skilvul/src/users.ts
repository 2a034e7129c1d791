import { operation, type RuleIssue } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { entry, error, id, text } from "./fields.ts";

/** A learner. The vendor's page shows no field of a user; whatever it sends is kept. */
export interface User {
  /** Its id; the name is deduced from `userId`. */
  readonly id?: string | undefined;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/** Which learner is meant. */
export interface UserParams {
  /** The learner's id. */
  readonly userId: string;
}

/** A learner. */
export interface UserReply {
  /** The learner. */
  readonly user: User | null;
  /** Null on success. */
  readonly error?: unknown;
}

/** Whether the request succeeded. */
export interface SuccessReply {
  /** True on success. */
  readonly success: boolean;
  /** Null on success. */
  readonly error?: unknown;
}

/** The genders that the vendor accepts. */
export type Gender = "MALE" | "FEMALE" | "NOT_SPECIFIED";

/**
 * The changes to a learner: at least one field. Null is accepted where the vendor's page mentions a field being null, and
 * counts as not given in the conditions.
 */
export interface UpdateUserParams {
  /** The learner's id. */
  readonly userId: string;
  /** The given name. */
  readonly firstName?: string | undefined;
  /** The family name. */
  readonly lastName?: string | undefined;
  /** The gender. */
  readonly gender?: Gender | undefined;
  /** Where the learner was born. */
  readonly birthPlace?: string | undefined;
  /** When the learner was born, in ISO 8601: `2001-05-17T00:00:00.000Z`; a date alone is accepted too. */
  readonly birthDate?: string | undefined;
  /** The province; required together with `cityId`. */
  readonly provinceId?: string | null | undefined;
  /** The city; required together with `provinceId`. */
  readonly cityId?: string | null | undefined;
  /** The name of the profession, such as `Pelajar (SMP)`. */
  readonly profession?: string | undefined;
  /** The school, if it is one of `schools.list`. */
  readonly schoolId?: string | null | undefined;
  /** The name of a school that is not in the list; the vendor ignores it when `schoolId` is given. */
  readonly otherSchoolName?: string | null | undefined;
  /** The school's grade; required with `schoolId` or `otherSchoolName`. */
  readonly schoolGradeId?: string | undefined;
  /** The school's type. */
  readonly schoolTypeId?: string | undefined;
  /** The school's province; required with `schoolId` or `otherSchoolName`. */
  readonly schoolProvinceId?: string | undefined;
  /** The school's city. */
  readonly schoolCityId?: string | undefined;
}

const maybeText = () => z.optional(z.string());

const userParams = () => z.strictObject({ userId: id() });

const userReply = () => z.looseObject({ user: z.nullable(entry()), error: error() });

const successReply = () => z.looseObject({ success: z.boolean(), error: error() });

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** Whether a text is an existing date, with or without a time. zod's own checks would double the operation's share of a bundle. */
function isIsoDate(value: string): boolean {
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/.test(value)) return false;
  if (Number.isNaN(Date.parse(value))) return false;
  const day = value.slice(0, 10);
  // Some engines read February 30 as March 2.
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

/** The conditions of the vendor's page that involve several fields. */
function updateRules({ userId, ...changes }: UpdateUserParams): readonly RuleIssue[] {
  const violations: RuleIssue[] = [];
  const require = (field: keyof typeof changes, isRequired: boolean, condition: string): void => {
    if (isRequired && !isGiven(changes[field]))
      violations.push({ field, expected: `is required ${condition}` });
  };
  const hasSchool = isGiven(changes.schoolId) || isGiven(changes.otherSchoolName);
  require("provinceId", isGiven(changes.cityId), "together with cityId");
  require("cityId", isGiven(changes.provinceId), "together with provinceId");
  require("schoolGradeId", hasSchool, "when schoolId or otherSchoolName is given");
  require("schoolProvinceId", hasSchool, "when schoolId or otherSchoolName is given");
  if (changes.birthDate !== undefined && !isIsoDate(changes.birthDate)) {
    violations.push({
      field: "birthDate",
      expected: "must be a date in ISO 8601, such as 2001-05-17T00:00:00.000Z",
    });
  }
  if (Object.values(changes).every((value) => value === undefined)) {
    violations.push({ field: "firstName", expected: "is required, unless another field to change is given" });
  }
  return violations;
}

/**
 * Gets a learner. The route is deduced from the section's path and the variable's name.
 *
 * @throws NotFoundError when there is no such learner.
 * @see https://test.api.skilvul.com
 */
export const get = operation<UserParams, UserReply>({
  name: "users.get",
  method: "GET",
  path: "/v1/users/{userId}",
  evidence: "deduced",
  params: userParams,
  response: userReply,
});

/**
 * Updates a learner. Whether omitted fields are kept is not documented.
 *
 * The route is proposed: the path is deduced, the method PUT is ours (it may be PATCH). The client refuses the call until
 * you set the route, `routes: { "users.update": "PUT /v1/users/{userId}" }`, or allow guesses with
 * `unverifiedRoutes: "allow"`.
 *
 * @throws InvalidParamsError when a field is given without the field it requires; nothing is sent.
 * @throws UnverifiedRouteError unless the route is set or guesses are allowed.
 * @see https://test.api.skilvul.com
 */
export const update = operation<UpdateUserParams, UserReply>({
  name: "users.update",
  method: "PUT",
  path: "/v1/users/{userId}",
  evidence: "proposed",
  // It sets values, so sending it twice has the same effect, whatever the method.
  idempotent: true,
  params: () =>
    z.strictObject({
      userId: id(),
      firstName: maybeText(),
      lastName: maybeText(),
      gender: z.optional(z.enum(["MALE", "FEMALE", "NOT_SPECIFIED"])),
      birthPlace: maybeText(),
      birthDate: maybeText(),
      provinceId: z.optional(z.nullable(id())),
      cityId: z.optional(z.nullable(id())),
      profession: maybeText(),
      schoolId: z.optional(z.nullable(id())),
      otherSchoolName: z.optional(z.nullable(text())),
      schoolGradeId: z.optional(id()),
      schoolTypeId: z.optional(id()),
      schoolProvinceId: z.optional(id()),
      schoolCityId: z.optional(id()),
    }),
  rules: updateRules,
  response: userReply,
});

/**
 * Resends the e-mail that verifies a learner's address. Never retried: each request sends an e-mail.
 *
 * The route is proposed: method and suffix are ours. The client refuses the call until you set the route,
 * `routes: { "users.resendVerification": "POST /v1/users/{userId}/resend-verification" }`, or allow guesses with
 * `unverifiedRoutes: "allow"`.
 *
 * @throws UnverifiedRouteError unless the route is set or guesses are allowed.
 * @see https://test.api.skilvul.com
 */
export const resendVerification = operation<UserParams, SuccessReply>({
  name: "users.resendVerification",
  method: "POST",
  path: "/v1/users/{userId}/resend-verification",
  evidence: "proposed",
  params: userParams,
  response: successReply,
});

/**
 * Logs a learner out; your own tokens stay valid.
 *
 * The route is proposed: method and suffix are ours. The client refuses the call until you set the route,
 * `routes: { "users.logout": "POST /v1/users/{userId}/logout" }`, or allow guesses with `unverifiedRoutes: "allow"`.
 *
 * @throws UnverifiedRouteError unless the route is set or guesses are allowed.
 * @see https://test.api.skilvul.com
 */
export const logout = operation<UserParams, SuccessReply>({
  name: "users.logout",
  method: "POST",
  path: "/v1/users/{userId}/logout",
  evidence: "proposed",
  // Logging out twice has the same effect.
  idempotent: true,
  params: userParams,
  response: successReply,
});
