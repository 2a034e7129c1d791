import { readFileSync } from "node:fs";

/** What the command reads of its own package.json. */
interface Manifest {
  readonly version: string;
  readonly engines: { readonly node: string };
}

/** Reads the package's own package.json, which is one folder above the sources and above what is built. */
export function readManifest(): Manifest {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return manifest as Manifest;
}
