import type { Project } from "../../scripts/test-projects/project.ts";

export const project: Project = {
  group: "Bundlers and frameworks",
  // The route of the example next-route is built and tried too.
  copies: { "app/api/orders/route.ts": "examples/next-route/app/api/orders/route.ts" },
  runs: [
    {
      title: "Next.js",
      tool: "next",
      how: "a route of the Node runtime",
      commands: [
        ["next", "build"],
        ["node", "ask-example.mjs"],
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
