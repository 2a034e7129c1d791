import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Client, Evidence } from "@kelaskit/core";
import type { AnyDeclaration } from "@kelaskit/core/vendor";

/** What the vendor's document says of one operation, with a sample of its request. */
export interface OperationFacts {
  /** The public name. */
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly evidence: Evidence;
  /** Path variables that may be left out. */
  readonly optionalPath: readonly string[];
  /** Whether it is a list, and where its page parameters are sent. */
  readonly paging: "page" | "page-body" | null;
  readonly media: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: "path" | "query" | "body";
    readonly required: boolean;
    readonly nullable?: boolean;
    /** The vendor's document implies it and does not name it. */
    readonly ours?: boolean;
  }[];
  /** The vendor's sample request, as a caller passes it. */
  readonly call: Readonly<Record<string, unknown>>;
  /** The same request, as it must be sent. */
  readonly wire: {
    readonly path: string;
    readonly query: Readonly<Record<string, string | readonly string[]>>;
    /** Its fields; of a multipart body, only their names. */
    readonly body: Readonly<Record<string, unknown>> | readonly string[] | null;
  };
}

const sourceFolder = path.join(import.meta.dirname, "../../src");
const factsFolder = path.join(import.meta.dirname, "../facts");
const samplesFile = path.join(sourceFolder, "mock/samples.json");

/** The resources that the vendor's document has, as the names of their files. */
export const resourceFiles: readonly string[] = readdirSync(factsFolder)
  .filter((file) => file.endsWith(".json"))
  .map((file) => file.slice(0, -".json".length))
  .toSorted();

/** JSON has no files: `{ "$blob": "text" }` represents one. */
function withFiles(_name: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("$blob" in value)) return value;
  return new Blob([String(value.$blob)]);
}

/** The facts of a resource. */
export function readFacts(resource: string): readonly OperationFacts[] {
  // Our own fixture: a wrong shape shows in the test that reads it.
  const file = readFileSync(path.join(factsFolder, `${resource}.json`), "utf8");
  return JSON.parse(file, withFiles) as OperationFacts[];
}

const samples = JSON.parse(readFileSync(samplesFile, "utf8")) as Readonly<Record<string, unknown>>;

/** The vendor's sample reply of an operation, `undefined` where it prints none. */
export function sampleReply(operation: string): unknown {
  return structuredClone(samples[operation]);
}

/** The operations with a documented sample reply. */
export const sampledOperations: readonly string[] = Object.keys(samples);

/** An operation as a module exports it. */
export interface ExportedOperation {
  (client: Client, params: Readonly<Record<string, unknown>>): PromiseLike<unknown>;
  readonly declaration: AnyDeclaration;
  readonly pager?: { readonly items: string };
}

function isOperation(value: unknown): value is ExportedOperation {
  return typeof value === "function" && "declaration" in value;
}

/** The operations that a resource's module exports, by the name of the export. */
export async function readOperations(resource: string): Promise<ReadonlyMap<string, ExportedOperation>> {
  const folder = path.join(sourceFolder, resource, "index.ts");
  const file = existsSync(folder) ? folder : path.join(sourceFolder, `${resource}.ts`);
  const module = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  const operations = new Map<string, ExportedOperation>();
  for (const [name, member] of Object.entries(module)) if (isOperation(member)) operations.set(name, member);
  return operations;
}
