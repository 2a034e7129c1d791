import type { Project } from "../../scripts/test-projects/project.ts";

export const project: Project = {
  group: "Dependencies of your own",
  runs: [
    {
      title: "msw",
      tool: "msw",
      how: "a mock by `mock.fetch`, over HTTP and by interception",
      commands: [
        ["node", "mocks.mjs"],
        ["node", "main.mjs"],
      ],
    },
  ],
};
