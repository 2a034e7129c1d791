import { operation, type RuleIssue } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { day, email, isEmail, maybeParam, schoolIds, text } from "./fields.ts";
import type { CreatedUser, UpdatedUser, UserDetails } from "./user-replies.ts";
import { createdUser, updatedUser, userDetails } from "./user-reply-schemas.ts";

/**
 * The permission of a user. The vendor accepts these four without naming them; another of its pages assigns 4 to learners,
 * most likely on the same scale.
 */
export type Permission = 2 | 3 | 4 | 5;

/** A user to register. */
export interface CreateUserParams {
  /** The e-mail address. */
  readonly email: string;
  /** The name. */
  readonly name: string;
  /** The ids of the schools to register the user in, at least one. */
  readonly schools: readonly number[];
  /** The permission. */
  readonly permission: Permission;
  /** The CPF, the Brazilian tax number; whether with or without dots is not documented. */
  readonly cpf?: string | undefined;
  /** The phone number. */
  readonly phone?: string | undefined;
  /** The date of birth, as `YYYY-MM-DD`. */
  readonly birth_date?: string | undefined;
  /** The password; the effect of omitting it is not documented. */
  readonly password?: string | undefined;
}

/** The reply to `users.create`. */
export interface CreateUserReply {
  /** The user. */
  readonly data: CreatedUser;
}

/** The changes to an address. */
export interface AddressChanges {
  /** The postal code. */
  readonly cep?: string | undefined;
  /** The house number. */
  readonly number?: number | undefined;
  /** The street. */
  readonly street?: string | undefined;
  /** The status. */
  readonly state?: string | undefined;
  /** Additional address information, such as the apartment. */
  readonly complement?: string | undefined;
  /** The district. */
  readonly neighborhood?: string | undefined;
}

/** The changes to a user: at least one field. */
export interface UserChanges {
  /** The name. */
  readonly name?: string | undefined;
  /** The registration number. */
  readonly academic_register?: string | undefined;
  /** The CPF. */
  readonly cpf?: string | undefined;
  /** The RG. */
  readonly rg?: string | undefined;
  /** The e-mail address. */
  readonly email?: string | undefined;
  /** The CNPJ, the tax number of the user's company. */
  readonly cnpj?: string | undefined;
  /** The phone number. */
  readonly phone?: string | undefined;
  /** The date of birth, as `YYYY-MM-DD`; the format is that of the other operations (deduced). */
  readonly birth_date?: string | undefined;
  /** The ids of the user's schools. */
  readonly school_ids?: readonly number[] | undefined;
  /** The address. */
  readonly address?: AddressChanges | undefined;
}

/** The user to update, and the changes. */
export interface UpdateUserParams {
  /** The user's id. The vendor writes it as text here and as a number elsewhere. */
  readonly userId: number | string;
  /** The changes; a nested object on the wire, too. */
  readonly user: UserChanges;
}

/** The reply to `users.update`. */
export interface UpdateUserReply {
  /** The user. */
  readonly user: UpdatedUser;
}

/** The user to find. */
export interface FindUserParams {
  /** What `value` contains. */
  readonly by: "email" | "cpf";
  /** The e-mail address, or the CPF's 11 digits with or without dots and hyphen. */
  readonly value: string;
}

/** The reply to `users.find`. */
export interface FindUserReply {
  /** The user; the reply for an unknown one is not documented. */
  readonly data: UserDetails | null;
}

function updateRules({ user }: UpdateUserParams): readonly RuleIssue[] {
  const isEmpty = Object.values(user).every((value) => value === undefined);
  return isEmpty ? [{ field: "user", expected: "must contain at least one field to change" }] : [];
}

/** A value of the wrong kind would find no user, and look like an unknown one. */
function findRules({ by, value }: FindUserParams): readonly RuleIssue[] {
  if (by === "email") {
    return isEmail(value)
      ? []
      : [{ field: "value", expected: 'must be an e-mail address, because `by` is "email"' }];
  }
  const isCpf = /^\d{3}\.?\d{3}\.?\d{3}-?\d{2}$/.test(value);
  return isCpf ? [] : [{ field: "value", expected: 'must be a CPF of 11 digits, because `by` is "cpf"' }];
}

/**
 * Registers a user in one or more schools. Sent at most once: a second request may register the user twice.
 *
 * @throws InvalidParamsError when the e-mail address, the date, the schools or the permission is wrong; nothing is sent.
 * @see https://docs.toolzz.dev/lxp-reference/users/create-users-multiple-schools/
 */
export const create = operation<CreateUserParams, CreateUserReply>({
  name: "users.create",
  method: "POST",
  path: "/api/users",
  evidence: "documented",
  secretParams: ["password"],
  params: () =>
    z.strictObject({
      email: email(),
      name: text(),
      schools: schoolIds(),
      permission: z.literal([2, 3, 4, 5]),
      cpf: maybeParam(),
      phone: maybeParam(),
      birth_date: z.optional(day()),
      password: maybeParam(),
    }),
  response: () => z.looseObject({ data: createdUser() }),
});

/**
 * Updates a user. Whether omitted fields are kept is not documented; likely, since all are optional.
 *
 * @throws InvalidParamsError when there is nothing to change, or a value is wrong; nothing is sent.
 * @see https://docs.toolzz.dev/lxp-reference/users/edit-users/
 */
export const update = operation<UpdateUserParams, UpdateUserReply>({
  name: "users.update",
  method: "PUT",
  path: "/api/users/{userId}",
  evidence: "documented",
  params: () =>
    z.strictObject({
      userId: z.union([z.int(), text()]),
      user: z.strictObject({
        name: maybeParam(),
        academic_register: maybeParam(),
        cpf: maybeParam(),
        rg: maybeParam(),
        email: z.optional(email()),
        cnpj: maybeParam(),
        phone: maybeParam(),
        birth_date: z.optional(day()),
        school_ids: z.optional(z.array(z.int())),
        address: z.optional(
          z.strictObject({
            cep: maybeParam(),
            number: z.optional(z.int()),
            street: maybeParam(),
            state: maybeParam(),
            complement: z.optional(z.string()),
            neighborhood: maybeParam(),
          }),
        ),
      }),
    }),
  rules: updateRules,
  response: () => z.looseObject({ user: updatedUser() }),
});

/**
 * Finds a user of the institution by e-mail address or CPF. The path does not start with `/api`, as the vendor prints it.
 *
 * @throws InvalidParamsError when the value does not match `by`; nothing is sent.
 * @throws NotFoundError when there is no such user (deduced).
 * @see https://docs.toolzz.dev/lxp-reference/users/search-students-email-cpf/
 */
export const find = operation<FindUserParams, FindUserReply>({
  name: "users.find",
  method: "GET",
  path: "/admin/users/getUserInformation",
  evidence: "documented",
  params: () => z.strictObject({ by: z.enum(["email", "cpf"]), value: text() }),
  rules: findRules,
  response: () => z.looseObject({ data: z.nullable(userDetails()) }),
});
