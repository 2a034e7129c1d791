import { readFile } from "node:fs/promises";
import { isObject } from "@kelaskit/core/vendor";
import { InputError } from "../context.ts";
import { errorCode } from "../io/files.ts";
import type { VendorName } from "../vendors/names.ts";
import type { CleanNames } from "./clean-names.ts";
import { isReal } from "./judge.ts";
import type { TrafficFacts } from "./traffic.ts";
import { type OperationRecord, verdicts } from "./verdict.ts";

/** The content of `verified.json`: what a vendor really does, without any value of a reply. */
export interface VerifiedFile {
  /** The version of this format. */
  readonly format: 1;
  readonly vendor: VendorName;
  /** The version of the command that wrote it. */
  readonly kelaskit: string;
  /** The day of the last request, such as `2026-01-31`. */
  readonly date: string;
  /** Whether every read was tried that could be; otherwise the same command continues. */
  readonly isComplete: boolean;
  /** The routes that answered, for the client's option `routes`. */
  readonly routes: Readonly<Record<string, string>>;
  readonly operations: Readonly<Record<string, OperationRecord>>;
  /** What the requests of all runs showed. */
  readonly traffic: TrafficFacts;
}

function cleanRecord(record: OperationRecord, names: CleanNames): OperationRecord {
  const { drift, undeclared, shape } = record;
  const once = (paths: readonly string[]): readonly string[] => [
    ...new Set(paths.map((path) => names.path(path))),
  ];
  return {
    ...record,
    drift: drift?.length === 0 ? undefined : drift?.map((one) => ({ ...one, field: names.path(one.field) })),
    undeclared: undeclared?.length === 0 ? undefined : undeclared && once(undeclared),
    shape: shape && Object.fromEntries(Object.entries(shape).map(([path, type]) => [names.path(path), type])),
  };
}

/** Creates the content of the file. Names that have turned out to be data are replaced. */
export function verifiedFile(
  facts: Pick<VerifiedFile, "vendor" | "kelaskit" | "date" | "isComplete" | "traffic">,
  records: ReadonlyMap<string, OperationRecord>,
  names: CleanNames,
): VerifiedFile {
  const sorted = [...records].toSorted(([first], [second]) => (first < second ? -1 : 1));
  return {
    format: 1,
    ...facts,
    routes: Object.fromEntries(
      sorted.flatMap(([name, record]) => (isReal(record) ? [[name, record.route]] : [])),
    ),
    operations: Object.fromEntries(sorted.map(([name, record]) => [name, cleanRecord(record, names)])),
  };
}

function isRecord(value: unknown): value is OperationRecord {
  return (
    isObject(value) &&
    typeof value["route"] === "string" &&
    verdicts.some((verdict) => verdict === value["verdict"])
  );
}

/** Whether a value is the content of a `verified.json`. */
export function isVerifiedFile(value: unknown): value is VerifiedFile {
  return (
    isObject(value) &&
    value["format"] === 1 &&
    isObject(value["routes"]) &&
    isObject(value["operations"]) &&
    Object.values(value["operations"]).every(isRecord)
  );
}

/**
 * Reads the file of an earlier run, to continue it.
 *
 * @returns Undefined if there is no file.
 * @throws InputError when it is another file, or of another vendor: nothing is then sent.
 */
export async function readVerified(file: string, vendor: VendorName): Promise<VerifiedFile | undefined> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw new InputError(`${file} cannot be read (${errorCode(error)}); nothing was sent.`, { cause: error });
  }
  const content = parsed(text);
  if (!isVerifiedFile(content)) {
    throw new InputError(
      `${file} already exists and was not written by kelaskit verify; nothing was sent. Choose another file with --out, or overwrite it with --force.`,
    );
  }
  if (content.vendor !== vendor) {
    throw new InputError(
      `${file} is about ${content.vendor}, not ${vendor}; nothing was sent. Choose another file with --out, or overwrite it with --force.`,
    );
  }
  return content;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The caller says that it is another file.
    return undefined;
  }
}
