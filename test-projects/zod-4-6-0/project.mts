import type { Project } from "../../scripts/test-projects/project.ts";

export const project: Project = {
  group: "Dependencies of your own",
  runs: [
    {
      title: "zod",
      tool: "zod",
      how: "already in your project: no second copy",
      commands: [
        ["node", "one-copy.mjs"],
        ["node", "main.mjs"],
      ],
    },
  ],
};
