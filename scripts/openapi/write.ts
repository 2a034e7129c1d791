import { writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Validator } from "@seriousme/openapi-schema-validator";
import type { WorkspacePackage } from "../lib/workspace.ts";
import { loadSources } from "../operations/written.ts";
import type { JsonSchema } from "./schemas.ts";
import { openApiDocument } from "./document.ts";
import { SourceDocs } from "./source-docs.ts";
import { vendors } from "./vendors.ts";

/** Throws when a document is not valid OpenAPI. */
export async function requireValid(name: string, document: JsonSchema): Promise<void> {
  const { valid, errors } = await new Validator().validate(structuredClone(document));
  if (!valid) throw new Error(`The OpenAPI document of ${name} is not valid: ${JSON.stringify(errors)}`);
}

/** Writes the documents of the vendors' packages into their dist folders. */
export async function writeOpenApi(packages: readonly WorkspacePackage[]): Promise<void> {
  const program = loadSources(Object.keys(vendors));
  for (const { directory, folder, manifest } of packages) {
    const vendor = vendors[directory];
    if (vendor === undefined) continue;
    const entry = pathToFileURL(path.join(folder, "src/index.ts"));
    const index = (await import(entry.href)) as Readonly<Record<string, unknown>>;
    const sources = new SourceDocs(program, directory);
    const document = openApiDocument({ vendor, version: manifest.version, index, sources });
    await requireValid(manifest.name, document);
    writeFileSync(path.join(folder, "dist/openapi.json"), `${JSON.stringify(document)}\n`);
  }
}
