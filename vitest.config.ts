import { globSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";

/** All tests, by file. */
export const testTexts: ReadonlyMap<string, string> = new Map(
  globSync(["packages/*/test/**/*.test.ts", "scripts/test/**/*.test.ts", "examples/test/**/*.test.ts"]).map(
    (file) => [file, readFileSync(file, "utf8")],
  ),
);

/** Whether only `pnpm test:deep` runs it, as it repeats the tests of the newest major of a peer with an older one. */
export function isOnlyDeep(file: string): boolean {
  return file.endsWith(".deep.test.ts");
}

/** Whether a file needs processes of its own, because it replaces modules or measures memory. */
function needsIsolation(file: string): boolean {
  return /\bvi\.(?:mock|doMock|resetModules)\(|memoryUsage/.test(testTexts.get(file) ?? "");
}

// Tests run against the sources: the custom condition needs no build.
const resolve = { conditions: ["kelaskit-source", "node", "module", "import", "default"] };

const setup = (...files: readonly string[]): string[] => files.map((file) => `scripts/test-setup/${file}.ts`);

function project(name: string, include: string[], isolate: boolean): TestProjectInlineConfiguration {
  return {
    resolve,
    ssr: { resolve },
    test: {
      name,
      include,
      isolate,
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

/** The configuration for some files of tests. Most share processes and modules, which saves a third of the time. */
export function configFor(files: readonly string[], isDeep: boolean) {
  return defineConfig({
    test: {
      projects: [
        project("isolated", files.filter(needsIsolation), true),
        project(
          "shared",
          files.filter((file) => !needsIsolation(file)),
          false,
        ),
      ],
      provide: { isDeep },
      globalSetup: setup("chromium", "redis", "shells", "command"),
      // One more than cores: many tests wait for programs that they start, or for servers.
      maxWorkers: availableParallelism() + 1,
      coverage: {
        provider: "v8",
        include: ["packages/*/src/**/*.ts"],
        reporter: ["text-summary", "json-summary"],
      },
    },
  });
}

export default configFor(
  [...testTexts.keys()].filter((file) => !isOnlyDeep(file)),
  false,
);
