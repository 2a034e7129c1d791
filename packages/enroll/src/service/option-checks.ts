import { ConfigurationError } from "@kelaskit/core";
import { checkOptions, type OptionNames } from "@kelaskit/core/vendor";
import type { AddOptions, StopOptions } from "./enrollments.ts";

/** The longest reference, in characters. */
const longestReference = 500;

const addOptionNames = { reference: true } as const satisfies OptionNames<AddOptions>;
const stopOptionNames = { within: true } as const satisfies OptionNames<StopOptions>;

/** The reference in the options of `add`. */
export function checkReference(options: AddOptions): string | undefined {
  checkOptions("add()", options, addOptionNames);
  const reference: unknown = options.reference;
  if (reference === undefined) return undefined;
  if (typeof reference === "string" && reference !== "" && reference.length <= longestReference)
    return reference;
  throw new ConfigurationError(
    `add(): reference must be a text of 1 to ${longestReference} characters, got ${typeof reference === "string" ? `one of ${reference.length}` : `a value of the type ${typeof reference}`}. Nothing was added.`,
  );
}

/** The time in the options of `stop`, in milliseconds. */
export function checkWithin(options: StopOptions): number {
  checkOptions("stop()", options, stopOptionNames);
  return checkNumber("stop(): within", options.within ?? 10_000, 0);
}

/** A number of at least `least`; Infinity is one. */
export function checkNumber(name: string, value: unknown, least: number): number {
  if (typeof value === "number" && value >= least) return value;
  throw new ConfigurationError(
    `${name} must be a number of at least ${least}, got ${typeof value === "number" ? value : `a value of the type ${typeof value}`}.`,
  );
}
