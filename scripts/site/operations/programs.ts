// A call of an operation as a program writes it: with the vendor, and in a test with the mock.
import type { AnyDeclaration } from "@kelaskit/core/vendor";
import { sampleParameters } from "../../../packages/cli/src/call/example.ts";
import { isFile, parametersOf } from "../../../packages/cli/src/call/schema.ts";
import type { VendorName } from "../../../packages/cli/src/vendors/names.ts";
import { vendorCode } from "../vendors.ts";
import { writtenValue } from "./written-values.ts";

/** An operation with what its package says of it besides its declaration. */
export interface DocumentedOperation {
  readonly vendor: VendorName;
  readonly declaration: AnyDeclaration;
  readonly isPaged: boolean;
}

/** The parameters of an example as TypeScript: a file is what the program has opened. */
function writtenParameters(declaration: AnyDeclaration): string {
  const sample = sampleParameters(declaration);
  const files = parametersOf(declaration).filter((parameter) => isFile(parameter) && parameter.required);
  if (files.length === 0) return Object.keys(sample).length === 0 ? "" : writtenValue(sample);
  const placeholders = Object.fromEntries(files.map(({ name }) => [name, `file:${name}`]));
  return writtenValue({ ...sample, ...placeholders }).replaceAll(/"file:\w+"/g, "file");
}

/** Opens the file that an upload sends. */
function opening(declaration: AnyDeclaration): readonly string[] {
  const hasFile = parametersOf(declaration).some((parameter) => isFile(parameter) && parameter.required);
  return hasFile ? [`const file = await openAsBlob("lesson.zip");`] : [];
}

function openingImport(declaration: AnyDeclaration): readonly string[] {
  return opening(declaration).length === 0 ? [] : [`import { openAsBlob } from "node:fs";`];
}

/** What a program does with the reply. */
function callLines({ vendor, declaration, isPaged }: DocumentedOperation): readonly string[] {
  const call = `${vendorCode[vendor].client}.${declaration.name}(${writtenParameters(declaration)})`;
  if (isPaged) return [`for await (const item of ${call}) {`, "  console.log(item);", "}"];
  if (declaration.media === "binary")
    return [
      `const { bytes, mediaType, fileName } = await ${call};`,
      "console.log(mediaType, fileName, bytes.length);",
    ];
  return [`const reply = await ${call};`, "console.log(reply);"];
}

function isRefusedByDefault({ evidence, method, safe }: AnyDeclaration): boolean {
  return evidence === "proposed" && !((method === "GET" || method === "HEAD") && safe !== false);
}

function options(parts: readonly (string | undefined)[]): string {
  const given = parts.filter((part) => part !== undefined);
  return given.length === 0 ? "" : `{ ${given.join(", ")} }`;
}

/** A program that calls the vendor. */
export function programText(operation: DocumentedOperation): string {
  const { vendor, declaration } = operation;
  const { client, create, options: always } = vendorCode[vendor];
  const { name, method, path } = declaration;
  // A guess is not sent: whoever knows the route says so.
  const routes = isRefusedByDefault(declaration)
    ? `routes: { ${JSON.stringify(name)}: ${JSON.stringify(`${method} ${path}`)} }`
    : undefined;
  return [
    ...openingImport(declaration),
    `import { ${create} } from "@kelaskit/${vendor}";`,
    "",
    ...(routes === undefined
      ? []
      : ["// The route is a guess: write the one that your vendor has confirmed."]),
    `const ${client} = ${create}(${options([always, routes])});`,
    ...opening(declaration),
    ...callLines(operation),
  ].join("\n");
}

/** A program that calls the mock, as a test does. */
export function mockProgramText(operation: DocumentedOperation): string {
  const { vendor, declaration } = operation;
  const { client, create, createMock, options: always, mockOptions } = vendorCode[vendor];
  const servers = declaration.server === undefined ? undefined : "servers: mock.servers";
  const guesses = isRefusedByDefault(declaration) ? 'unverifiedRoutes: "allow"' : undefined;
  return [
    ...openingImport(declaration),
    `import { ${create} } from "@kelaskit/${vendor}";`,
    `import { ${createMock} } from "@kelaskit/${vendor}/mock";`,
    "",
    `const mock = ${createMock}();`,
    `const ${client} = ${create}(${options([mockOptions, "fetch: mock.fetch", servers, always, guesses])});`,
    ...opening(declaration),
    `mock.fail(${JSON.stringify(declaration.name)}, { status: 429, retryAfter: 1 }); // the next one is retried after 1 s`,
    ...callLines(operation),
  ].join("\n");
}
