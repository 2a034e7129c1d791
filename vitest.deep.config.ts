// Runs the tests that have a depth, at their full one: `pnpm test:deep`.
import { globSync, readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";
import usual from "./vitest.config.ts";

const hasDepth = (file: string): boolean =>
  readFileSync(file, "utf8").includes("@kelaskit/test-support/depth");

export default defineConfig({
  ...usual,
  test: {
    ...usual.test,
    include: globSync(usual.test?.include ?? []).filter(hasDepth),
    provide: { isDeep: true },
  },
});
