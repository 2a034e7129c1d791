import { defaultClientConditions, defineConfig } from "vite";

// The first condition is for this repository, whose packages run without a build; elsewhere, leave `resolve` out.
export default defineConfig({
  root: import.meta.dirname,
  resolve: { conditions: ["kelaskit-source", ...defaultClientConditions] },
});
