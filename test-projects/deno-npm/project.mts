import type { Project } from "../../scripts/test-projects/project.ts";

export const project: Project = {
  group: "Runtimes",
  install: [["deno", "cache", "--minimum-dependency-age=PUBLISHED_UNTIL", "main.mjs"]],
  runs: [
    {
      title: "Deno",
      how: "`npm:` specifiers",
      commands: [["deno", "run", "--cached-only", "--allow-net", "--allow-env", "main.mjs"]],
    },
  ],
};
