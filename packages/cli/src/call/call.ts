import type { BinaryReply } from "@kelaskit/core";
import { isObject } from "@kelaskit/core/vendor";
import { missingInProfile } from "../auth/missing.ts";
import { type CommandContext, type ExitCode, InputError } from "../context.ts";
import { requireOutputPlace, writeWhole } from "../io/files.ts";
import { type OutputForm, outputForm } from "../output/form.ts";
import { recordsTable } from "../output/table.ts";
import { createVendorClient, type VendorClientOptions } from "../vendors/client.ts";
import { parseVendor } from "../vendors/names.ts";
import { findOperation, isPaged } from "../vendors/operations.ts";
import { vendors } from "../vendors/table.ts";
import type { AnyOperation } from "../vendors/vendor.ts";
import { failureOf } from "./failure.ts";
import { secretsOf } from "./schema.ts";
import { openFiles, type Parameters, readParameters } from "./parameters.ts";

/** The options of `kelaskit call`. */
export interface CallCommandOptions extends VendorClientOptions {
  readonly json?: string | undefined;
  readonly extra?: string | undefined;
  readonly file?: Readonly<Record<string, string>> | undefined;
  readonly all?: boolean | undefined;
  readonly limit?: number | undefined;
  readonly out?: string | undefined;
  readonly force?: boolean | undefined;
  readonly output?: OutputForm | undefined;
}

/** `kelaskit call`: calls an operation and prints its reply. */
export async function callCommand(
  vendorName: string,
  operationName: string,
  options: CallCommandOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const name = parseVendor(vendorName);
  const operation = findOperation(name, await vendors[name].load(), operationName);
  checkOptions(operation, options, context);
  if (options.out !== undefined) await requireOutputPlace(options.out, options.force);
  const given = await readParameters("--json", options.json, context);
  const extraParams = await readParameters("--extra", options.extra, context);
  warnOfSecrets(operation, given, options, context);
  const params = { ...given, ...(await openFiles(options.file ?? {})) };
  try {
    const client = await createVendorClient(name, context, options);
    if (options.all === true && isPaged(operation)) {
      await printItems(operation(client, params, { extraParams }), options.limit, context);
    } else {
      await printReply(operation, await operation(client, params, { extraParams }), options, context);
    }
    return 0;
  } catch (error) {
    const missing = await missingInProfile(vendors[name], options.profile, context);
    const failure = failureOf(error, vendors[name], missing);
    if (failure === undefined) throw error;
    context.printError(`kelaskit: ${failure.text}`);
    return failure.code;
  }
}

/** Rejects options that do not fit the operation, before anything is sent. */
function checkOptions(
  operation: AnyOperation,
  { all = false, limit, out }: CallCommandOptions,
  { terminal }: CommandContext,
): void {
  const { name, media } = operation.declaration;
  if (all && !isPaged(operation)) {
    throw new InputError(`${name} is not a paged list, and nothing was sent. Remove --all.`);
  }
  if (limit !== undefined && !all) {
    throw new InputError(
      "--limit requires --all, and nothing was sent. Add --all, or pass the vendor's own limit with --json.",
    );
  }
  if (media !== "binary" && out !== undefined) {
    throw new InputError(`${name} returns JSON, and nothing was sent. Use > FILE instead of --out FILE.`);
  }
  if (media === "binary" && out === undefined && terminal.output) {
    throw new InputError(`${name} returns a file, and nothing was sent. Save it with --out FILE.`);
  }
}

function warnOfSecrets(
  { declaration }: AnyOperation,
  given: Parameters,
  { json }: CallCommandOptions,
  { printError }: CommandContext,
): void {
  if (json === undefined || json === "-") return;
  const secrets = secretsOf(declaration).filter((parameter) => given[parameter] !== undefined);
  if (secrets.length === 0) return;
  printError(
    `kelaskit: ${secrets.join(", ")} was on the command line, which your shell's history stores and other users can see. ` +
      "Pass secrets through standard input: --json - < parameters.json.",
  );
}

/** Prints one JSON value per line. A page is fetched when the lines of the previous page are written. */
async function printItems(
  items: AsyncIterable<unknown>,
  limit: number | undefined,
  { write }: CommandContext,
): Promise<void> {
  let written = 0;
  for await (const item of items) {
    await write(`${JSON.stringify(item)}\n`);
    written += 1;
    if (written === limit) return;
  }
}

async function printReply(
  operation: AnyOperation,
  reply: unknown,
  { out, output }: CallCommandOptions,
  context: CommandContext,
): Promise<void> {
  if (operation.declaration.media === "binary") {
    await printFile(reply as BinaryReply, out, context);
    return;
  }
  const items = isPaged(operation) ? itemsOf(reply, operation.pager.items) : undefined;
  if (outputForm(output, context) === "json" || items === undefined || items.length === 0) {
    await context.write(`${JSON.stringify(reply ?? null, null, 2)}\n`);
    return;
  }
  context.print(recordsTable(items, context));
  context.printError("This is one page. Add --all to get all items as JSON lines.");
}

async function printFile(
  { bytes, mediaType, fileName }: BinaryReply,
  out: string | undefined,
  { write, printError }: CommandContext,
): Promise<void> {
  if (out === undefined) {
    await write(bytes);
    return;
  }
  await writeWhole(out, bytes);
  const suggested = fileName === undefined ? "" : `; the vendor's name for it is ${JSON.stringify(fileName)}`;
  printError(`Wrote ${bytes.length} bytes of ${mediaType} to ${out}${suggested}.`);
}

/** The items of a page, if all of them are objects and so fit into a table. */
function itemsOf(reply: unknown, place: string): readonly object[] | undefined {
  let value = reply;
  for (const field of place === "" ? [] : place.split(".")) {
    value = isObject(value) ? value[field] : undefined;
  }
  if (!Array.isArray(value)) return undefined;
  const items: readonly unknown[] = value;
  return items.every(isObject) ? items : undefined;
}
