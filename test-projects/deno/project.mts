import type { Project } from "../../scripts/test-projects/project.ts";

export const project: Project = {
  group: "Runtimes",
  runs: [
    {
      title: "Deno",
      how: "`node_modules` installed by npm",
      commands: [["deno", "run", "--node-modules-dir=manual", "--allow-net", "--allow-env", "main.mjs"]],
    },
  ],
};
