#!/usr/bin/env node
// An old Node must be able to load this module and what it imports, so that it can say what is missing. Everything else is
// imported after the check.
import { readManifest } from "./manifest.ts";
import { nodeProblem } from "./node-version.ts";

const problem = nodeProblem(process.versions.node, readManifest().engines.node);
if (problem === undefined) {
  await import("./start.ts");
} else {
  console.error(problem);
  process.exitCode = 2;
}
