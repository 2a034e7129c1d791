import type { MockServerBuilder } from "@kelaskit/core/testing";
import type { CreatedUser, UpdatedUser, UserDetails } from "../user-replies.ts";
import { create, find, update } from "../users.ts";
import { mockTime } from "./fixtures.ts";
import { unknownSchools } from "./plans.ts";
import { invalidReply, notFound } from "./reply.ts";
import type { MockUser } from "./records.ts";
import type { ToolzzStore } from "./store.ts";

function createdUser(user: MockUser): CreatedUser {
  return {
    ra: null,
    img_perfil: "default.png",
    nome_completo: user.name,
    data_nascimento: user.birth_date ?? null,
    cpf: user.cpf ?? null,
    rg: null,
    telefone: user.phone ?? null,
    ocupacao: null,
    genero: null,
    descricao: null,
    escola_id: user.schools[0] ?? null,
    permissao: String(user.permission),
    ultima_atividade: mockTime,
    trial: 0,
    status_id: 1,
    name: user.name,
    email: user.email,
    terms: "1",
    privilegio_id: String(user.permission),
    uuid: user.uuid,
    updated_at: mockTime,
    created_at: mockTime,
    id: user.id,
  };
}

function updatedUser(user: MockUser): UpdatedUser {
  const { id, name, academic_register, cpf, rg, cnpj, phone, birth_date, email, address } = user;
  return {
    id,
    name,
    academic_register: academic_register ?? null,
    cpf: cpf ?? null,
    rg: rg ?? null,
    cnpj: cnpj ?? null,
    phone: phone ?? null,
    birth_date: birth_date ?? null,
    email,
    address: address === undefined ? null : { ...address, schools_id: [] },
  };
}

function userDetails({ id, uuid, name, email, cpf, schools, address }: MockUser, code: string): UserDetails {
  const [schoolId] = schools;
  return {
    id,
    uuid,
    name,
    email,
    cpf: cpf ?? null,
    created_at: mockTime,
    updated_at: mockTime,
    ultima_atividade: mockTime,
    school: schoolId === undefined ? null : { id: schoolId, titulo: `Escola ${schoolId}` },
    address:
      address === undefined
        ? null
        : {
            cep: address.cep ?? null,
            uf: address.state ?? null,
            bairro: address.neighborhood ?? null,
            logradouro: address.street ?? null,
            numero: address.number === undefined ? null : String(address.number),
            complemento: address.complement ?? null,
          },
    custom_form: [],
    institution: [{ id: 1, subdomain: code, titulo: "Instituição Exemplo" }],
  };
}

/** Answers for users. An e-mail address is one user's only (deduced). */
export function mockUsers(server: MockServerBuilder, store: ToolzzStore, institutionCode: string): void {
  const isTaken = (email: string, by?: MockUser): boolean => {
    const found = store.findUser("email", email);
    return found !== undefined && found.id !== by?.id;
  };
  server.on(create, ({ params }) => {
    if (isTaken(params.email)) return invalidReply({ email: "The email has already been taken." });
    return unknownSchools(store, params.schools) ?? { data: createdUser(store.addUser(params)) };
  });
  server.on(update, ({ params: { userId, user: changes } }) => {
    const user = store.users.get(Number(userId));
    if (user === undefined) return notFound("user");
    const { email } = changes;
    if (email !== undefined && isTaken(email, user)) {
      return invalidReply({ "user.email": "The email has already been taken." });
    }
    return (
      unknownSchools(store, changes.school_ids ?? []) ?? {
        user: updatedUser(store.updateUser(user, changes)),
      }
    );
  });
  server.on(find, ({ params: { by, value } }) => {
    const user = store.findUser(by, value);
    return user === undefined ? notFound("user") : { data: userDetails(user, institutionCode) };
  });
}
