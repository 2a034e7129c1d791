import type { Project, Run } from "../../scripts/test-projects/project.ts";

function compile(tool: string, settings: string, exact: boolean): readonly string[] {
  const program = `node_modules/${tool}/bin/tsc`;
  return ["node", program, "-p", `tsconfig.${settings}.json`, "--exactOptionalPropertyTypes", String(exact)];
}

function clients(tool: string): Run {
  return {
    title: "TypeScript",
    tool,
    how: "`nodenext` for Node and `bundler` for browsers, each with `exactOptionalPropertyTypes` on and off, `skipLibCheck` off",
    commands: [
      compile(tool, "bundler", true),
      compile(tool, "bundler", false),
      compile(tool, "node", false),
      // Takes long, so not with each.
      compile(tool, "every-entry", true),
      ["node", "main.js"],
    ],
  };
}

function mocks(tool: string): Run {
  return {
    title: "TypeScript",
    tool,
    how: "the mocks, `skipLibCheck` off",
    commands: [compile(tool, "mocks", true), ["node", "main.mjs"]],
  };
}

export const project: Project = {
  group: "TypeScript",
  runs: [
    clients("typescript-5-4"),
    {
      ...mocks("typescript-5-4"),
      limits: [
        {
          part: "command",
          shows: "node_modules/msw",
          why: "The declarations of msw 3 need TypeScript 5.7. Set `skipLibCheck` where you use the mocks with an older one.",
        },
      ],
    },
    clients("typescript-5-9"),
    mocks("typescript-5-9"),
    clients("typescript-6"),
    clients("typescript-7"),
    mocks("typescript-7"),
  ],
};
