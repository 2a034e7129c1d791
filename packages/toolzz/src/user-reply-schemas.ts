import * as z from "#zod";
import { addressFields, maybeList, maybeNumber, maybeText } from "./fields.ts";

/** A user in the reply to `users.create`. */
export const createdUser = () =>
  z.looseObject({
    id: z.int(),
    uuid: maybeText(),
    name: maybeText(),
    email: maybeText(),
    ra: maybeText(),
    img_perfil: maybeText(),
    nome_completo: maybeText(),
    data_nascimento: maybeText(),
    cpf: maybeText(),
    rg: maybeText(),
    telefone: maybeText(),
    ocupacao: maybeText(),
    genero: maybeText(),
    descricao: maybeText(),
    escola_id: maybeNumber(),
    permissao: maybeText(),
    ultima_atividade: maybeText(),
    trial: maybeNumber(),
    status_id: maybeNumber(),
    terms: maybeText(),
    privilegio_id: maybeText(),
    updated_at: maybeText(),
    created_at: maybeText(),
  });

/** A user in the reply to `users.update`. */
export const updatedUser = () =>
  z.looseObject({
    id: z.int(),
    name: maybeText(),
    academic_register: maybeText(),
    cpf: maybeText(),
    rg: maybeText(),
    cnpj: maybeText(),
    phone: maybeText(),
    birth_date: maybeText(),
    email: maybeText(),
    address: z.optional(
      z.nullable(
        z.looseObject({
          cep: maybeText(),
          number: maybeNumber(),
          street: maybeText(),
          state: maybeText(),
          neighborhood: maybeText(),
          complement: maybeText(),
          schools_id: maybeList(),
        }),
      ),
    ),
  });

/** A user in the reply to `users.find`. */
export const userDetails = () =>
  z.looseObject({
    id: z.int(),
    uuid: maybeText(),
    name: maybeText(),
    email: maybeText(),
    cpf: maybeText(),
    created_at: maybeText(),
    updated_at: maybeText(),
    ultima_atividade: maybeText(),
    school: z.optional(z.nullable(z.looseObject({ id: maybeNumber(), titulo: maybeText() }))),
    address: z.optional(
      z.nullable(z.looseObject({ id: maybeNumber(), address_id: maybeNumber(), ...addressFields() })),
    ),
    custom_form: z.optional(
      z.nullable(
        z.array(z.looseObject({ enunciado: maybeText(), pergunta_id: maybeNumber(), resposta: maybeText() })),
      ),
    ),
    institution: z.optional(
      z.nullable(z.array(z.looseObject({ id: maybeNumber(), subdomain: maybeText(), titulo: maybeText() }))),
    ),
  });
