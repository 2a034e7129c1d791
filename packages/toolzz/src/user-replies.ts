import type { MemberAddress } from "./webhook-events.ts";

/** A user as `users.create` gives it, under the vendor's Portuguese names. */
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
  /** The file name of the profile picture. */
  readonly img_perfil?: string | null | undefined;
  /** The full name. */
  readonly nome_completo?: string | null | undefined;
  /** The day of birth. */
  readonly data_nascimento?: string | null | undefined;
  /** The CPF. */
  readonly cpf?: string | null | undefined;
  /** The RG, the Brazilian identity card's number. */
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
  /** The permission, here as text. */
  readonly permissao?: string | null | undefined;
  /** The last activity. */
  readonly ultima_atividade?: string | null | undefined;
  /** 1 for a trial, else 0. */
  readonly trial?: number | null | undefined;
  /** The state's number. */
  readonly status_id?: number | null | undefined;
  /** The terms that were accepted. */
  readonly terms?: string | null | undefined;
  /** The privilege's number, as text. */
  readonly privilegio_id?: string | null | undefined;
  /** When it was changed last. */
  readonly updated_at?: string | null | undefined;
  /** When it was made. */
  readonly created_at?: string | null | undefined;
}

/** An address, as `users.update` gives it. */
export interface UpdatedAddress {
  /** The postal code. */
  readonly cep?: string | null | undefined;
  /** The house's number. */
  readonly number?: number | null | undefined;
  /** The street. */
  readonly street?: string | null | undefined;
  /** The state. */
  readonly state?: string | null | undefined;
  /** The district. */
  readonly neighborhood?: string | null | undefined;
  /** What else the address needs. */
  readonly complement?: string | null | undefined;
  /** Ids of schools; the vendor prints the list in here, and empty. */
  readonly schools_id?: readonly unknown[] | null | undefined;
}

/** A user as `users.update` gives it. */
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
  /** The day of birth. */
  readonly birth_date?: string | null | undefined;
  /** The e-mail address. */
  readonly email?: string | null | undefined;
  /** The address. */
  readonly address?: UpdatedAddress | null | undefined;
}

/** An address, as `users.find` gives it. */
export interface UserAddress extends MemberAddress {
  /** Its id. */
  readonly id?: number | null | undefined;
  /** The id of what it refers to. */
  readonly address_id?: number | null | undefined;
}

/** An answer in the institution's own registration form. */
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
  /** Its subdomain, the code that one logs in with. */
  readonly subdomain?: string | null | undefined;
  /** Its name. */
  readonly titulo?: string | null | undefined;
}

/** A user as `users.find` gives it. */
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
  /** When the user was changed last. */
  readonly updated_at?: string | null | undefined;
  /** The last activity. */
  readonly ultima_atividade?: string | null | undefined;
  /** The school. */
  readonly school?: UserSchool | null | undefined;
  /** The address. */
  readonly address?: UserAddress | null | undefined;
  /** Answers in the institution's own registration form. */
  readonly custom_form?: readonly FormAnswer[] | null | undefined;
  /** The institutions that the user belongs to. */
  readonly institution?: readonly UserInstitution[] | null | undefined;
}
