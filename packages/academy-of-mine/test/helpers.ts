import { type AcademyOfMine, type AcademyOfMineOptions, createAcademyOfMine } from "../src/index.ts";
import {
  createMockAcademyOfMine,
  type MockAcademyOfMine,
  type MockAcademyOfMineOptions,
} from "../src/mock/index.ts";

/** A mock with a client on it, which reports every difference between a reply and its declaration as an error. */
export function setUp(
  options: AcademyOfMineOptions = {},
  mockOptions: MockAcademyOfMineOptions = {},
): { readonly mock: MockAcademyOfMine; readonly academy: AcademyOfMine } {
  const mock = createMockAcademyOfMine(mockOptions);
  const academy = createAcademyOfMine({
    ...mock.credentials,
    fetch: mock.fetch,
    unverifiedRoutes: "allow",
    validation: "strict",
    logger: false,
    ...options,
  });
  return { mock, academy };
}

/** A user who can be created. */
export const ada = {
  firstName: "Ada",
  lastName: "Example",
  email: "ada@example.com",
  password: "correct-horse-battery",
};
