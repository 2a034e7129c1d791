import type { Project } from "../../scripts/test-projects/project.ts";

export const project: Project = {
  group: "Package managers",
  install: [["npx", "-y", "yarn@1.22.22", "install", "--no-lockfile"]],
  runs: [{ title: "Yarn 1", version: "1.22.22", commands: [["node", "main.mjs"]] }],
};
