import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";

const allTests = ["packages/*/test/**/*.test.ts", "scripts/test/**/*.test.ts", "examples/test/**/*.test.ts"];

/** The files of tests whose text matches. */
export function testsWith(text: RegExp): string[] {
  return globSync(allTests).filter((file) => text.test(readFileSync(file, "utf8")));
}

// Files share processes and modules, which saves a third of the time. Files that replace modules or measure memory cannot.
export const isolated = testsWith(/\bvi\.(?:mock|doMock|resetModules)\(|memoryUsage/);

// Tests run against the sources: the custom condition needs no build.
const resolve = { conditions: ["kelaskit-source", "node", "module", "import", "default"] };

const setup = (...files: readonly string[]): string[] => files.map((file) => `scripts/test-setup/${file}.ts`);

function project(
  name: string,
  files: { readonly include: string[]; readonly exclude?: string[]; readonly isolate: boolean },
): TestProjectInlineConfiguration {
  return {
    resolve,
    ssr: { resolve },
    test: {
      name,
      ...files,
      setupFiles: setup("restore"),
      // Programs that tests start keep what they have compiled: a start from the sources takes half as long.
      env: { NODE_COMPILE_CACHE: path.join(import.meta.dirname, "node_modules/.cache/kelaskit/compiled") },
      // Many tests start programs; on a busy machine that takes long. A test that hangs is found all the same.
      testTimeout: 30_000,
      hookTimeout: 60_000,
      restoreMocks: true,
    },
  };
}

/** The configuration for these tests, at their usual or at their full depth. */
export function configFor(include: string[], isolatedOfThem: string[], isDeep: boolean) {
  return defineConfig({
    test: {
      projects: [
        project("shared", { include, exclude: isolatedOfThem, isolate: false }),
        project("isolated", { include: isolatedOfThem, isolate: true }),
      ],
      provide: { isDeep },
      globalSetup: setup("chromium", "redis", "shells", "command"),
      // Every core: most tests wait for programs that they start, or for servers.
      maxWorkers: 3,
      coverage: {
        provider: "v8",
        include: ["packages/*/src/**/*.ts"],
        reporter: ["text-summary", "json-summary"],
      },
    },
  });
}

export default configFor(allTests, isolated, false);
