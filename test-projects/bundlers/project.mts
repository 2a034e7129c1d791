import type { Limit, Project, Run } from "../../scripts/test-projects/project.ts";

const sentTwice: Limit = {
  part: "lostReply",
  shows: "requests: 2",
  why: "Chromium itself sends a request again when a kept connection ends without an answer, an order too. What a page can do is in the guide to retries.",
};

function page(title: string, tool: string, how = "a page in Chromium"): Run {
  return {
    title,
    tool,
    how,
    commands: [
      ["node", "bundle.mjs", title.toLowerCase()],
      ["node", "browse.mjs", `dist/${title.toLowerCase()}`],
    ],
    limits: [sentTwice],
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
