import { ConfigurationError } from "@kelaskit/core";
import { isObject } from "@kelaskit/core/vendor";

/** What came instead, without its value: it may be anything. */
function described(value: unknown): string {
  if (value === "") return "an empty text";
  if (value === null) return "null";
  return typeof value === "number" ? String(value) : `a value of the type ${typeof value}`;
}

/** A number of at least `least`; Infinity is one. @throws ConfigurationError for anything else, NaN and texts included. */
export function checkNumber(name: string, value: unknown, least: number): number {
  if (typeof value === "number" && value >= least) return value;
  throw new ConfigurationError(`${name} must be a number of at least ${least}, got ${described(value)}.`);
}

/** As `checkNumber`, for a number that may be left out. */
export function checkOptionalNumber(name: string, value: unknown, least: number): void {
  if (value !== undefined) checkNumber(name, value, least);
}

/** The path of a file. @throws ConfigurationError for anything else: SQLite takes an empty one for a temporary file. */
export function checkPath(name: string, value: unknown): string {
  if (typeof value === "string" && value !== "") return value;
  throw new ConfigurationError(`${name} must be the path of a file, got ${described(value)}.`);
}

/** @throws ConfigurationError when one of them is given and is not a function, which would fail when it is called. */
export function checkFunctions(owner: string, functions: Readonly<Record<string, unknown>>): void {
  for (const [name, given] of Object.entries(functions)) {
    if (given !== undefined && typeof given !== "function")
      throw new ConfigurationError(`${owner}: ${name} must be a function, got ${described(given)}.`);
  }
}

/** @throws ConfigurationError when rows could not be read from it. */
export function checkRowSource(owner: string, source: unknown): void {
  const isSource =
    isObject(source) &&
    typeof source["name"] === "string" &&
    ["hash", "records"].every((method) => typeof source[method] === "function");
  if (isSource) return;
  throw new ConfigurationError(
    `${owner}: source must be a source, such as csvFile("learners.csv"), or an object with name, hash and records.`,
  );
}

function checkBatchSize(name: string, value: unknown): void {
  if (value === undefined || (typeof value === "number" && Number.isInteger(value) && value >= 1)) return;
  throw new ConfigurationError(`${name} must be a whole number of at least 1, got ${described(value)}.`);
}

const targetMethods = ["parse", "keyOf", "send"] as const;
const optionalMethods = ["merge", "groupOf", "settle", "check", "members"] as const;

/** @throws ConfigurationError when it is not a target: rows would be lost in its place, or sent forever. */
export function checkTarget(owner: string, target: unknown): void {
  const isTarget =
    isObject(target) &&
    typeof target["name"] === "string" &&
    isObject(target["fields"]) &&
    targetMethods.every((method) => typeof target[method] === "function");
  if (!isTarget) {
    throw new ConfigurationError(
      `${owner}: target must be a target, such as skilvulOrders(client), or an object with name, fields, parse, keyOf and send.`,
    );
  }
  checkFunctions(owner, Object.fromEntries(optionalMethods.map((name) => [`target.${name}`, target[name]])));
  checkBatchSize(`${owner}: target.batchSize`, target["batchSize"]);
  const { removal } = target;
  if (removal === undefined) return;
  if (!isObject(removal) || typeof removal["send"] !== "function") {
    throw new ConfigurationError(
      `${owner}: target.removal must be an object with a function send, or left out, got ${described(removal)}.`,
    );
  }
  checkBatchSize(`${owner}: target.removal.batchSize`, removal["batchSize"]);
}
