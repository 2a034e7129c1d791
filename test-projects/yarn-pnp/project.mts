import type { Project } from "../../scripts/test-projects/project.ts";

const yarn = ["npx", "-y", "-p", "@yarnpkg/cli-dist@4.18.1", "yarn"];

export const project: Project = {
  group: "Package managers",
  install: [[...yarn, "install"]],
  runs: [
    {
      title: "Yarn 4",
      how: "Plug'n'Play, `import`",
      version: "4.18.1",
      commands: [[...yarn, "node", "main.mjs"]],
    },
    {
      title: "Yarn 4",
      how: "Plug'n'Play, `require()`",
      version: "4.18.1",
      commands: [[...yarn, "node", "main.cjs"]],
    },
  ],
};
