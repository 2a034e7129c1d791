import { defineConfig } from "vitest/config";
const conditions = ["kelaskit-source"];
export default defineConfig({
  resolve: { alias: [{find: /^#zod$/, replacement: "/tmp/h/manifests-tmp/zod/node_modules/z420/index.js"},{find:/^zod$/,replacement:"/tmp/h/manifests-tmp/zod/node_modules/z420/index.js"},{find:/^zod\/mini$/,replacement:"/tmp/h/manifests-tmp/zod/node_modules/z420/mini/index.js"}], conditions: [...conditions, "node", "module", "import", "default"] },
  ssr: { resolve: { conditions: [...conditions, "node", "module", "import", "default"] } },
  test: { include: ["packages/*/test/**/*.test.ts"], exclude: ["**/browser.test.ts","**/processes.test.ts","**/platforms.test.ts","**/node_modules/**"], testTimeout: 60000, hookTimeout: 60000, unstubGlobals: true, restoreMocks: true },
});
