import type { AnyDeclaration } from "@kelaskit/core/vendor";
import type { CommandContext } from "../context.ts";
import { withoutPrograms } from "../output/command-words.ts";
import { evidenceWords } from "../output/evidence.ts";
import { fittedText, outputWidth } from "../output/fitted-text.ts";
import { printable } from "../output/printable.ts";
import { parseVendor } from "../vendors/names.ts";
import { findOperation, isPaged, operationsOf } from "../vendors/operations.ts";
import { type OperationWords, readReference } from "../vendors/reference.ts";
import { vendors } from "../vendors/table.ts";
import { exampleCall } from "./example.ts";
import { type Parameter, parametersOf, secretsOf, typeWords } from "./schema.ts";

/** Prints the names of a vendor's operations. */
export async function printOperationNames(vendorName: string, { print }: CommandContext): Promise<void> {
  const vendor = parseVendor(vendorName);
  const names = [...operationsOf(await vendors[vendor].load()).keys()];
  print(`\nOperations of ${vendor}:\n${names.map((name) => `  ${name}`).join("\n")}`);
}

/** Prints what an operation does, its route and evidence, its parameters, and an example. */
export async function printOperationHelp(
  vendorName: string,
  operationName: string,
  context: CommandContext,
): Promise<void> {
  const { print } = context;
  const vendor = parseVendor(vendorName);
  const loaded = await vendors[vendor].load();
  const operation = findOperation(vendor, loaded, operationName);
  const words = (await readReference(vendor)).get(operation.declaration.name);
  print(
    fittedText(operationHelp(vendor, operation.declaration, isPaged(operation), words), outputWidth(context)),
  );
}

function operationHelp(
  vendor: string,
  declaration: AnyDeclaration,
  isList: boolean,
  words: OperationWords | undefined,
): string {
  const { name, method, path, evidence, deprecated, media } = declaration;
  const parameters = parametersOf(declaration);
  const secrets = secretsOf(declaration);
  const isRead = (method === "GET" || method === "HEAD") && declaration.safe !== false;
  const isRefusedByDefault = evidence === "proposed" && !isRead;
  const about = [
    words?.summary === undefined ? undefined : `${words.summary}.`,
    words?.description === undefined ? undefined : withoutPrograms(words.description),
  ]
    .filter((text) => text !== undefined)
    .filter((text) => text !== "")
    .map((text) => text.split("\n").map(printable).join("\n"))
    .join("\n\n");
  const notes = [
    ...(deprecated === undefined ? [] : [`Deprecated: ${deprecated}`]),
    ...(isRefusedByDefault
      ? [
          "Not sent by default, because the route is a guess: pass the real one with --routes, or accept the guess with --allow-unverified.",
        ]
      : []),
    ...(isList ? ["Paged: --all prints the items of all pages as JSON lines."] : []),
    ...(media === "binary" ? ["Returns a file: save it with --out FILE."] : []),
    ...(secrets.length > 0
      ? [
          `Secret: ${secrets.join(", ")}. Pass secrets through standard input only: --json - < parameters.json`,
        ]
      : []),
  ];
  return [
    `${vendor} ${name}`,
    ...(about === "" ? [] : ["", about]),
    "",
    `Route:    ${method} ${path}`,
    `Evidence: ${evidenceWords[evidence]}`,
    ...notes,
    "",
    ...(parameters.length === 0
      ? ["No parameters."]
      : ["Parameters:", ...parameters.map((parameter) => parameterLine(parameter, words))]),
    "",
    "Example:",
    `  ${exampleCall(vendor, declaration)}`,
    "",
    "Options: kelaskit call --help",
  ].join("\n");
}

function parameterLine(
  { name, required, hasDefault, schema }: Parameter,
  words: OperationWords | undefined,
): string {
  const need = required ? "required" : hasDefault ? "optional, filled in by the client" : "optional";
  const description = words?.parameters.get(name);
  const text = description === undefined ? "" : withoutPrograms(description);
  const about = text === "" ? "" : `\n      ${printable(text)}`;
  return `  ${name}  ${need}, ${typeWords(schema)}${about}`;
}
