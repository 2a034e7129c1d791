// The programs whose type instantiations are counted: 500 operations, as an author writes them.

const resourceCount = 10;
const operationsPerResource = 50;

const heading = `import { operation } from "@kelaskit/core/vendor";\nimport * as z from "zod";\n`;

function interfacesText(index: number): string {
  return `
export interface Params${index} { readonly id${index}: string; readonly note?: string | undefined; readonly tags?: readonly string[] | undefined }
export interface Reply${index} { readonly id: string; readonly amount${index}: number; readonly lines?: readonly { readonly name: string }[] | undefined; readonly [field: string]: unknown }
`;
}

function operationText(index: number, resource: string): string {
  return `${interfacesText(index)}export const call${index} = operation<Params${index}, Reply${index}>({
  name: "${resource}.call${index}", method: "POST", path: "/v1/${resource}/{id${index}}/${index}", evidence: "documented",
  params: () => z.strictObject({ id${index}: z.string(), note: z.optional(z.string()), tags: z.optional(z.array(z.string())) }),
  response: () => z.looseObject({ id: z.string(), amount${index}: z.number(), lines: z.optional(z.array(z.looseObject({ name: z.string() }))) }),
});
`;
}

function publishedText(index: number): string {
  return `${interfacesText(index)}export declare const call${index}: Operation<Params${index}, Reply${index}>;
`;
}

export const emptyProgram = "export {};\n";

/** One operation: what zod and core cost before more are added. */
export const oneOperation = heading + operationText(0, "first");

const resources = Array.from({ length: resourceCount }, (_, resource) => `resource${resource}`);

function moduleText(textOf: (index: number) => string): string {
  return Array.from({ length: operationsPerResource }, (_, index) => textOf(index)).join("");
}

/** 500 operations in modules of 50, as their author writes them. */
export const manyOperations = resources.map((resource) => ({
  file: `author-${resource}.ts`,
  text: heading + moduleText((index) => operationText(index, resource)),
}));

/** The same as they are published. */
export const publishedOperations = resources.map((resource) => ({
  file: `${resource}.d.ts`,
  text: `import type { Operation } from "@kelaskit/core/vendor";
${moduleText(publishedText)}`,
}));

/** A client with all operations as methods. */
export const clientProgram = [
  'import type { Client } from "@kelaskit/core";',
  'import { bind } from "@kelaskit/core/vendor";',
  ...resources.map((name) => `import * as ${name} from "./${name}.js";`),
  `export const createSample = (client: Client) => bind(client, { ${resources.join(", ")} });`,
  "",
].join("\n");

/** The same, and one call. */
export const callProgram = `${clientProgram}
export async function amount(client: Client): Promise<number> {
  return (await createSample(client).resource3.call7({ id7: "1", tags: ["a"] })).amount7;
}
`;
