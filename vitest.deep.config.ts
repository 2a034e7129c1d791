// Runs the tests that have a depth, at their full one: `pnpm test:deep`.
import { configFor, isolated, testsWith } from "./vitest.config.ts";

const deep = testsWith(/@kelaskit\/test-support\/depth/);

export default configFor(
  deep,
  deep.filter((file) => isolated.includes(file)),
  true,
);
