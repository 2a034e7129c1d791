import { operation, type RuleIssue } from "@kelaskit/core/vendor";
import * as z from "#zod";
import type { City } from "./cities.ts";
import { error, id, place, seenText, text } from "./fields.ts";
import type { Province } from "./provinces.ts";

/** A badge that a learner has earned. These fields were seen in a partner's code (2021); whatever else is sent is kept. */
export interface SkilBadge {
  /** Its name. */
  readonly name?: string | null | undefined;
  /** The address of its picture. */
  readonly pictureUrl?: string | null | undefined;
  /** Its id as an Open Badge: a text or a number, which was not seen. */
  readonly openBadgeId?: unknown;
  /** The address of its page at Badgr; both this spelling and `badgeUrl` were seen. */
  readonly badgerUrl?: string | null | undefined;
  /** The other spelling of `badgerUrl`. */
  readonly badgeUrl?: string | null | undefined;
  /** The address of its certificate. */
  readonly certificateUrl?: string | null | undefined;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/**
 * A learner. The vendor's page shows no field of a user: these were seen in a partner's code (2021). Whatever else it sends
 * is kept.
 */
export interface User {
  /** Its id. */
  readonly id?: string | undefined;
  /** The e-mail address. */
  readonly email?: string | null | undefined;
  /** The badges that the learner has earned. */
  readonly skilBadge?: readonly SkilBadge[] | null | undefined;
  /** How many badges the learner has earned. */
  readonly totalSkilBadge?: number | null | undefined;
  /** How many points the learner has; spelled like this by the vendor. */
  readonly totalSkilPoin?: number | null | undefined;
  /** Where the learner lives. */
  readonly province?: Province | null | undefined;
  /** Where the learner lives. */
  readonly city?: City | null | undefined;
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
  /** The profession: one of the texts of `professions.list`, such as `Pelajar (SMP)`. */
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

const userParams = () => z.strictObject({ userId: id() });

const badge = () =>
  z.looseObject({
    name: seenText(),
    pictureUrl: seenText(),
    openBadgeId: z.optional(z.unknown()),
    badgerUrl: seenText(),
    badgeUrl: seenText(),
    certificateUrl: seenText(),
  });

const user = () =>
  z.looseObject({
    id: z.optional(z.string()),
    email: seenText(),
    skilBadge: z.optional(z.nullable(z.array(badge()))),
    totalSkilBadge: z.optional(z.nullable(z.number())),
    totalSkilPoin: z.optional(z.nullable(z.number())),
    province: z.optional(z.nullable(place())),
    city: z.optional(z.nullable(place())),
  });

const userReply = () => z.looseObject({ user: z.nullable(user()), error: error() });

const successReply = () => z.looseObject({ success: z.boolean(), error: error() });

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** Whether a text is an existing date, with or without a time. zod's own checks would double the operation's share of a bundle. */
function isIsoDate(value: string): boolean {
  const day = value.slice(0, 10);
  return (
    /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/.test(value) &&
    !Number.isNaN(Date.parse(value)) &&
    // Some engines read February 30 as March 2.
    new Date(day).toISOString().startsWith(day)
  );
}

/** Each field that is required, and those with which it is. */
const requirements = [
  ["provinceId", "cityId"],
  ["cityId", "provinceId"],
  ["schoolGradeId", "schoolId", "otherSchoolName"],
  ["schoolProvinceId", "schoolId", "otherSchoolName"],
] as const;

/** The conditions of the vendor's page that involve several fields. */
function updateRules({ userId, ...changes }: UpdateUserParams): readonly RuleIssue[] {
  const violations: RuleIssue[] = [];
  for (const [field, ...others] of requirements) {
    const given = others.find((other) => isGiven(changes[other]));
    if (given !== undefined && !isGiven(changes[field]))
      violations.push({ field, expected: `is required with ${given}` });
  }
  if (changes.birthDate !== undefined && !isIsoDate(changes.birthDate)) {
    violations.push({
      field: "birthDate",
      expected: "must be a date in ISO 8601",
    });
  }
  if (Object.values(changes).every((value) => value === undefined)) {
    violations.push({ field: "firstName", expected: "is required without another field" });
  }
  return violations;
}

/**
 * Gets a learner, with badges and points. The route was observed in a partner's code (2021).
 *
 * @throws NotFoundError when there is no such learner.
 * @see https://test.api.skilvul.com
 */
export const get = operation<UserParams, UserReply>({
  name: "users.get",
  method: "GET",
  path: "/v1/users/{userId}",
  evidence: "observed",
  params: userParams,
  response: userReply,
});

/**
 * Updates a learner. Whether omitted fields are kept is not documented.
 *
 * The vendor does not print the route; it was observed in a partner's code (2021): PUT, with a JSON body.
 *
 * @throws InvalidParamsError when a field is given without the field it requires; nothing is sent.
 * @throws NotFoundError when there is no such learner.
 * @see https://test.api.skilvul.com
 */
export const update = operation<UpdateUserParams, UserReply>({
  name: "users.update",
  method: "PUT",
  path: "/v1/users/{userId}",
  evidence: "observed",
  // It sets values, so sending it twice has the same effect, even if you set another method.
  idempotent: true,
  params: () =>
    z.strictObject({
      userId: id(),
      firstName: z.optional(z.string()),
      lastName: z.optional(z.string()),
      gender: z.optional(z.enum(["MALE", "FEMALE", "NOT_SPECIFIED"])),
      birthPlace: z.optional(z.string()),
      birthDate: z.optional(z.string()),
      provinceId: z.optional(z.nullable(id())),
      cityId: z.optional(z.nullable(id())),
      profession: z.optional(z.string()),
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
 * The vendor does not print the route; it was observed in a partner's code (2021), which sent no body and did not look at
 * the reply. It sent `content-type: application/json`, which a request without a body does not need: should the vendor ask
 * for it (415), pass it in `headers`.
 *
 * @throws NotFoundError when there is no such learner.
 * @see https://test.api.skilvul.com
 */
export const logout = operation<UserParams, SuccessReply>({
  name: "users.logout",
  method: "POST",
  path: "/v1/users/{userId}/logout",
  evidence: "observed",
  // Logging out twice has the same effect.
  idempotent: true,
  params: userParams,
  response: successReply,
});
