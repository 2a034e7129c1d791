import type { Project } from "../../scripts/test-projects/project.ts";

export const project: Project = {
  group: "Package managers",
  install: [["npx", "-y", "pnpm@12.21.0", "install", "--config.minimum-release-age=PUBLISHED_MINUTES_AGO"]],
  runs: [{ title: "pnpm", version: "12.21.0", commands: [["node", "main.mjs"]] }],
};
