import ts from "typescript";
import { placeOf } from "../operations/written.ts";
import { type FieldShape, type ListShape, type ObjectShape, type Shape, shapeOf, unionOf } from "./shape.ts";

/** Converts the types of a program to shapes. */
export class TypeShapes {
  readonly #checker: ts.TypeChecker;
  readonly #root: string;

  /** @param root The folder that places are named from. */
  constructor(program: ts.Program, root: string) {
    this.#checker = program.getTypeChecker();
    this.#root = root;
  }

  /** The shape of a type in a source. */
  written(node: ts.TypeNode): Shape {
    return this.#shape(this.#checker.getTypeFromTypeNode(node));
  }

  #shape(type: ts.Type): Shape {
    if (type.isUnion()) return unionOf(type.types.map((part) => this.#shape(part)));
    if (type.flags & ts.TypeFlags.Never) return shapeOf({});
    // `string & {}` is a string; editors suggest the values beside it.
    if (type.isIntersection() && type.types.some(isString)) return shapeOf({ words: ["string"] });
    if (!this.#isStructure(type)) return shapeOf({ words: [this.#word(type)] });
    if (this.#checker.isArrayType(type) || this.#checker.isTupleType(type)) {
      // Only references to the array and tuple types of the library are arrays and tuples.
      return shapeOf({ lists: [this.#list(type as ts.TypeReference)] });
    }
    return shapeOf({ objects: [this.#object(type)] });
  }

  /** Whether it has an inner structure to compare. Types of the platform (`Date`, `Blob`) are compared by name. */
  #isStructure(type: ts.Type): boolean {
    if (type.isIntersection()) return type.types.every((part) => this.#isStructure(part));
    if (!(type.flags & ts.TypeFlags.Object)) return false;
    if (this.#checker.isArrayType(type) || this.#checker.isTupleType(type)) return true;
    if (type.getCallSignatures().length > 0) return false;
    // `Record` and the like are declared by the library, but their results are structures of ours.
    const symbol = type.getSymbol();
    if (symbol === undefined || symbol.flags & ts.SymbolFlags.TypeLiteral) return true;
    return symbol.declarations?.every((declaration) => this.#isOurs(declaration.getSourceFile())) === true;
  }

  /** Whether a file is one of the root's sources, linked packages included. */
  #isOurs(file: ts.SourceFile): boolean {
    const name = placeOf(file, this.#root);
    return !name.startsWith("..") && !name.includes("node_modules/");
  }

  #word(type: ts.Type): string {
    const name = type.flags & ts.TypeFlags.Object ? type.getSymbol()?.name : undefined;
    return name ?? this.#checker.typeToString(type);
  }

  #list(type: ts.TypeReference): ListShape {
    const parts = this.#checker.getTypeArguments(type);
    if (!this.#checker.isTupleType(type)) return { positions: [], entries: this.#later(parts[0]) };
    const { elementFlags } = type.target as ts.TupleType;
    const isEntries = (index: number): boolean =>
      ((elementFlags[index] ?? 0) & ts.ElementFlags.Variable) !== 0;
    return {
      positions: parts.flatMap((part, index) =>
        isEntries(index)
          ? []
          : [
              {
                isOptional: elementFlags[index] === ts.ElementFlags.Optional,
                shape: () => this.#shape(part),
              },
            ],
      ),
      entries: this.#later(parts.find((_, index) => isEntries(index))),
    };
  }

  #later(type: ts.Type | undefined): (() => Shape) | undefined {
    return type && (() => this.#shape(type));
  }

  #object(type: ts.Type): ObjectShape {
    const [index] = this.#checker.getIndexInfosOfType(type);
    const isOpen = index !== undefined && !(index.type.flags & ts.TypeFlags.Never);
    const declaration = type.getSymbol()?.declarations?.find((found) => ts.isInterfaceDeclaration(found));
    return {
      fields: new Map(
        this.#checker.getPropertiesOfType(type).map((property) => [property.name, this.#field(property)]),
      ),
      otherFields: isOpen ? this.#later(index.type) : undefined,
      place: declaration && this.#placeOf(declaration),
      identity: type,
    };
  }

  #field(property: ts.Symbol): FieldShape {
    const declaration = property.declarations?.[0];
    const parent = declaration?.parent;
    return {
      isOptional: (property.flags & ts.SymbolFlags.Optional) !== 0,
      shape: () => this.#shape(this.#checker.getTypeOfSymbol(property)),
      place:
        parent && ts.isInterfaceDeclaration(parent) ? `${this.#placeOf(parent)}.${property.name}` : undefined,
    };
  }

  #placeOf(declaration: ts.InterfaceDeclaration): string {
    return `${placeOf(declaration.getSourceFile(), this.#root)} ${declaration.name.text}`;
  }
}

function isString(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.String) !== 0;
}
