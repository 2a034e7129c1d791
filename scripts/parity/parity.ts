// Compares the interfaces of operations with their schemas. The compiler checks that what a schema accepts fits the
// interface; it does not see what the interface has beyond that, such as a field that may be left out.
import type { AnyDeclaration } from "@kelaskit/core/vendor";
import type * as z from "zod";
import { compareShapes, type Difference, type Part } from "./compare.ts";
import type { ShapedOperation } from "./operations.ts";
import { schemaShape } from "./schema-shapes.ts";
import { type Shape, shapeOf } from "./shape.ts";

/** The parts of a declaration that are read. */
export type ComparedDeclaration = Pick<AnyDeclaration, "name" | "params" | "response"> & {
  readonly clientParams?: readonly string[];
};

/** An intended difference. */
export interface AcceptedDifference extends Difference {
  /** Why both sides are correct. */
  readonly reason: string;
}

function schemaOf(thunk: AnyDeclaration["response"]): Shape {
  // Declarations expose only one property of a schema, which keeps the compiler fast.
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

/** The operations of one package, as they are written and as they are exported. */
export interface ComparedPackage {
  readonly written: readonly ShapedOperation[];
  readonly declarations: readonly ComparedDeclaration[];
}

/** Every problem, as a sentence. */
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
      .map((sentence) => `${sentence}: no longer found. Remove it from scripts/parity/accepted.ts.`),
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
      text: "exported, but not found in the sources",
    }));
  return [
    ...unwritten,
    ...written.flatMap((operation) => {
      const { file, name } = operation;
      const declaration = declarations.find((found) => found.name === name);
      const found =
        declaration === undefined
          ? [{ place: `${file} ${name}`, text: "not exported by index.ts, so it cannot be compared" }]
          : operationDifferences(operation, declaration);
      return found.map((difference) => ({ ...difference, name }));
    }),
  ];
}

function summaryOf([first = "", ...more]: readonly string[]): string {
  return more.length === 0 ? first : `${first} and ${more.length} more`;
}
