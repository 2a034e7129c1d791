import { Readable } from "node:stream";
import { addCompletionHelp } from "../../packages/cli/src/completion/command.ts";
import { type CommandContext, InputError } from "../../packages/cli/src/context.ts";
import { createProgram } from "../../packages/cli/src/program.ts";
import { parseVendor } from "../../packages/cli/src/vendors/names.ts";
import { findOperation } from "../../packages/cli/src/vendors/operations.ts";
import { vendors } from "../../packages/cli/src/vendors/table.ts";

/** Thrown before the command would start: its line is right. */
class LineIsRight extends Error {}

/** A word that stands for what the reader fills in. */
function isOpen(word: string): boolean {
  return word.includes("…") || /^[A-Z][A-Z_]*$/.test(word) || word.includes("$");
}

function contextOf(printed: string[]): CommandContext {
  const print = (text: string): void => {
    printed.push(text);
  };
  return {
    stdin: Readable.from([]),
    print,
    printError: print,
    write: async (chunk) => {
      print(String(chunk));
    },
    outputLost: new AbortController().signal,
    terminal: { input: false, output: false, columns: 80 },
    environment: {},
    fetch: async () => {
      throw new Error("Checking a command line must send nothing.");
    },
  };
}

/** Checks what commander leaves to the command itself: vendors, operations and JSON. */
async function checkArguments(
  names: readonly string[],
  given: readonly string[],
  options: Readonly<Record<string, unknown>>,
): Promise<void> {
  const vendorAt = names.indexOf("vendor");
  if (vendorAt !== -1) {
    const operationAt = names.indexOf("operation");
    const givenVendors = operationAt === -1 ? given.slice(vendorAt) : given.slice(vendorAt, operationAt);
    for (const vendor of givenVendors.filter((word) => !isOpen(word))) parseVendor(vendor);
    const [vendor, operation] = [given[vendorAt], given[operationAt]];
    if (vendor !== undefined && operation !== undefined && !isOpen(vendor) && !isOpen(operation)) {
      const name = parseVendor(vendor);
      findOperation(name, await vendors[name].load(), operation);
    }
  }
  for (const [option, value] of Object.entries({ "--json": options["json"], "--extra": options["extra"] })) {
    if (typeof value === "string" && value !== "-" && !isOpen(value) && !isJson(value)) {
      throw new InputError(`The value of ${option} is not valid JSON.`);
    }
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Checks a command line of `kelaskit` with the program itself, up to where it would start.
 *
 * @param words The words after `kelaskit`.
 * @returns What is wrong, in the program's words; undefined if nothing is.
 */
export async function kelaskitProblem(words: readonly string[]): Promise<string | undefined> {
  const printed: string[] = [];
  const program = createProgram(words, contextOf(printed), () => {});
  addCompletionHelp(program);
  program.hook("preAction", async (_program, command) => {
    const names = command.registeredArguments.map((argument) => argument.name());
    if (names.includes("operation") && command.args.length < 2 && !isIncomplete) {
      throw new InputError("The vendor and the operation are missing, such as skilvul orders.create.");
    }
    await checkArguments(names, command.args, command.opts());
    throw new LineIsRight();
  });
  // "kelaskit call …" stands for any further words, and --help needs none. It would hide an unknown command.
  const known = words.filter((word) => !/^(…|-h|--help)$/.test(word));
  const isIncomplete = known.length < words.length;
  try {
    await program.parseAsync([...known], { from: "user" });
  } catch (error) {
    if (error instanceof LineIsRight) return undefined;
    if (error instanceof InputError) return error.message;
    const { code, exitCode } = error as { readonly code?: unknown; readonly exitCode?: unknown };
    if (typeof code !== "string") throw error;
    if (exitCode === 0 || (isIncomplete && /^commander\.(missing|optionMissing|help)/.test(code)))
      return undefined;
    return printed.join(" ").replaceAll(/\s+/g, " ").trim();
  }
  return undefined;
}
