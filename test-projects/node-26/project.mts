import type { Project } from "../../scripts/test-projects/project.ts";

export const project: Project = {
  group: "Runtimes",
  runs: [
    { title: "Node", how: "`import`", commands: [["node", "main.mjs"]] },
    { title: "Node", how: "`require()`", commands: [["node", "main.cjs"]] },
  ],
};
