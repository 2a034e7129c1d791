import type { MemberAddress } from "./webhook-events.ts";

/** A user as `users.create` returns it, under the vendor's Portuguese names. */
export interface CreatedUser {
  /** The user's id. */
  readonly id: number;
  /** The user's UUID. */
  readonly uuid?: string | null | undefined;
  /** The name. */
  readonly name?: string | null | undefined;
  /** The e-mail address. */
  readonly email?: string | null | undefined;
  /** The registration number. */
  readonly ra?: string | null | undefined;
  /** The file name of the profile image. */
  readonly img_perfil?: string | null | undefined;
  /** The full name. */
  readonly nome_completo?: string | null | undefined;
  /** The date of birth. */
  readonly data_nascimento?: string | null | undefined;
  /** The CPF. */
  readonly cpf?: string | null | undefined;
  /** The RG, the number of the Brazilian identity card. */
  readonly rg?: string | null | undefined;
  /** The phone number. */
  readonly telefone?: string | null | undefined;
  /** The occupation. */
  readonly ocupacao?: string | null | undefined;
  /** The gender. */
  readonly genero?: string | null | undefined;
  /** A description. */
  readonly descricao?: string | null | undefined;
  /** The school's id. */
  readonly escola_id?: number | null | undefined;
  /** The permission, as text here. */
  readonly permissao?: string | null | undefined;
  /** When the user was last active. */
  readonly ultima_atividade?: string | null | undefined;
  /** 1 for a trial, otherwise 0. */
  readonly trial?: number | null | undefined;
  /** The number of the status. */
  readonly status_id?: number | null | undefined;
  /** The terms that were accepted. */
  readonly terms?: string | null | undefined;
  /** The number of the privilege, as text. */
  readonly privilegio_id?: string | null | undefined;
  /** When it was last updated. */
  readonly updated_at?: string | null | undefined;
  /** When it was created. */
  readonly created_at?: string | null | undefined;
}

/** An address as `users.update` returns it. */
export interface UpdatedAddress {
  /** The postal code. */
  readonly cep?: string | null | undefined;
  /** The house number. */
  readonly number?: number | null | undefined;
  /** The street. */
  readonly street?: string | null | undefined;
  /** The status. */
  readonly state?: string | null | undefined;
  /** The district. */
  readonly neighborhood?: string | null | undefined;
  /** Additional address information. */
  readonly complement?: string | null | undefined;
  /** The ids of schools; an empty list in the vendor's sample. */
  readonly schools_id?: readonly unknown[] | null | undefined;
}

/** A user as `users.update` returns it. */
export interface UpdatedUser {
  /** The user's id. */
  readonly id: number;
  /** The name. */
  readonly name?: string | null | undefined;
  /** The registration number. */
  readonly academic_register?: string | null | undefined;
  /** The CPF. */
  readonly cpf?: string | null | undefined;
  /** The RG. */
  readonly rg?: string | null | undefined;
  /** The CNPJ. */
  readonly cnpj?: string | null | undefined;
  /** The phone number. */
  readonly phone?: string | null | undefined;
  /** The date of birth. */
  readonly birth_date?: string | null | undefined;
  /** The e-mail address. */
  readonly email?: string | null | undefined;
  /** The address. */
  readonly address?: UpdatedAddress | null | undefined;
}

/** An address as `users.find` returns it. */
export interface UserAddress extends MemberAddress {
  /** Its id. */
  readonly id?: number | null | undefined;
  /** The id of the address. */
  readonly address_id?: number | null | undefined;
}

/** An answer in the institution's registration form. */
export interface FormAnswer {
  /** The question. */
  readonly enunciado?: string | null | undefined;
  /** The question's id. */
  readonly pergunta_id?: number | null | undefined;
  /** The answer. */
  readonly resposta?: string | null | undefined;
}

/** A school of a user. */
export interface UserSchool {
  /** Its id. */
  readonly id?: number | null | undefined;
  /** Its name. */
  readonly titulo?: string | null | undefined;
}

/** An institution of a user. */
export interface UserInstitution {
  /** Its id. */
  readonly id?: number | null | undefined;
  /** Its subdomain: the institution code for logging in. */
  readonly subdomain?: string | null | undefined;
  /** Its name. */
  readonly titulo?: string | null | undefined;
}

/** A user as `users.find` returns it. */
export interface UserDetails {
  /** The user's id. */
  readonly id: number;
  /** The user's UUID. */
  readonly uuid?: string | null | undefined;
  /** The full name. */
  readonly name?: string | null | undefined;
  /** The e-mail address. */
  readonly email?: string | null | undefined;
  /** The CPF. */
  readonly cpf?: string | null | undefined;
  /** When the user was registered. */
  readonly created_at?: string | null | undefined;
  /** When the user was last updated. */
  readonly updated_at?: string | null | undefined;
  /** When the user was last active. */
  readonly ultima_atividade?: string | null | undefined;
  /** The school. */
  readonly school?: UserSchool | null | undefined;
  /** The address. */
  readonly address?: UserAddress | null | undefined;
  /** Answers in the institution's registration form. */
  readonly custom_form?: readonly FormAnswer[] | null | undefined;
  /** The user's institutions. */
  readonly institution?: readonly UserInstitution[] | null | undefined;
}
