import { parametersOf } from "../call/schema.ts";
import type { AnyOperation } from "../vendors/vendor.ts";
import { idName } from "./found-ids.ts";
import { nameParts } from "./name-words.ts";

/** What was computed before: operations are ordered again and again. */
const known = new WeakMap<AnyOperation, number>();

/** How much an operation needs: lists the least, because they contain identifiers, then what requires the fewest of them. */
function needs(operation: AnyOperation): number {
  const { declaration } = operation;
  const before = known.get(operation);
  if (before !== undefined) return before;
  const ids = parametersOf(declaration).filter(
    ({ name, required }) => required && idName(name) !== undefined,
  );
  const count = ids.length * 2 + (nameParts(declaration.name).isList ? 0 : 1);
  known.set(operation, count);
  return count;
}

/** Orders operations by how much they need. */
export function byNeeds(first: AnyOperation, second: AnyOperation): number {
  return needs(first) - needs(second);
}

/**
 * Takes an operation of each resource in turn: a vendor that refuses the first resource altogether, because it is not booked, has
 * not rejected the credentials.
 */
export function interleaved(operations: readonly AnyOperation[]): readonly AnyOperation[] {
  const counts = new Map<string, number>();
  const turns = new Map<AnyOperation, number>();
  for (const operation of operations) {
    const { resource } = nameParts(operation.declaration.name);
    const turn = counts.get(resource) ?? 0;
    counts.set(resource, turn + 1);
    turns.set(operation, turn);
  }
  return operations.toSorted((first, second) => (turns.get(first) ?? 0) - (turns.get(second) ?? 0));
}
