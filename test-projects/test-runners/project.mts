import type { Limit, Project, Run } from "../../scripts/test-projects/project.ts";

const sameOrigin: Limit = {
  part: "command",
  command: "interception.test",
  shows: "Cross-Origin Request Blocked",
  why: "No interception by msw 3: happy-dom's own `fetch` refuses other origins before msw sees the request. Use msw 2, `mock.fetch`, or `serve(mock, { cors: true })`.",
};

const noKeptConnections: Limit = {
  part: "lostReply",
  shows: "hasKeptConnection: false, isKelasError: true, name: ConnectionError, outcome: unknown, requests: 1",
  why: "The order is sent once, but this proves little: happy-dom opens a new connection for each request.",
};

const noInterceptionInBun: Limit = {
  part: "command",
  command: "interception.test",
  shows: "not a global value",
  why: "No interception by msw 3, which cannot patch what it needs in Bun. Use msw 2, `mock.fetch` or `serve`.",
};

const noTextDecoder: Limit = {
  part: "command",
  shows: "TextDecoder",
  why: "jest-environment-jsdom has neither `fetch` nor `TextDecoder`: use jest-fixed-jsdom, which provides Node's own.",
};

/** Jest runs ES modules in contexts of node:vm. */
const jest = ["env", "NODE_OPTIONS=--experimental-vm-modules", "jest", "--ci"];
const jestBySwc = ["jest", "--ci", "--config=jest.swc.config.cjs"];

/** The scenario, the mocks and msw 2; then msw 3 separately, because it does not work everywhere. */
function run(
  title: string,
  tool: string | undefined,
  how: string,
  command: readonly string[],
  limits: readonly Limit[] = [],
): Run {
  const commands = [
    [...command, "./tests/scenario.test.mjs", "./tests/interception-msw-2.test.mjs"],
    [...command, "./tests/interception.test.mjs"],
  ];
  return { title, how, commands, limits, ...(tool === undefined ? {} : { tool }) };
}

function vitest(environment: string, limits?: readonly Limit[]): Run {
  const command = ["vitest", "run", "--globals", `--environment=${environment}`];
  return run("Vitest", "vitest", `\`environment: "${environment}"\``, command, limits);
}

function jestIn(environment: string, how: string, limits?: readonly Limit[]): readonly Run[] {
  return [
    run("Jest", "jest", `ES modules, ${how}`, [...jest, `--env=${environment}`], limits),
    run("Jest", "jest", `CommonJS by \`@swc/jest\`, ${how}`, [...jestBySwc, `--env=${environment}`], limits),
  ];
}

export const project: Project = {
  group: "Test runners",
  runs: [
    vitest("node"),
    vitest("jsdom"),
    vitest("happy-dom", [sameOrigin, noKeptConnections]),
    ...jestIn("node", "in Node"),
    ...jestIn("jest-fixed-jsdom", "in jsdom by `jest-fixed-jsdom`"),
    ...jestIn("./happy-dom-environment.cjs", "in happy-dom", [sameOrigin, noKeptConnections]),
    {
      title: "Jest",
      tool: "jest",
      how: "CommonJS, `NODE_OPTIONS=--experimental-vm-modules`",
      commands: [[...jest, "./scenario.test.cjs", "./tests/interception.test.cjs"]],
    },
    {
      title: "Jest",
      tool: "jest",
      how: "jest-environment-jsdom without changes",
      commands: [[...jest, "--env=jsdom", "./tests/scenario.test.mjs"]],
      limits: [noTextDecoder],
    },
    run("Bun's", undefined, "`bun test`", ["bun", "test"], [noInterceptionInBun]),
    { title: "Node's", how: "`node --test`", commands: [["node", "--test", "tests/scenario.node.mjs"]] },
  ],
};
