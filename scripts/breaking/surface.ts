import path from "node:path";
import ts from "typescript";
import { listEntries, type UsageFile } from "./usage.ts";

/** Types that users write: what they have to give must not grow, and what they may give must not shrink. */
const given = /(?:Params|Options|Settings|Init|Config)$/;

const primitive =
  ts.TypeFlags.StringLike |
  ts.TypeFlags.NumberLike |
  ts.TypeFlags.BooleanLike |
  ts.TypeFlags.BigIntLike |
  ts.TypeFlags.Null |
  ts.TypeFlags.Undefined;

function partsOf(type: ts.Type): readonly ts.Type[] {
  return type.isUnion() ? type.types : [type];
}

function isPrimitive(type: ts.Type): boolean {
  return partsOf(type).every(({ flags }) => (flags & primitive) !== 0);
}

function isRest(parameter: ts.Node): boolean {
  return ts.isParameter(parameter) && parameter.dotDotDotToken !== undefined;
}

/** Writes usage of one entry: a statement for each thing that its users can rely on. */
class Surface {
  readonly #checker: ts.TypeChecker;
  readonly #lines: string[] = [];

  constructor(checker: ts.TypeChecker) {
    this.#checker = checker;
  }

  /** @param specifier The name by which users import the entry. */
  textOf(source: ts.SourceFile, specifier: string): string {
    const entry = this.#checker.getSymbolAtLocation(source);
    this.#lines.push(`import * as Entry from ${JSON.stringify(specifier)};`);
    for (const symbol of entry === undefined ? [] : this.#checker.getExportsOfModule(entry))
      this.#use(symbol);
    return `${this.#lines.join("\n")}\n`;
  }

  #use(exported: ts.Symbol): void {
    const { name } = exported;
    if (!/^[A-Za-z_$][\w$]*$/.test(name) || name === "default") return;
    const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0;
    const symbol = isAlias ? this.#checker.getAliasedSymbol(exported) : exported;
    if ((symbol.flags & ts.SymbolFlags.Value) !== 0 && !this.#isTypeOnly(exported))
      this.#useValue(name, symbol);
    if ((symbol.flags & ts.SymbolFlags.Type) === 0) return;
    this.#lines.push(
      `export type { ${name} as ${name}Type } from ${this.#lines[0]?.split(" from ")[1] ?? ""}`,
    );
    this.#useType(name, symbol);
  }

