import type { Project } from "../../scripts/test-projects/project.ts";

export const project: Project = {
  group: "Runtimes",
  runs: [
    { title: "workerd", tool: "miniflare", how: "by miniflare", commands: [["node", "run.mjs", "workerd"]] },
    { title: "edge-runtime", tool: "edge-runtime", commands: [["node", "run.mjs", "edge-runtime"]] },
  ],
};
