import { operation, type RuleIssue } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { day, doneFields, email, maybeFlag, maybeNumber, maybeText, text } from "./fields.ts";

/** A learner to enroll in a class: an existing one by `id`, or a new one with `name` and `email`. */
export interface AttachedUser {
  /** The id of an existing learner of the institution. */
  readonly id?: number | undefined;
  /** The name; required without an `id`. */
  readonly name?: string | undefined;
  /** The e-mail address; required without an `id`. */
  readonly email?: string | undefined;
  /** The date of birth, as `YYYY-MM-DD`. */
  readonly birth_date?: string | undefined;
  /** The CPF: exactly 11 digits, without dots and hyphen. */
  readonly cpf?: string | undefined;
  /** The first day of the enrollment, as `YYYY-MM-DD`. */
  readonly registration_start_date?: string | undefined;
  /** The last day of the enrollment, as `YYYY-MM-DD`; the vendor refuses one in the past. */
  readonly registration_end_date?: string | undefined;
  /** Whether the enrollment is renewed. */
  readonly enrollment_renewal?: boolean | undefined;
}

/** The class and the learners to enroll in it. */
export interface AttachParams {
  /** The class's id. */
  readonly classId: string;
  /** The learners; at least one. */
  readonly users: readonly AttachedUser[];
}

/** The enrollment of a learner in a class. */
export interface ClassRegistration {
  /** The learner's id. */
  readonly user_id: number;
  /** The learner's name. */
  readonly user_name?: string | null | undefined;
  /** The school's id. */
  readonly school_id?: number | null | undefined;
  /** The class's id. */
  readonly class_id?: string | null | undefined;
  /** The class's name. */
  readonly class_name?: string | null | undefined;
  /** The learner's date of birth. */
  readonly birth_date?: string | null | undefined;
  /** The learner's CPF. */
  readonly cpf?: string | null | undefined;
  /** The first day of the enrollment. */
  readonly registration_start_date?: string | null | undefined;
  /** The last day of the enrollment. */
  readonly registration_end_date?: string | null | undefined;
  /** Whether the enrollment is renewed. */
  readonly enrollment_renewal?: boolean | null | undefined;
  /** The id of the enrollment. */
  readonly id?: string | null | undefined;
}

/** The reply to `classes.attach`. */
export interface AttachReply {
  /** One enrollment for each learner. */
  readonly data: readonly ClassRegistration[];
}

/** A learner to remove from a class. */
export interface DetachedUser {
  /** The name. */
  readonly name: string;
  /** The e-mail address. */
  readonly email: string;
  /** The learner's id. The vendor writes it as text here and as a number in `classes.attach`. */
  readonly id?: string | number | undefined;
}

/** The class and the learners to remove from it. */
export interface DetachParams {
  /** The class's id. */
  readonly classId: string;
  /** The learners; at least one. */
  readonly users: readonly DetachedUser[];
  /** The institution's code: the subdomain of its platform. */
  readonly institution_code?: string | undefined;
}

/** The reply to `classes.detach`. */
export interface DetachReply {
  /** True on success; false is thrown as an error. */
  readonly success?: boolean | null | undefined;
  /** The vendor's message. */
  readonly message?: string | null | undefined;
}

/** A CPF. Only here does the vendor document its form. */
const cpf = () =>
  z
    .string()
    .check(z.refine((value: string) => /^\d{11}$/.test(value), { error: "a CPF of exactly 11 digits" }));

function attachRules({ users }: AttachParams): readonly RuleIssue[] {
  return users.flatMap(({ id, name, email: address }, index) => {
    if (id !== undefined) return [];
    const missing = [...(name === undefined ? ["name"] : []), ...(address === undefined ? ["email"] : [])];
    return missing.map((field) => ({
      field: `users[${index}].${field}`,
      expected: "is required for a learner without an id",
    }));
  });
}

/**
 * Enrolls learners in a class, and registers those who are new to the institution. Sent at most once: the vendor does not
 * document what a second enrollment does.
 *
 * @throws InvalidParamsError when a learner has neither an id nor a name and e-mail address, or a value is wrong; nothing
 * is sent.
 * @see https://docs.toolzz.dev/lxp-reference/classrooms/enroll-students-classes/
 */
export const attach = operation<AttachParams, AttachReply>({
  name: "classes.attach",
  method: "POST",
  path: "/api/classes/{classId}/attach",
  evidence: "documented",
  params: () =>
    z.strictObject({
      classId: text(),
      users: z
        .array(
          z.strictObject({
            id: z.optional(z.int()),
            name: z.optional(text()),
            email: z.optional(email()),
            birth_date: z.optional(day()),
            cpf: z.optional(cpf()),
            registration_start_date: z.optional(day()),
            registration_end_date: z.optional(day()),
            enrollment_renewal: z.optional(z.boolean()),
          }),
        )
        .check(z.minLength(1)),
    }),
  rules: attachRules,
  response: () =>
    z.looseObject({
      data: z.array(
        z.looseObject({
          user_id: z.int(),
          user_name: maybeText(),
          school_id: maybeNumber(),
          class_id: maybeText(),
          class_name: maybeText(),
          birth_date: maybeText(),
          cpf: maybeText(),
          registration_start_date: maybeText(),
          registration_end_date: maybeText(),
          enrollment_renewal: maybeFlag(),
          id: maybeText(),
        }),
      ),
    }),
});

/**
 * Removes learners from a class. Sent at most once: the vendor does not document what a second request does.
 *
 * @throws ApiError when the vendor refuses, also with `success: false` in a reply of status 200.
 * @see https://docs.toolzz.dev/lxp-reference/classrooms/unenroll-students-classes/
 */
export const detach = operation<DetachParams, DetachReply>({
  name: "classes.detach",
  method: "POST",
  path: "/api/classes/{classId}/detach",
  evidence: "documented",
  params: () =>
    z.strictObject({
      classId: text(),
      users: z
        .array(
          z.strictObject({
            name: text(),
            email: email(),
            id: z.optional(z.union([text(), z.int()])),
          }),
        )
        .check(z.minLength(1)),
      institution_code: z.optional(text()),
    }),
  response: () => z.looseObject(doneFields()),
});
