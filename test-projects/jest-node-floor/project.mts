import type { Project } from "../../scripts/test-projects/project.ts";

/** Jest with tests that are CommonJS, where Jest itself cannot load ES modules with require(). */
export const project: Project = {
  group: "Test runners",
  runs: [
    {
      title: "Jest",
      tool: "jest",
      how: "CommonJS by `@swc/jest`, in the oldest Node that is supported",
      commands: [["jest", "--ci", "--config=jest.swc.config.cjs"]],
    },
    {
      title: "Jest",
      tool: "jest",
      how: "CommonJS, `NODE_OPTIONS=--experimental-vm-modules`, in the oldest Node that is supported",
      commands: [["env", "NODE_OPTIONS=--experimental-vm-modules", "jest", "--ci"]],
      limits: [
        {
          part: "command",
          shows: "Must use import to load ES Module",
          why: "Jest loads ES modules with `require()` in a newer Node only: use `@swc/jest`.",
        },
      ],
    },
  ],
};
