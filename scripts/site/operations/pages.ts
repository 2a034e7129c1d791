// One page for each resource of each vendor.
import { operationsOf, isPaged } from "../../../packages/cli/src/vendors/operations.ts";
import type { VendorName } from "../../../packages/cli/src/vendors/names.ts";
import { vendors } from "../../../packages/cli/src/vendors/table.ts";
import { SourceDocs } from "../../openapi/source-docs.ts";
import { declaredResources } from "../../operations/declared.ts";
import { loadSources } from "../../operations/written.ts";
import { vendorCode } from "../vendors.ts";
import { curlWriter } from "./curl.ts";
import { mockProgramText, programText } from "./programs.ts";
import { anchorOf, operationSection, type SectionSource } from "./section.ts";

/** The page of a resource. */
export interface ResourcePage {
  readonly vendor: VendorName;
  /** The resource's name: `orders`. */
  readonly name: string;
  /** Its operations with their anchors, in the order of the sources. */
  readonly operations: readonly {
    readonly name: string;
    readonly anchor: string;
    readonly summary: string;
    readonly route: string;
    /** The programs of its examples, for the type-checker. */
    readonly programs: readonly string[];
  }[];
  /** In Markdown. */
  readonly text: string;
}

/** Writes the pages of all vendors. */
export async function resourcePages(): Promise<readonly ResourcePage[]> {
  const names = Object.keys(vendorCode) as VendorName[];
  const program = loadSources(names);
  const pages: ResourcePage[] = [];
  for (const vendor of names) {
    const sources = new SourceDocs(program, vendor);
    const operations = operationsOf(await vendors[vendor].load());
    const curl = await curlWriter(vendor);
    for (const resource of await declaredResources(vendor)) {
      const documented: SectionSource[] = [];
      for (const declaration of resource.declarations) {
        const operation = operations.get(declaration.name);
        documented.push({
          vendor,
          declaration,
          isPaged: operation !== undefined && isPaged(operation),
          sources,
          curl: await curl(declaration),
        });
      }
      pages.push(resourcePage(vendor, resource.name, documented));
    }
  }
  return pages;
}

function resourcePage(vendor: VendorName, name: string, documented: readonly SectionSource[]): ResourcePage {
  const { title, client } = vendorCode[vendor];
  const operations = documented.map((source) => ({
    name: source.declaration.name,
    anchor: anchorOf(source.declaration),
    summary: source.sources.operation(source.declaration.name)?.summary ?? source.declaration.name,
    route: `${source.declaration.method} ${source.declaration.path}`,
    programs: [programText(source), mockProgramText(source)],
  }));
  const text = [
    `---\ntitle: ${title} ${name}\ndescription: ${JSON.stringify(`The operations of ${client}.${name}: parameters, replies, errors, examples.`)}\noutline: 2\n---`,
    `# ${title}: ${name}`,
    ...documented.map(operationSection),
  ].join("\n\n");
  return { vendor, name, operations, text: `${text}\n` };
}
