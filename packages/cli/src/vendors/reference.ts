import { readFile } from "node:fs/promises";
import type { VendorName } from "./names.ts";

/** The descriptions of an operation in a vendor's OpenAPI document. */
export interface OperationWords {
  readonly summary: string | undefined;
  readonly description: string | undefined;
  /** The description of each parameter, by its name. */
  readonly parameters: ReadonlyMap<string, string>;
}

type Fields = Readonly<Record<string, unknown>>;

function fields(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function parameterWords(operation: Fields): ReadonlyMap<string, string> {
  const words = new Map<string, string>();
  const add = (name: unknown, about: unknown): void => {
    const description = text(fields(about)["description"]);
    if (typeof name === "string" && description !== undefined) words.set(name, description);
  };
  for (const parameter of Object.values(fields(operation["parameters"])))
    add(fields(parameter)["name"], parameter);
  for (const media of Object.values(fields(fields(operation["requestBody"])["content"]))) {
    const properties = fields(fields(fields(media)["schema"])["properties"]);
    for (const [name, property] of Object.entries(properties)) add(name, property);
  }
  return words;
}

function readWords(document: unknown): ReadonlyMap<string, OperationWords> {
  const operations = Object.values(fields(fields(document)["paths"]))
    .flatMap((item) => Object.values(fields(item)))
    .map(fields);
  return new Map(
    operations.flatMap((operation): [string, OperationWords][] => {
      const name = text(operation["operationId"]);
      if (name === undefined) return [];
      const summary = text(operation["summary"]);
      const description = text(operation["description"]);
      return [[name, { summary, description, parameters: parameterWords(operation) }]];
    }),
  );
}

/**
 * Reads the OpenAPI document of a built vendor package. A checkout that was not built does not have one; only the
 * descriptions are then missing.
 */
export async function readReference(vendor: VendorName): Promise<ReadonlyMap<string, OperationWords>> {
  try {
    const file = new URL(import.meta.resolve(`@kelaskit/${vendor}/openapi.json`));
    return readWords(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return new Map();
    throw error;
  }
}
