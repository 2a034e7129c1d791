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
      // Takes long, so it runs only once for each compiler.
      compile(tool, "every-entry", true),
      ["node", "main.js"],
    ],
  };
}

export const project: Project = {
  group: "TypeScript",
  runs: ["typescript-5-4", "typescript-5-9", "typescript-6", "typescript-7"].map(clients),
};
