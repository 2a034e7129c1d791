import { sentTwiceByChromium } from "../../scripts/test-projects/limits.ts";
import type { Project, Run } from "../../scripts/test-projects/project.ts";

function page(title: string, tool: string, how = "a page in Chromium"): Run {
  return {
    title,
    tool,
    how,
    commands: [
      ["node", "bundle.mjs", title.toLowerCase()],
      ["node", "browse.mjs", `dist/${title.toLowerCase()}`],
    ],
    limits: [sentTwiceByChromium],
  };
}

export const project: Project = {
  group: "Bundlers and frameworks",
  runs: [
    page("esbuild", "esbuild"),
    page("Vite", "vite"),
    page("webpack", "webpack"),
    page("Rspack", "@rspack/core"),
    page("Rollup", "rollup"),
    page("Rolldown", "rolldown"),
  ],
};
