// Compares the interfaces of operations with their schemas. The compiler sees to it that what a schema lets through fits
// the interface; what the interface has beyond that, a field that may be left out above all, it does not see.
import type { AnyDeclaration } from "@kelaskit/core/vendor";
import type * as z from "zod";
import { compareShapes, type Difference, type Part } from "./compare.ts";
import type { ShapedOperation } from "./operations.ts";
import { schemaShape } from "./schema-shapes.ts";
import { type Shape, shapeOf } from "./shape.ts";

/** What is read of a declaration. */
export type ComparedDeclaration = Pick<AnyDeclaration, "name" | "params" | "response"> & {
  readonly clientParams?: readonly string[];
};

/** A difference that is meant. */
export interface AcceptedDifference extends Difference {
  /** Why both sides are right. */
  readonly reason: string;
}

function schemaOf(thunk: AnyDeclaration["response"]): Shape {
  // Declarations show one property of a schema only, to keep the compiler quick.
  return schemaShape(thunk() as z.core.$ZodType);
}

const noParams = shapeOf({ objects: [{ fields: new Map(), otherFields: undefined }] });

/** Where the interfaces of an operation and its schemas differ. */
function operationDifferences(
  written: ShapedOperation,
  declaration: ComparedDeclaration,
): readonly Difference[] {
  const { params, response, clientParams } = declaration;
  const place = `${written.file} ${written.name}`;
  const ofParams: Part = { mayHoldMore: false, givenByClient: clientParams ?? [] };
  return [
    ...compareShapes(written.params, params ? schemaOf(params) : noParams, `${place} params`, ofParams),
    ...compareShapes(written.reply, schemaOf(response), `${place} reply`, { mayHoldMore: true }),
  ];
}

/** The operations of one package, as its sources write them and as it exports them. */
export interface ComparedPackage {
  readonly written: readonly ShapedOperation[];
  readonly declarations: readonly ComparedDeclaration[];
}

/** Everything that is wrong, as sentences; none when all is well. */
export function parityProblems(
  packages: readonly ComparedPackage[],
  accepted: readonly AcceptedDifference[],
): readonly string[] {
  const operations = new Map<string, Set<string>>();
  for (const { name, place, text } of packages.flatMap(packageDifferences)) {
    const sentence = `${place}: ${text}`;
    operations.set(sentence, (operations.get(sentence) ?? new Set()).add(name));
  }
  const meant = new Set(accepted.map(({ place, text }) => `${place}: ${text}`));
  return [
    ...[...operations]
      .filter(([sentence]) => !meant.has(sentence))
      .map(([sentence, names]) => `${sentence} (${summaryOf([...names])})`),
    ...[...meant]
      .filter((sentence) => !operations.has(sentence))
      .map((sentence) => `${sentence}: this is no longer so. Remove it from scripts/parity/accepted.ts.`),
  ];
}

/** The differences of a package's operations, each with the operation's name. */
function packageDifferences({
  written,
  declarations,
}: ComparedPackage): readonly (Difference & { readonly name: string })[] {
  const writtenNames = new Set(written.map(({ name }) => name));
  const unwritten = declarations
    .filter(({ name }) => !writtenNames.has(name))
    .map(({ name }) => ({
      name,
      place: name,
      text: "exported, and not found in the sources to be compared",
    }));
  return [
    ...unwritten,
    ...written.flatMap((operation) => {
      const { file, name } = operation;
      const declaration = declarations.find((found) => found.name === name);
      const found =
        declaration === undefined
          ? [{ place: `${file} ${name}`, text: "index.ts does not export it, so that it cannot be compared" }]
          : operationDifferences(operation, declaration);
      return found.map((difference) => ({ ...difference, name }));
    }),
  ];
}

function summaryOf([first = "", ...more]: readonly string[]): string {
  return more.length === 0 ? first : `${first} and ${more.length} more`;
}
