// Tests the site that `pnpm docs:build` has built: `pnpm docs:test`.
import { defineConfig } from "vitest/config";

const resolve = { conditions: ["kelaskit-source", "node", "module", "import", "default"] };

export default defineConfig({
  resolve,
  ssr: { resolve },
  test: {
    include: ["scripts/site/test/*.test.ts"],
    globalSetup: ["scripts/test-setup/chromium.ts", "scripts/site/test/served-site.ts"],
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
