import { isObject } from "@kelaskit/core/vendor";
import { InputError } from "../context.ts";
import { didYouMean } from "../output/suggest.ts";
import type { VendorName } from "./names.ts";
import type { AnyOperation, AnyPagedOperation, VendorPackage } from "./vendor.ts";

function isOperation(value: unknown): value is AnyOperation {
  return typeof value === "function" && "declaration" in value;
}

/** Whether an operation returns a list in pages. */
export function isPaged(operation: AnyOperation): operation is AnyPagedOperation {
  return "pager" in operation;
}

/** The operations of a package by their names, in the order of its resources. */
export function operationsOf({ exports }: VendorPackage): ReadonlyMap<string, AnyOperation> {
  const resources: readonly unknown[] = Object.values(exports);
  const operations = resources
    .filter(isObject)
    .flatMap((resource): readonly unknown[] => Object.values(resource))
    .filter(isOperation);
  return new Map(operations.map((operation) => [operation.declaration.name, operation]));
}

/**
 * Finds an operation by its name, such as `orders.create`.
 *
 * @throws InputError with the most similar name.
 */
export function findOperation(vendor: VendorName, loaded: VendorPackage, name: string): AnyOperation {
  const operations = operationsOf(loaded);
  const found = operations.get(name);
  if (found !== undefined) return found;
  throw new InputError(
    `${vendor} has no operation ${JSON.stringify(name)}.${didYouMean(name, [...operations.keys()])} ` +
      `To search, run: kelaskit list ${vendor} --grep ${/^[\w.-]+$/.test(name) ? (name.split(".")[0] ?? name) : "WORD"}`,
  );
}
