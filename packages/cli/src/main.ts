#!/usr/bin/env node
// This module and its imports must load on old versions of Node, so that the check can report the version. Everything else
// is imported after the check.
import { readManifest } from "./manifest.ts";
import { nodeProblem } from "./node-version.ts";

const problem = nodeProblem(process.versions.node, readManifest().engines.node);
if (problem === undefined) {
  await import("./start.ts");
} else {
  console.error(problem);
  process.exitCode = 2;
}
