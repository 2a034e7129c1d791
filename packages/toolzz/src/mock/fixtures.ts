import type { MockCourse, ToolzzSeed } from "./records.ts";

/** A UUID that is the same in every run. */
export function mockUuid(kind: "plan" | "user", number: number): string {
  const group = kind === "plan" ? "4001" : "4002";
  return `00000000-0000-${group}-8000-${String(number).padStart(12, "0")}`;
}

/** When everything was created; fixed, so that every run sees the same data. */
export const mockTime = "2026-01-05 09:00:00";
/** The same in the form of the vendor's newer replies. */
export const mockIsoTime = "2026-01-05T09:00:00.000Z";

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

const contentTypes = ["text", "audio", "video", "pdf", "live"];

/** 20 contents of five types, two in each of ten courses; the public ones are in the catalog. */
const contents = Array.from({ length: 20 }, (_, index) => {
  const id = index + 1;
  const topic = topics[index % topics.length] ?? "";
  return {
    id,
    title: `Aula ${id}: ${topic}`,
    description: `Conteúdo de ${topic}`,
    contentType: contentTypes[index % contentTypes.length] ?? "",
    contentUrl: `https://example.com/contents/${id}`,
    isPublic: index % 4 === 0,
    createdAt: mockIsoTime,
    courseId: Math.floor(index / 2) + 1,
    tags: [topic],
  };
});

const libraryTypes = ["text", "video_online", "html5"];

/** 12 contents of the library, the last two of them drafts; a course uses the first. */
const library = Array.from({ length: 12 }, (_, index) => {
  const id = 1001 + index;
  const type = libraryTypes[index % libraryTypes.length] ?? "";
  const isVideo = type === "video_online";
  return {
    id,
    institutionId: 1,
    userId: 1,
    title: `Guia ${index + 1}`,
    description: "Um guia da plataforma",
    type,
    monolithType: 1,
    status: index < 10 ? 1 : 0,
    body: isVideo ? null : "<p>Bem-vindo</p>",
    fileUrl: null,
    videoUrl: isVideo ? `https://example.com/videos/${id}` : null,
    duration: isVideo ? 5 : 0,
    thumbnailUrl: null,
    catalogCoverRectangularUrl: null,
    cycleIds: [index < 6 ? 179 : 180],
    cycleStageIds: [],
    disciplineIds: [],
    schoolIds: [],
    difficulty: "medium",
    tags: "guia",
    source: null,
    authors: null,
    disablePlayerControls: false,
    showInStudentCatalog: false,
    showInVisitorCatalog: false,
    blockCatalogLoggedOut: false,
    showCourseDetails: false,
    showInRelatedVideos: false,
    videoOrientation: null,
    createdAt: mockIsoTime,
    updatedAt: mockIsoTime,
    inUse: index === 0,
  };
});

/** The progress of both learners in all free courses but the last: 38 rows, three pages of 15. */
const progress = users
  .filter(({ permission }) => permission === 4)
  .flatMap((user, position) =>
    courses.slice(0, 19).map(({ titulo }, index) => ({
      user_id: user.id,
      user_name: user.name,
      user_email: user.email,
      user_cpf: user.cpf ?? "",
      course_name: titulo ?? "",
      percentual_usage: index % 11,
      content_total: 10,
      percentual_progress: `${(index % 11) * 10}%`,
      schoolId: position + 1,
      day: `2026-01-${String(index + 1).padStart(2, "0")}`,
    })),
  );

/** The default data. All invented. */
export const defaultSeed: Required<ToolzzSeed> = {
  plans,
  users,
  schools: [1, 2, 3],
  courses,
  classes,
  contents,
  library,
  progress,
  enrolled: { [mockUuid("plan", 1)]: ["owner@example.com"] },
};
