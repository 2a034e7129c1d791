import type { Project } from "../../scripts/test-projects/project.ts";

export const project: Project = {
  group: "Bundlers and frameworks",
  runs: [
    {
      title: "Next.js",
      tool: "next",
      how: "a route of the Node runtime",
      commands: [
        ["next", "build"],
        ["node", "ask.mjs", "node"],
      ],
    },
    {
      title: "Next.js",
      tool: "next",
      how: "a route of the edge runtime",
      commands: [["node", "ask.mjs", "edge"]],
    },
  ],
};
