import type { Project } from "../../scripts/test-projects/project.ts";

export const project: Project = {
  group: "Runtimes",
  install: [["bun", "install", "--minimum-release-age=PUBLISHED_SECONDS_AGO"]],
  runs: [
    { title: "Bun", how: "`import`", commands: [["bun", "main.mjs"]] },
    { title: "Bun", how: "`require()`", commands: [["bun", "main.cjs"]] },
  ],
};
