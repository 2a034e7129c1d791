import { readFileSync } from "node:fs";

/** The fields of its own package.json that the command reads. */
interface Manifest {
  readonly version: string;
  readonly engines: { readonly node: string };
}

/** Reads the command's own package.json, one folder above both the sources and the built files. */
export function readManifest(): Manifest {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return manifest as Manifest;
}
