import path from "node:path";
import { defineConfig } from "vitest/config";

// Tests run against the sources: the custom condition needs no build.
const conditions = ["kelaskit-source"];

export default defineConfig({
  resolve: { conditions: [...conditions, "node", "module", "import", "default"] },
  ssr: { resolve: { conditions: [...conditions, "node", "module", "import", "default"] } },
  test: {
    include: ["packages/*/test/**/*.test.ts", "scripts/test/**/*.test.ts", "examples/test/**/*.test.ts"],
    provide: { isDeep: false },
    // Every core: most tests wait for programs that they start, or for servers.
    maxWorkers: "100%",
    // Programs that tests start keep what they have compiled: a start from the sources takes half as long.
    env: { NODE_COMPILE_CACHE: path.join(import.meta.dirname, "node_modules/.cache/kelaskit/compiled") },
    globalSetup: ["chromium.ts", "redis.ts", "shells.ts"].map((file) => `scripts/test-setup/${file}`),
    // Many tests start programs; on a busy machine that takes long. A test that hangs is found all the same.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    unstubGlobals: true,
    restoreMocks: true,
    coverage: {
      provider: "v8",
      include: ["packages/*/src/**/*.ts"],
      reporter: ["text-summary", "json-summary"],
    },
  },
});
