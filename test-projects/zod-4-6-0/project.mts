import type { Project } from "../../scripts/test-projects/project.ts";

export const project: Project = {
  group: "Dependencies of your own",
  runs: [
    {
      title: "zod",
      tool: "zod",
      how: "in your project already: no second copy",
      commands: [
        ["node", "one-copy.mjs"],
        ["node", "main.mjs"],
      ],
    },
  ],
};
