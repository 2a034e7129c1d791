import { describe, expect, it } from "vitest";
import * as z from "zod";
import { openApiDocument } from "../openapi/document.ts";
import { type JsonSchema, toJsonSchema } from "../openapi/schemas.ts";
import { SourceDocs } from "../openapi/source-docs.ts";
import { vendors } from "../openapi/vendors.ts";
import { requireValid } from "../openapi/write.ts";
import { declaredResources } from "../operations/declared.ts";
import { loadSources } from "../operations/written.ts";

interface PostmanFolder {
  readonly name: string;
  readonly item: readonly unknown[];
}

const untyped: string = "openapi-to-postmanv2";

/** The number of requests in each folder that Postman's converter creates from a document. It has no types. */
async function toPostman(document: JsonSchema): Promise<Readonly<Record<string, number>>> {
  const { default: converter } = (await import(untyped)) as {
    readonly default: {
      convertV2(
        input: { readonly type: "json"; readonly data: JsonSchema },
        options: { readonly folderStrategy: "Tags" },
        done: (
          error: Error | null,
          result: {
            readonly output: readonly { readonly data: { readonly item: readonly PostmanFolder[] } }[];
          },
        ) => void,
      ): void;
    };
  };
  const folders = await new Promise<readonly PostmanFolder[]>((resolve, reject) => {
    converter.convertV2({ type: "json", data: document }, { folderStrategy: "Tags" }, (error, result) => {
      if (error === null) resolve(result.output[0]?.data.item ?? []);
      else reject(error);
    });
  });
  return Object.fromEntries(folders.map(({ name, item }) => [name, item.length]));
}

const directories = Object.keys(vendors);
const program = loadSources(directories);

async function documentOf(directory: string): Promise<JsonSchema> {
  const vendor = vendors[directory];
  if (vendor === undefined) throw new Error(`There is no vendor ${directory}.`);
  const resources = await declaredResources(directory);
  const sources = new SourceDocs(program, directory);
  return openApiDocument({ vendor, version: "0.0.0", resources, sources });
}

interface OpenApiOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly "x-kelaskit-evidence": string;
  readonly parameters?: readonly JsonSchema[];
}

function operationsOf(document: JsonSchema): ReadonlyMap<string, OpenApiOperation> {
  const paths = document["paths"] as Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  return new Map(
    Object.values(paths)
      .flatMap((place) => Object.values(place))
      .map((operation) => [operation.operationId, operation]),
  );
}

it("an OpenAPI document that is not valid is not written", async () => {
  const document = await documentOf("toolzz");
  await expect(
    requireValid("toolzz", { ...document, paths: { "/x": { get: { parameters: "none" } } } }),
  ).rejects.toThrow("The OpenAPI document of toolzz is not valid");
});

it("Postman's own converter turns every operation into a request of its folder", async () => {
  const resources = await declaredResources("toolzz");
  const document = await documentOf("toolzz");
  const collection = await toPostman(document);
  expect(collection).toEqual(
    Object.fromEntries(resources.map(({ name, declarations }) => [name, declarations.length])),
  );
});

describe.each(directories)("the OpenAPI document of %s", (directory) => {
  it("is valid", async () => {
    const document = await documentOf(directory);
    await expect(requireValid(directory, document)).resolves.toBeUndefined();
  });

  it("has every operation, with its evidence and its description", async () => {
    const resources = await declaredResources(directory);
    const document = await documentOf(directory);
    const operations = operationsOf(document);
    for (const { name, evidence } of resources.flatMap(({ declarations }) => declarations)) {
      const operation = operations.get(name);
      expect(operation, name).toMatchObject({ "x-kelaskit-evidence": evidence });
      // The bare name means that its comment was not found.
      expect(operation?.summary, name).not.toBe(name);
      // A document has readers who do not write TypeScript.
      expect(operation?.summary, name).not.toMatch(/\b(await|iterate)\b/);
    }
  });
});

describe("the schema of what code checks", () => {
  const schemaOf = (schema: z.ZodType): JsonSchema => toJsonSchema(() => schema, "shop.parts", {});

  it("is a file where files are accepted", () => {
    const upload = z.custom<Blob>((value) => value instanceof Blob);
    expect(schemaOf(upload)).toEqual({ contentMediaType: "application/octet-stream" });
  });

  it("is a text where they are not, such as a time in the vendor's own format", () => {
    const time = z.custom<string>((value) => typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value));
    expect(schemaOf(time)).toEqual({ type: "string" });
  });
});
