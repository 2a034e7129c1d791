import { InputError } from "../context.ts";
import { didYouMean } from "../output/suggest.ts";
import type { VendorName } from "../vendors/names.ts";
import { operationsOf } from "../vendors/operations.ts";
import { readReference } from "../vendors/reference.ts";
import { vendors } from "../vendors/table.ts";
import { type Routes, type ServedOperation, servedOperation } from "./served-operation.ts";

/** The operations that a server offers, by vendor and name. */
export type Catalog = ReadonlyMap<VendorName, ReadonlyMap<string, ServedOperation>>;

async function operationsOfVendor(
  name: VendorName,
  routes: Routes,
): Promise<ReadonlyMap<string, ServedOperation>> {
  const [loaded, reference] = await Promise.all([vendors[name].load(), readReference(name)]);
  const operations = operationsOf(loaded);
  const unknown = Object.keys(routes).filter((operation) => !operations.has(operation));
  if (unknown.length > 0) {
    throw new InputError(
      `The file of --routes for ${name} names ${unknown.map((operation) => JSON.stringify(operation)).join(", ")}, which ` +
        `${name} does not have. Expected operations of ${name}: kelaskit list ${name} shows them.`,
    );
  }
  return new Map(
    [...operations].map(([operation, found]) => [
      operation,
      servedOperation(vendors[name], found, reference.get(operation), routes),
    ]),
  );
}

/**
 * Loads the operations of vendors.
 *
 * @throws InputError when `routes` names an operation that a vendor does not have.
 */
export async function loadCatalog(
  names: readonly VendorName[],
  routes: ReadonlyMap<VendorName, Routes>,
): Promise<Catalog> {
  return new Map(
    await Promise.all(
      names.map(async (name) => [name, await operationsOfVendor(name, routes.get(name) ?? {})] as const),
    ),
  );
}

/**
 * Finds an operation by its exact name.
 *
 * @throws InputError with the most similar name.
 */
export function findServed(catalog: Catalog, vendor: VendorName, name: string): ServedOperation {
  const operations = catalog.get(vendor) ?? new Map<string, ServedOperation>();
  const found = operations.get(name);
  if (found !== undefined) return found;
  throw new InputError(
    `${vendor} has no operation ${JSON.stringify(name.slice(0, 100))}, and nothing was sent.` +
      `${didYouMean(name, [...operations.keys()])} Find the exact name with search_operations.`,
  );
}
