import { writeFileSync } from "node:fs";
import path from "node:path";
import { Validator } from "@seriousme/openapi-schema-validator";
import type { WorkspacePackage } from "../lib/workspace.ts";
import { declaredResources } from "../operations/declared.ts";
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
    const resources = await declaredResources(directory);
    const sources = new SourceDocs(program, directory);
    const document = openApiDocument({ vendor, version: manifest.version, resources, sources });
    await requireValid(manifest.name, document);
    writeFileSync(path.join(folder, "dist/openapi.json"), `${JSON.stringify(document)}\n`);
  }
}
