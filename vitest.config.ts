import { globSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";

/** The source text of every test file, by its path. */
export const testTexts: ReadonlyMap<string, string> = new Map(
  globSync(["packages/*/test/**/*.test.ts", "scripts/test/**/*.test.ts", "examples/test/**/*.test.ts"]).map(
    (file) => [file, readFileSync(file, "utf8")],
  ),
);

/** Whether only `pnpm test:deep` runs the file: it repeats other tests with an older major version of a peer, such as ioredis 5. */
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

function project(
  name: string,
  include: string[],
  { isolate, testTimeout }: { readonly isolate: boolean; readonly testTimeout: number },
): TestProjectInlineConfiguration {
  return {
    resolve,
    ssr: { resolve },
    test: {
      name,
      include,
      isolate,
      setupFiles: setup("restore"),
      // Node caches the compiled code of programs that tests start: from the second time on, they start in half the time.
      env: { NODE_COMPILE_CACHE: path.join(import.meta.dirname, "node_modules/.cache/kelaskit/compiled") },
      testTimeout,
      hookTimeout: 60_000,
      restoreMocks: true,
    },
  };
}

/** The configuration for some files of tests. Most share processes and modules, which saves a third of the time. */
export function configFor(files: readonly string[], isDeep: boolean) {
  // Many tests start programs; on a busy machine that takes long. A test that hangs is found all the same.
  const testTimeout = isDeep ? 900_000 : 120_000;
  const shared = files.filter((file) => !needsIsolation(file));
  return defineConfig({
    test: {
      projects: [
        project("isolated", files.filter(needsIsolation), { isolate: true, testTimeout }),
        project("shared", shared, { isolate: false, testTimeout }),
      ],
      // Read by test-support/depth.ts.
      provide: { isDeep },
      globalSetup: setup("chromium", "redis", "shells", "command"),
      // Every core: many tests wait for programs that they start, or for servers.
      maxWorkers: availableParallelism(),
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
