import type { MockCourse, ToolzzSeed } from "./records.ts";

/** A UUID that is the same in every run. */
export function mockUuid(kind: "plan" | "user", number: number): string {
  const group = kind === "plan" ? "4001" : "4002";
  return `00000000-0000-${group}-8000-${String(number).padStart(12, "0")}`;
}

/** When everything was created; fixed, so that every run sees the same data. */
export const mockTime = "2026-01-05 09:00:00";

const topics = [
  "Excel",
  "Marketing Digital",
  "Programação Web",
  "Análise de Dados",
  "Design de Interfaces",
  "Segurança da Informação",
  "Gestão de Projetos",
];
const levels = ["Essencial", "Básico", "Intermediário", "Avançado", "Completo"];

/** One package for each topic and level: 35, three pages of 15. */
const plans = topics
  .flatMap((topic) => levels.map((level, index) => ({ name: `${topic}: ${level}`, index })))
  .map(({ name, index }, position) => {
    const id = position + 1;
    const uuid = mockUuid("plan", id);
    return {
      id,
      uuid,
      instituicao_id: 1,
      user_id: 1,
      external_id: null,
      transaction_operator: "mock",
      name,
      cover: `https://example.com/covers/${id}.png`,
      interval: "months",
      trial_days: index === 0 ? 7 : 0,
      amount: `${49 + 50 * index}.90`,
      payment_method: "credit_card",
      max_installments: 12,
      description: `Pacote ${name}`,
      status: "active",
      public: index === 4 ? 0 : 1,
      created_at: mockTime,
      updated_at: mockTime,
      checkout_url: `https://example.com/checkout/${uuid}`,
      checkout_external: 0,
    };
  });

function mockCourse(number: number, typeId: 1 | 2, topic: string, published: boolean): MockCourse {
  const id = String(number);
  return {
    id,
    titulo: `${typeId === 1 ? "Componente" : "Curso"} de ${topic} ${id}`,
    descricao: `Um curso de ${topic}`,
    capa: `https://example.com/courses/${id}.png`,
    preco: "0.00",
    cursos_tipo_id: typeId,
    classification: null,
    classification_id: null,
    ciclos: [topic],
    etapas: [],
    disciplinas: [],
    escolas: [],
    tags: [],
    class: {
      id: String(100 + number),
      titulo: `Turma ${id}`,
      curso_id: id,
      code: `T${id}`,
      status_id: 1,
    },
    published,
  };
}

/** 20 courses, the last two of them drafts, and 4 curricular components. */
const courses = Array.from({ length: 24 }, (_, index) =>
  mockCourse(
    index + 1,
    index < 20 ? 2 : 1,
    topics[index % topics.length] ?? "",
    index !== 18 && index !== 19,
  ),
);

const classes = courses.map(({ id }) => ({
  id: String(100 + Number(id)),
  name: `Turma ${id}`,
  schoolId: 1,
}));

// The CPFs have 11 digits and wrong check digits: they belong to no one.
const users = [
  {
    id: 1,
    uuid: mockUuid("user", 1),
    name: "Administradora Exemplo",
    email: "admin@example.com",
    schools: [1, 2, 3],
    permission: 2,
  },
  {
    id: 2,
    uuid: mockUuid("user", 2),
    name: "Aluna Exemplo",
    email: "learner@example.com",
    schools: [1],
    permission: 4,
    cpf: "00000000001",
    birth_date: "2000-01-01",
  },
  {
    id: 3,
    uuid: mockUuid("user", 3),
    name: "Aluno Exemplo",
    email: "owner@example.com",
    schools: [1, 2],
    permission: 4,
    cpf: "00000000002",
    birth_date: "2000-01-01",
  },
];

/** The default data. All invented. */
export const defaultSeed: Required<ToolzzSeed> = {
  plans,
  users,
  schools: [1, 2, 3],
  courses,
  classes,
  enrolled: { [mockUuid("plan", 1)]: ["owner@example.com"] },
};
