import type { Project } from "../../scripts/test-projects/project.ts";

export const project: Project = {
  group: "Runtimes",
  runs: [
    {
      title: "Node, the oldest supported version",
      how: "`import`",
      commands: [
        ["node", "load-all.mjs"],
        ["kelaskit", "--version"],
        ["node", "main.mjs"],
      ],
    },
    { title: "Node, the oldest supported version", how: "`require()`", commands: [["node", "main.cjs"]] },
  ],
};
