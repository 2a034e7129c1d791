import { describe } from "./describe.ts";
import { ConfigurationError } from "./errors.ts";
import type { CallOptions } from "./options.ts";

function checkNumber(owner: string, name: string, value: number | undefined, least: number): void {
  if (value === undefined || (typeof value === "number" && value >= least)) return;
  throw new ConfigurationError(
    `${owner}: ${name} is ${String(value)}: expected a number of ${least} or more.`,
  );
}

/**
 * Checks the values of the options that a client and a call share.
 *
 * @param owner What the options are for, as the start of an error.
 * @throws ConfigurationError that names the invalid one.
 */
export function checkValues(
  owner: string,
  options: CallOptions & { readonly maxResponseBytes?: number | undefined },
): void {
  checkNumber(owner, "timeout", options.timeout, 1);
  checkNumber(owner, "totalTimeout", options.totalTimeout, 1);
  checkNumber(owner, "retries", options.retries, 0);
  checkNumber(owner, "maxResponseBytes", options.maxResponseBytes, 1);
  // "false" from an environment variable would count as true.
  const { limiterWaitCounts = true } = options;
  if (typeof limiterWaitCounts !== "boolean")
    throw new ConfigurationError(
      `${owner}: limiterWaitCounts is ${describe(limiterWaitCounts)}: expected true or false.`,
    );
}
