import { createToolzz, type Toolzz, type ToolzzOptions } from "../src/index.ts";
import { createMockToolzz, type MockToolzz, type MockToolzzOptions } from "../src/mock/index.ts";

/** Ids and addresses of the mock's own data. */
export const ids = {
  ownedPlan: "00000000-0000-4001-8000-000000000001",
  plan: "00000000-0000-4001-8000-000000000002",
  unknownPlan: "00000000-0000-4001-8000-999999999999",
  learner: 2,
  class: "101",
  /** A content of the library that no course uses. */
  content: 1002,
  usedContent: 1001,
};
export const learner = { email: "learner@example.com", nome: "Aluna Exemplo" };
export const owner = { email: "owner@example.com", nome: "Aluno Exemplo" };

/** A mock and a client of it that throws where a reply differs from its declaration. */
export function setUp(
  options: ToolzzOptions = {},
  mockOptions: MockToolzzOptions = {},
): { readonly mock: MockToolzz; readonly toolzz: Toolzz } {
  const mock = createMockToolzz(mockOptions);
  const toolzz = createToolzz({
    ...mock.credentials,
    baseUrl: mock.baseUrl,
    fetch: mock.fetch,
    validation: "strict",
    logger: false,
    ...options,
  });
  return { mock, toolzz };
}
