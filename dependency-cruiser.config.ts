// What may import what: `pnpm lint` runs dependency-cruiser with these rules. Paths are resolved, so that a package's
// name and a path to its sources are the same, and types count as imports.
import type { IConfiguration, IForbiddenRuleType } from "dependency-cruiser";

/** Sources that also run in browsers and on edge runtimes: everything but the three packages for Node, and `node.ts` and `*.node.ts`. */
const portable = {
  path: "^packages/(?!redis/|enroll/|cli/)[^/]+/src/",
  pathNot: "(^|[/.])node\\.ts$",
};

/** A package as it is resolved, or by its name where it is not installed. */
function packages(names: string): string {
  return `^(packages|@kelaskit)/(${names})(/|$)`;
}

const arrows: IForbiddenRuleType[] = [
  {
    name: "import packages by name",
    severity: "error",
    comment:
      'Import another package from one of its exports, such as "@kelaskit/core", not by a relative path.',
    from: { path: "^packages/([^/]+)/" },
    to: { path: "^packages/", pathNot: "^packages/$1/", dependencyTypes: ["local"] },
  },
  {
    name: "core uses no package",
    severity: "error",
    comment:
      "Arrows point down only: cli → enroll → vendors → core. Move the code down, or reverse the dependency.",
    from: { path: "^packages/core/" },
    to: { path: packages("[^/]+"), pathNot: packages("core") },
  },
  {
    name: "vendors use core only",
    severity: "error",
    comment: "Vendor packages and redis may use core only. Move what two need to core, or write it in each.",
    from: { path: "^packages/((?!core/|enroll/|cli/)[^/]+)/" },
    to: { path: packages("[^/]+"), pathNot: packages("core|$1") },
  },
  {
    name: "enroll does not use cli",
    severity: "error",
    comment:
      "Arrows point down only: cli → enroll → vendors → core. Move the code down, or reverse the dependency.",
    from: { path: "^packages/enroll/" },
    to: { path: packages("cli") },
  },
];

const portability: IForbiddenRuleType[] = [
  {
    name: "msw only in tests",
    severity: "error",
    comment:
      "A user may not have msw, or have another major. Take what you need as a parameter, as mock.handlers(http) does.",
    from: { path: "^packages/[^/]+/src/" },
    to: { path: "(^|/)msw(/|$)" },
  },
  {
    name: "test support only in tests",
    severity: "error",
    comment: "Test helpers are not published. Write what a program needs in its package.",
    from: { path: "^packages/[^/]+/src/" },
    to: { path: "^(@kelaskit/)?test-support/" },
  },
  {
    name: "mocks stay out of programs",
    severity: "error",
    comment:
      "This loads a mock into every user's program. Move what both need out of src/mock/ and src/testing/.",
    // The `kelaskit mock` command serves the mocks. What `*.computed.ts` imports is not published: the build replaces it.
    from: { path: "^packages/(?!cli/)[^/]+/src/", pathNot: "/src/(mock|testing)/|\\.computed\\.ts$" },
    to: { path: ["^packages/[^/]+/(src/(mock|testing)|test)/", "^@kelaskit/[^/]+/(mock|testing)"] },
  },
  {
    name: "Node only in Node files",
    severity: "error",
    comment:
      "This file must also run in browsers and on edge runtimes. Use what they offer (fetch, URL, crypto), or move the " +
      "code to a file named node.ts or *.node.ts.",
    from: portable,
    to: { dependencyTypes: ["core"] },
  },
  {
    name: "portable files import no Node files",
    severity: "error",
    comment:
      "This file must also run in browsers. Pass in what it needs, or offer it from an entry named node.ts.",
    from: portable,
    to: { path: "^packages/.*[/.]node\\.ts$" },
  },
  {
    name: "zod comes through #zod",
    severity: "error",
    comment: 'Write `import * as z from "#zod"`: in browsers, that is zod/mini.',
    from: { path: "^packages/[^/]+/src/" },
    to: { path: "(^|/)node_modules/zod/|^zod(/|$)", dependencyTypesNot: ["aliased-subpath-import"] },
  },
];

const configuration: IConfiguration = {
  forbidden: [
    ...arrows,
    ...portability,
    {
      name: "no circles",
      severity: "error",
      comment:
        "Modules must not import each other, not even their types. Move what both need to a third one.",
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    skipAnalysisNotInRules: true,
    doNotFollow: { path: "(^|/)node_modules/" },
    exclude: { path: "(^|/)dist/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["kelaskit-source", "import", "node", "default"],
    },
  },
};

export default configuration;
