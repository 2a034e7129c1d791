import { conformanceProblems } from "@kelaskit/core/testing";
import { expect, it } from "vitest";
import { auth, classes, courses, plans, users } from "../src/index.ts";
import { ids, learner, owner, setUp } from "./helpers.ts";

// The replies are the samples of the vendor's pages, of which that of `plans.list` came with the project's order.
const plan = {
  id: 1,
  uuid: "<string>",
  instituicao_id: 1,
  user_id: 1,
  external_id: "<string>",
  transaction_operator: "<string>",
  name: "<string>",
  cover: "<string>",
  interval: "<string>",
  trial_days: 0,
  amount: "<string>",
  payment_method: "<string>",
  max_installments: 12,
  description: "<string>",
  status: "<string>",
  public: 1,
  created_at: "<string>",
  updated_at: "<string>",
  checkout_url: "<string>",
  checkout_external: 0,
};

const createdUser = {
  ra: null,
  img_perfil: "<string>",
  nome_completo: "<string>",
  data_nascimento: null,
  cpf: null,
  rg: null,
  telefone: null,
  ocupacao: null,
  genero: null,
  descricao: null,
  escola_id: 1,
  permissao: "<string>",
  ultima_atividade: "<string>",
  trial: 0,
  status_id: 1,
  name: "<string>",
  email: "<string>",
  terms: "<string>",
  privilegio_id: "<string>",
  uuid: "<string>",
  updated_at: "<string>",
  created_at: "<string>",
  id: 1,
};

const updatedUser = {
  id: 1,
  name: "<string>",
  academic_register: "<string>",
  cpf: "<string>",
  rg: "<string>",
  cnpj: "<string>",
  phone: "<string>",
  birth_date: "<string>",
  email: "<string>",
  address: {
    cep: "<string>",
    number: 1,
    street: "<string>",
    state: "<string>",
    neighborhood: "<string>",
    complement: "<string>",
    schools_id: [],
  },
};

const foundUser = {
  id: 1,
  uuid: "<string>",
  name: "<string>",
  email: "<string>",
  cpf: "<string>",
  created_at: "<string>",
  updated_at: "<string>",
  ultima_atividade: "<string>",
  school: { id: 1, titulo: "<string>" },
  address: {
    id: 1,
    address_id: 1,
    cep: "<string>",
    uf: "<string>",
    cidade: "<string>",
    bairro: "<string>",
    logradouro: "<string>",
    numero: "<string>",
    complemento: "<string>",
  },
  custom_form: [{ enunciado: "<string>", pergunta_id: 1, resposta: "<string>" }],
  institution: [{ id: 1, subdomain: "<string>", titulo: "<string>" }],
};

const course = {
  id: "<string>",
  titulo: "<string>",
  descricao: "<string>",
  capa: "<string>",
  preco: "<string>",
  cursos_tipo_id: 1,
  classification: "<string>",
  classification_id: "<string>",
  ciclos: [],
  etapas: [],
  disciplinas: [],
  escolas: [],
  tags: [],
  class: { id: "<string>", titulo: "<string>", curso_id: "<string>", code: "<string>", status_id: 1 },
};

const registration = {
  user_id: 1,
  user_name: "<string>",
  school_id: 1,
  class_id: "<string>",
  class_name: "<string>",
  birth_date: "<string>",
  cpf: "<string>",
  registration_start_date: "<string>",
  registration_end_date: "<string>",
  enrollment_renewal: false,
  id: "<string>",
};

const attachedUser = {
  name: "Student Name",
  email: "student@example.com",
  birth_date: "2000-01-01",
  cpf: "12345678901",
  registration_start_date: "2025-01-01",
  registration_end_date: "2025-12-31",
  enrollment_renewal: false,
};

it("declarations, client, mock and the vendor's samples agree", async () => {
  const { mock, toolzz } = setUp();
  const { email, institutionCode, password } = mock.credentials;
  const problems = await conformanceProblems({
    modules: { auth, plans, users, courses, classes },
    client: toolzz,
    mock,
    cases: [
      {
        operation: auth.login,
        params: { email, institution_code: institutionCode, password },
        reply: { access_token: "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9..." },
      },
      { operation: plans.list, reply: { data: { current_page: 1, data: [plan] } } },
      { operation: plans.list, params: { page: 2, per_page: 10 } },
      {
        operation: plans.listUsers,
        params: { planUuid: ids.ownedPlan },
        reply: { data: [{ id: 1, name: "<string>", email: "<string>", status: "active" }] },
      },
      { operation: plans.listUsers, params: { planUuid: ids.ownedPlan, page: 2 } },
      // The vendor shows no reply to an enrollment.
      {
        operation: plans.enroll,
        params: {
          planUuid: ids.plan,
          ...learner,
          schools: [1, 2],
          status: "active",
          expires_at: "2025-12-31",
        },
      },
      {
        operation: plans.removeUser,
        params: { planUuid: ids.ownedPlan, email: owner.email },
        reply: { success: true, message: "Student removed from package successfully" },
      },
      {
        operation: users.create,
        params: {
          email: "student@example.com",
          name: "Student Name",
          schools: [1, 2],
          permission: 3,
          cpf: "<string>",
          phone: "<string>",
          birth_date: "2000-01-01",
          password: "<string>",
        },
        reply: { data: createdUser },
      },
      {
        operation: users.update,
        params: {
          // As text, because a number in a path is read back as text.
          userId: String(ids.learner),
          user: {
            name: "Aluna Exemplo",
            academic_register: "1",
            cpf: "00000000001",
            rg: "1",
            email: learner.email,
            cnpj: "1",
            phone: "1",
            birth_date: "2000-01-01",
            school_ids: [1],
            address: {
              cep: "00000-000",
              number: 1,
              street: "Rua Exemplo",
              state: "SP",
              complement: "",
              neighborhood: "Centro",
            },
          },
        },
        reply: { user: updatedUser },
      },
      {
        operation: users.find,
        params: { by: "email", value: learner.email },
        reply: { data: foundUser },
      },
      { operation: users.find, params: { by: "cpf", value: "00000000001" } },
      { operation: courses.list, params: { typeId: 2 }, reply: { data: [course] } },
      {
        operation: courses.list,
        params: {
          typeId: 1,
          group: "Excel",
          subgroup: "a",
          specialty: "b",
          status: "Draft",
          page: 2,
        },
      },
      {
        operation: classes.attach,
        params: { classId: ids.class, users: [attachedUser, { id: ids.learner }] },
        reply: { data: [registration] },
      },
      {
        operation: classes.detach,
        params: {
          classId: ids.class,
          users: [{ name: "Student Name", email: "student@example.com" }],
          institution_code: "demo",
        },
        reply: { success: true, message: "Students unenrolled successfully" },
      },
    ],
  });
  expect(problems).toEqual([]);
});