  /** Whether a class, on its way to the entry, was exported or imported as a type. */
  #isTypeOnly(symbol: ts.Symbol | undefined): boolean {
    const declaration = symbol?.declarations?.[0];
    if (declaration === undefined) return false;
    if (!ts.isExportSpecifier(declaration) && !ts.isImportSpecifier(declaration)) return false;
    if (ts.isTypeOnlyImportOrExportDeclaration(declaration)) return true;
    const from = ts.isExportSpecifier(declaration)
      ? declaration.parent.parent.moduleSpecifier
      : declaration.parent.parent.parent.moduleSpecifier;
    if (from === undefined)
      return (
        ts.isExportSpecifier(declaration) &&
        this.#isTypeOnly(this.#checker.getExportSpecifierLocalTargetSymbol(declaration))
      );
    const module = this.#checker.getSymbolAtLocation(from);
    const original = (declaration.propertyName ?? declaration.name).text;
    const exports = module === undefined ? [] : this.#checker.getExportsOfModule(module);
    return this.#isTypeOnly(exports.find(({ name }) => name === original));
  }

  #useValue(name: string, symbol: ts.Symbol): void {
    this.#lines.push(`export const ${name}Value: unknown = Entry.${name};`);
    const [signature, ...overloads] = this.#checker.getTypeOfSymbol(symbol).getCallSignatures();
    if (signature === undefined || overloads.length > 0 || signature.typeParameters !== undefined) return;
    const returned = signature.getReturnType();
    if (isPrimitive(returned))
      this.#lines.push(
        `export const ${name}Returns = (...given: Parameters<typeof Entry.${name}>): ${this.#widened(returned)} => Entry.${name}(...given);`,
      );
    const parameters = signature.parameters.map((parameter) => this.#checker.getTypeOfSymbol(parameter));
    if (signature.declaration?.parameters.some(isRest) === true) return;
    if (!parameters.every(isPrimitive)) return;
    const written = parameters.map((type, index) => `given${index}: ${this.#text(type)}`);
    const names = parameters.map((_type, index) => `given${index}`);
    this.#lines.push(
      `export const ${name}Takes = (${written.join(", ")}): unknown => Entry.${name}(${names.join(", ")});`,
    );
  }

  #useType(name: string, symbol: ts.Symbol): void {
    const type = this.#checker.getDeclaredTypeOfSymbol(symbol);
    const isGeneric = symbol.declarations?.some(
      (declaration) => "typeParameters" in declaration && declaration.typeParameters !== undefined,
    );
    if (isGeneric === true) return;
    this.#useLiterals(`${name}Member`, `Entry.${name}`, type);
    if (type.isUnion() || (type.flags & ts.TypeFlags.Object) === 0 || this.#checker.isArrayLikeType(type))
      return;
    const properties = type.getProperties().filter((property) => this.#isPublic(property));
    for (const property of properties) this.#useProperty(name, property);
    if (!given.test(name) || properties.length === 0) return;
    const fields = properties.map((property) => {
      const place = `Entry.${name}[${JSON.stringify(property.name)}]`;
      const value = this.#checker.getTypeOfSymbol(property);
      // Whether `undefined` may be written out is not known here, so an optional field is left out or has a value.
      const written = this.#isOptional(property)
        ? `?: Exclude<${isPrimitive(value) ? this.#text(value) : place}, undefined>`
        : `: ${isPrimitive(value) ? this.#text(value) : place}`;
      return `readonly ${JSON.stringify(property.name)}${written}`;
    });
    this.#lines.push(
      `export const ${name}Accepts = (given: { ${fields.join("; ")} }): Entry.${name} => given;`,
    );
  }

  #useProperty(name: string, property: ts.Symbol): void {
    const key = JSON.stringify(property.name);
    const number = this.#lines.length;
    this.#lines.push(`export type ${name}Field${number} = Entry.${name}[${key}];`);
    const type = this.#checker.getTypeOfSymbol(property);
    this.#useLiterals(`${name}Member${number}x`, `NonNullable<Entry.${name}[${key}]>`, type);
    if (given.test(name) || !isPrimitive(type)) return;
    this.#lines.push(
      `export const ${name}Has${number} = (given: Entry.${name}): { readonly ${key}${this.#isOptional(property) ? "?" : ""}: ${this.#widened(type)}${this.#isOptional(property) ? " | undefined" : ""} } => given;`,
    );
  }

  /** Members of a list of words that users may write or compare with. */
  #useLiterals(name: string, place: string, type: ts.Type): void {
    const words = partsOf(type).flatMap((part) => (part.isStringLiteral() ? [part.value] : []));
    for (const [index, word] of words.entries())
      this.#lines.push(`export const ${name}${index}: ${place} = ${JSON.stringify(word)};`);
  }

  #isOptional({ flags }: ts.Symbol): boolean {
    return (flags & ts.SymbolFlags.Optional) !== 0;
  }

  #isPublic({ name, declarations = [] }: ts.Symbol): boolean {
    const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
    return (
      !name.startsWith("__") &&
      !name.startsWith("#") &&
      declarations.every((declaration) => (ts.getCombinedModifierFlags(declaration) & hidden) === 0)
    );
  }

  /** A primitive type, without names that only its own file knows. */
  #text(type: ts.Type): string {
    return partsOf(type)
      .map((part) => this.#checker.typeToString(part, undefined, ts.TypeFormatFlags.NoTruncation))
      .join(" | ");
  }

  /** Without literals: another word in a reply breaks nobody who keeps to the rule that lists of words may grow. */
  #widened(type: ts.Type): string {
    const parts = partsOf(type).map((part) => this.#text(this.#checker.getBaseTypeOfLiteralType(part)));
    return [...new Set(parts)].join(" | ");
  }
}

/** Where the statements about an entry are, among the files that are compiled. */
export const surfaceFolder = "surface";

/**
 * Usage of everything that the entries of a tree export, whether a test uses it or not: names, fields, members of unions of words,
 * what options require, and primitive types of fields, parameters and results.
 *
 * @param root The tree, with its sources.
 */
export function listSurface(root: string): readonly UsageFile[] {
  const entries = [...listEntries(root)].filter(([source]) => source.endsWith(".ts"));
  const base = path.join(root, "tsconfig.base.json");
  const read = ts.readConfigFile(base, (file) => ts.sys.readFile(file));
  const { options } = ts.parseJsonConfigFileContent(read.config, ts.sys, root);
  const program = ts.createProgram({
    rootNames: entries.map(([source]) => path.join(root, source)),
    options: { ...options, types: ["node"], noEmit: true },
  });
  const checker = program.getTypeChecker();
  return entries.flatMap(([source, specifier], index) => {
    const file = program.getSourceFile(path.join(root, source));
    if (file === undefined) return [];
    const place = path.posix.join(...source.split("/").slice(0, 2), surfaceFolder, `${index}.ts`);
    return [{ path: place, text: new Surface(checker).textOf(file, specifier) }];
  });
}
