// Runs the tests that have a depth, at their full one, and those for this depth only: `pnpm test:deep`.
import { configFor, isOnlyDeep, testTexts } from "./vitest.config.ts";

const files = [...testTexts].flatMap(([file, text]) =>
  isOnlyDeep(file) || text.includes("@kelaskit/test-support/depth") ? [file] : [],
);

export default configFor(files, true);
