import type { CommandContext, ExitCode } from "../context.ts";
import { fittedText, outputWidth } from "../output/fitted-text.ts";
import { type OutputForm, outputForm } from "../output/form.ts";
import { tableText } from "../output/table.ts";
import { parseVendor, type VendorName, vendorNames } from "../vendors/names.ts";
import { operationsOf } from "../vendors/operations.ts";
import { readReference } from "../vendors/reference.ts";
import { vendors } from "../vendors/table.ts";

/** The options of `kelaskit list`. */
export interface ListOptions {
  readonly grep?: string | undefined;
  readonly output?: OutputForm | undefined;
}

interface ListedOperation {
  readonly vendor: VendorName;
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly evidence: string;
  /** What it does; only built packages contain it. */
  readonly summary?: string | undefined;
}

async function operationsOfVendor(vendor: VendorName): Promise<readonly ListedOperation[]> {
  const [loaded, reference] = await Promise.all([vendors[vendor].load(), readReference(vendor)]);
  return [...operationsOf(loaded).values()].map(({ declaration: { name, method, path, evidence } }) => ({
    vendor,
    operation: name,
    method,
    path,
    evidence,
    summary: reference.get(name)?.summary,
  }));
}

/** `kelaskit list`: prints operations, and returns 1 if there are none. */
export async function listCommand(
  vendor: string | undefined,
  { grep = "", output }: ListOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const wanted = vendor === undefined ? vendorNames : [parseVendor(vendor)];
  const all = (await Promise.all(wanted.map(operationsOfVendor))).flat();
  const text = grep.toLowerCase();
  const found = all.filter(({ operation, path, summary = "" }) =>
    `${operation}\n${path}\n${summary}`.toLowerCase().includes(text),
  );
  if (outputForm(output, context) === "json") {
    await context.write(`${JSON.stringify(found, null, 2)}\n`);
  } else if (found.length > 0) {
    const hasSummaries = found.some(({ summary }) => summary !== undefined);
    const rows = found.map(({ vendor: name, operation, method, path, evidence, summary = "" }) => ({
      ...(vendor === undefined ? { vendor: name } : {}),
      operation,
      method,
      path,
      evidence,
      ...(hasSummaries ? { summary } : {}),
    }));
    context.print(tableText(rows, context));
    context.print(
      fittedText(
        `${found.length} ${found.length === 1 ? "operation" : "operations"}. For details, run: kelaskit call VENDOR OPERATION --help`,
        outputWidth(context),
      ),
    );
  }
  if (found.length > 0) return 0;
  context.printError(`kelaskit: No operation of ${wanted.join(", ")} contains ${JSON.stringify(grep)}.`);
  return 1;
}
