import type { Project } from "../../scripts/test-projects/project.ts";

/** Jest with CommonJS tests, in a Node in which Jest itself cannot load ES modules with require(). */
export const project: Project = {
  group: "Test runners",
  runs: [
    {
      title: "Jest",
      tool: "jest",
      how: "CommonJS by `@swc/jest`, in the oldest supported Node",
      commands: [["jest", "--ci", "--config=jest.swc.config.cjs"]],
    },
    {
      title: "Jest",
      tool: "jest",
      how: "CommonJS, `NODE_OPTIONS=--experimental-vm-modules`, in the oldest supported Node",
      commands: [["env", "NODE_OPTIONS=--experimental-vm-modules", "jest", "--ci"]],
      limits: [
        {
          part: "command",
          shows: "Must use import to load ES Module",
          why: "Jest can load ES modules with `require()` only in a newer Node: use `@swc/jest`.",
        },
      ],
    },
  ],
};
