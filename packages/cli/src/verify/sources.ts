import { type AnyDeclaration, isObject } from "@kelaskit/core/vendor";
import type { AnyOperation } from "../vendors/vendor.ts";
import type { DeclaredPlace } from "./declared-place.ts";
import { FoundIds, type Wanted } from "./found-ids.ts";
import { byNeeds } from "./needs.ts";
import { type GivenValues, wantedBy } from "./parameters.ts";
import { declaredKeys } from "./reply-schema.ts";
import type { OperationRecord } from "./verdict.ts";

/** How deep a declaration is followed. */
const deepest = 8;

/** An identifier that fits where numbers and where texts are expected. */
const anyId = "1";

/**
 * A reply of a shape that was written, with an identifier wherever there was a text or a number. One entry stands for each list:
 * what it identifies is the same.
 */
function replyOfShape(shape: Readonly<Record<string, string>>): unknown {
  const root: Record<string, unknown> = {};
  for (const [path, type] of Object.entries(shape)) {
    const steps = path
      .replaceAll("[]", "")
      .split(".")
      .filter((step) => step !== "");
    const name = steps.pop();
    const parent = steps.reduce<unknown>(
      (inside, step) => (isObject(inside) ? inside[step] : undefined),
      root,
    );
    if (name === undefined || !isObject(parent)) continue;
    const isId =
      !path.endsWith("[]") && !/\b(?:list|object)\b/.test(type) && /\b(?:number|string)\b/.test(type);
    Object.assign(parent, { [name]: isId ? anyId : {} });
  }
  return root;
}

/** A reply as it is declared, with an identifier wherever there may be one. */
function replyOfPlace(place: DeclaredPlace, depth = 0): unknown {
  if (depth > deepest) return null;
  const { isList, isMap, isPlain } = place.kinds;
  const { fields } = place;
  if (fields.length > 0 || isMap)
    return Object.fromEntries(
      [...fields, ...(isMap ? ["*"] : [])].map((name) => [name, replyOfPlace(place.field(name), depth + 1)]),
    );
  if (isList) return [replyOfPlace(place.entry(), depth + 1)];
  return isPlain ? anyId : null;
}

/** Which identifiers the reply of an operation contains, by its shape or its declaration. */
function idsOf(declaration: AnyDeclaration, shape: OperationRecord["shape"]): FoundIds {
  const ids = new FoundIds();
  if (declaration.media === "binary") return ids;
  const reply = shape === undefined ? replyOfPlace(declaredKeys(declaration).place) : replyOfShape(shape);
  ids.collect(declaration.name, {}, reply);
  return ids;
}

/** Operations whose replies may contain the identifiers that others require. */
export class Sources {
  readonly #ids = new Map<AnyOperation, FoundIds>();

  /** @param shape The shape of the reply, if it is known; else its declaration tells. */
  add(operation: AnyOperation, shape: OperationRecord["shape"]): void {
    this.#ids.set(operation, idsOf(operation.declaration, shape));
  }

  delete(operation: AnyOperation): void {
    this.#ids.delete(operation);
  }

  /** Those that may contain what an operation requires, the likeliest first. */
  of(declaration: AnyDeclaration, given: GivenValues, loosely: boolean): readonly AnyOperation[] {
    return this.with([...wantedBy(declaration, given).values()], loosely);
  }

  /**
   * Those that may contain some of the identifiers that are wanted, the likeliest first: what contains several of them, or one for
   * another, tells which belong together.
   *
   * @param wanted What each parameter may identify.
   */
  with(wanted: readonly (readonly Wanted[])[], loosely: boolean): readonly AnyOperation[] {
    return [...this.#ids]
      .map(([operation, ids]) => {
        const ranks = wanted.map((ones) =>
          Math.min(...ones.map((one) => ids.likelihood(one, loosely) ?? Number.POSITIVE_INFINITY)),
        );
        const own = wanted.length > 1 ? ownIds(operation) : new Set();
        const covered = wanted.filter(
          (ones, at) =>
            ranks[at] !== Number.POSITIVE_INFINITY ||
            ones.some(({ entity, kind }) => own.has(`${entity} ${kind}`)),
        );
        return { operation, rank: Math.min(...ranks), covered: covered.length };
      })
      .filter(({ rank }) => rank < Number.POSITIVE_INFINITY)
      .toSorted(
        (first, second) =>
          second.covered - first.covered ||
          first.rank - second.rank ||
          byNeeds(first.operation, second.operation),
      )
      .map(({ operation }) => operation);
  }
}

/** What the parameters of an operation identify. */
function ownIds({ declaration }: AnyOperation): ReadonlySet<unknown> {
  const wanted = [...wantedBy(declaration, {}).values()].flat();
  return new Set(wanted.map(({ entity, kind }) => `${entity} ${kind}`));
}
