import type { Project } from "../../scripts/test-projects/project.ts";

export const project: Project = {
  group: "Package managers",
  install: [["npx", "-y", "npm@11.19.1", "install"]],
  runs: [{ title: "npm", version: "11.19.1", commands: [["node", "main.mjs"]] }],
};
