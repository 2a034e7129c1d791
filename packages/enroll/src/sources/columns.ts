import { nearestName } from "@kelaskit/core/vendor";
import type { ReadColumn, SourceRecord } from "../source.ts";
import type { TargetField } from "../target.ts";
import { plainHeader as plain, resembles } from "./headers.ts";
import type { SourceOptions } from "./options.ts";
import { characterName } from "../reading/character-names.ts";
import { SourceError, type SourcePlace } from "./source-error.ts";

/** The columns of a source with the fields they are read as, in order; columns with an empty header are left out. */
export function readColumns(
  headers: readonly string[],
  { positions }: Pick<ColumnPlan, "positions">,
): readonly ReadColumn[] {
  const fields = new Map(Array.from(positions, ([field, at]) => [at, field] as const));
  return headers.flatMap((header, at) => (header === "" ? [] : [{ header, field: fields.get(at) }]));
}

/** Which column each field is read from. */
export interface ColumnPlan {
  /** The position of each found field's column, from 0. */
  readonly positions: ReadonlyMap<string, number>;
  /** Fields whose column was named in `columns` and does not exist. */
  readonly missing: readonly string[];
  /** Fields that several columns match, with the headers of those columns. */
  readonly ambiguous: readonly { readonly field: string; readonly headers: readonly string[] }[];
  /** Headers of columns that are not used. */
  readonly unread: readonly string[];
}

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(", ");

/**
 * Refuses a `columns` that contains an unknown field.
 *
 * @throws {SourceError} If it does.
 */
export function checkColumns(source: string, { fields, columns = {} }: SourceOptions): void {
  const known = Object.keys(fields);
  for (const field of Object.keys(columns)) {
    if (Object.hasOwn(fields, field)) continue;
    const suggestion = nearestName(field, known);
    const advice = suggestion === undefined ? "" : `Did you mean "${suggestion}"? `;
    throw new SourceError(
      source,
      `columns contains the field "${field}", which does not exist. ${advice}The fields are ${quoted(known)}.`,
    );
  }
}

function positionsOf(headers: readonly string[], wanted: string): number[] {
  return headers.flatMap((header, at) => (header === wanted && wanted !== "" ? [at] : []));
}

const plainAliasesOf = new WeakMap<TargetField, ReadonlySet<string>>();

/** The aliases of a field in the form in which headers are compared; computed once, because every record may have other keys. */
function plainAliases(field: TargetField): ReadonlySet<string> {
  const known = plainAliasesOf.get(field) ?? new Set(field.aliases?.map(plain));
  plainAliasesOf.set(field, known);
  return known;
}

/** Finds the column of every field: by the header in `columns`, otherwise by the field's name, otherwise by an alias. */
export function planColumns(
  headers: readonly string[],
  { fields, columns = {}, ignoredColumns = [] }: SourceOptions,
): ColumnPlan {
  const plainHeaders = headers.map(plain);
  const positions = new Map<string, number>();
  const taken = new Set<number>();
  const missing: string[] = [];
  const ambiguous: { field: string; headers: string[] }[] = [];

  for (const [field, header] of Object.entries(columns)) {
    const exact = positionsOf(headers, header.trim());
    const found = exact.length > 0 ? exact : positionsOf(plainHeaders, plain(header));
    const [position, ...others] = found;
    if (position === undefined) missing.push(field);
    else positions.set(field, position);
    if (others.length > 0) ambiguous.push({ field, headers: found.map((at) => headers[at] ?? "") });
  }
  // A column that was named for one field must not also match another by chance.
  for (const position of positions.values()) taken.add(position);
  for (const header of ignoredColumns)
    for (const position of positionsOf(plainHeaders, plain(header))) taken.add(position);

  const findByNames = (field: string, wanted: ReadonlySet<string>): void => {
    const found = plainHeaders.flatMap((header, at) => (!taken.has(at) && wanted.has(header) ? [at] : []));
    const [position, ...others] = found;
    if (position === undefined) return;
    positions.set(field, position);
    for (const at of [position, ...others]) taken.add(at);
    if (others.length > 0) {
      ambiguous.push({ field, headers: [position, ...others].map((at) => headers[at] ?? "") });
    }
  };
  const open = Object.entries(fields).filter(([field]) => !Object.hasOwn(columns, field));
  for (const [field] of open) findByNames(field, new Set([plain(field)]));
  // All names come before the first alias: an alias of one field may be the name of another.
  for (const [field, declared] of open) {
    if (!positions.has(field)) findByNames(field, plainAliases(declared));
  }
  return {
    positions,
    missing,
    ambiguous,
    unread: headers.filter((header, at) => header !== "" && !taken.has(at)),
  };
}

/**
 * Refuses several columns for one field.
 *
 * @throws {SourceError} If a field has several.
 */
export function checkAmbiguous(source: string, plan: ColumnPlan, place: SourcePlace): void {
  for (const { field, headers } of plan.ambiguous) {
    if (new Set(headers).size === 1) {
      throw new SourceError(source, "this header occurs twice. Rename or remove one of the columns.", {
        ...place,
        column: headers[0],
      });
    }
    throw new SourceError(
      source,
      `${quoted(headers)} could each be the field "${field}". Choose one in columns, or rename the others.`,
      { ...place, column: headers[0] },
    );
  }
}

/** The unusual character of a header that looks right. */
function oddity(header: string): string {
  const at = Array.from(header).findIndex((character) =>
    /^[^\0-\x7F\p{Script=Latin}\p{M}]$/u.test(character),
  );
  const odd = Array.from(header)[at];
  return odd === undefined ? "" : ` with ${characterName(odd)} at character ${at + 1}`;
}

/**
 * Refuses an unused column that resembles a field without a column: its values would be left out, and something else sent
 * in their place.
 *
 * @throws {SourceError} With the column, the field, and how to continue.
 */
export function checkUnread(
  source: string,
  plan: ColumnPlan,
  options: SourceOptions,
  place: SourcePlace,
): void {
  const { fields, columns = {} } = options;
  // A field that is mapped in columns cannot be meant.
  const open = Object.entries(fields).filter(
    ([field]) => !plan.positions.has(field) && !Object.hasOwn(columns, field),
  );
  for (const header of plan.unread) {
    for (const [field, { description, aliases = [] }] of open) {
      const name = [field, ...aliases].find((known) => resembles(header, known));
      if (name === undefined) continue;
      throw new SourceError(
        source,
        `this column is not used, but its header${oddity(header)} resembles "${name}" of the field "${field}" ` +
          `(${description}), which has no column. Rename it, map it to "${field}" in columns, or list it in ignoredColumns ` +
          "if it is something else.",
        { ...place, column: header },
      );
    }
  }
}

function checkIgnored(
  source: string,
  headers: readonly string[],
  { ignoredColumns = [] }: SourceOptions,
  line: number,
): void {
  const existing = new Set(headers.map(plain));
  for (const header of ignoredColumns) {
    if (existing.has(plain(header))) continue;
    throw new SourceError(
      source,
      `ignoredColumns lists the column "${header}", which does not exist. The headers are ` +
        `${quoted(headers.filter((known) => known !== ""))}.`,
      { line },
    );
  }
}

function needsColumn({ required, mustHaveColumn = false }: TargetField): boolean {
  return required || mustHaveColumn;
}

/** What is expected in a header line: the headers by which the fields are recognized. */
function expectedHeaders({ fields, columns = {} }: SourceOptions): string {
  return Object.entries(fields)
    .map(([field, declared]) => {
      const header = Object.hasOwn(columns, field) ? columns[field] : field;
      return `"${header}"${needsColumn(declared) ? "" : " (optional)"}`;
    })
    .join(", ");
}

/** The target's option that supplies a field for all rows, if there is one. */
function settingAdvice(field: TargetField | undefined): string {
  return field?.setting === undefined ? "" : `, or give the target the option ${field.setting} for all rows`;
}

/**
 * Checks that a header line has a column for every field that must have one.
 *
 * @throws {SourceError} With the field, the existing headers, and the nearest of them. A first line without a single known
 * header is assumed to be a row, and its cells are not repeated.
 */
export function checkHeaders(
  source: string,
  headers: readonly string[],
  plan: ColumnPlan,
  options: SourceOptions,
  line: number,
): void {
  const { fields, columns = {} } = options;
  const isHeaderLine = plan.positions.size > 0;
  checkAmbiguous(source, plan, { line });
  const needed = Object.entries(fields).flatMap(([field, declared]) =>
    needsColumn(declared) ? [field] : [],
  );
  const absent = needed.filter((field) => !plan.positions.has(field) && !plan.missing.includes(field));
  const [field] = [...plan.missing, ...absent];
  if (field === undefined && isHeaderLine) {
    checkIgnored(source, headers, options, line);
    checkUnread(source, plan, options, { line });
    return;
  }

  const wanted = plan.missing.map((name) => columns[name] ?? name);
  const candidates = isHeaderLine ? plan.unread : headers;
  const names =
    field === undefined || plan.missing.length > 0 ? wanted : [field, ...(fields[field]?.aliases ?? [])];
  const close = names.map((name) => nearestName(name, candidates)).find((name) => name !== undefined);
  const suggestion = close === undefined ? "" : ` Did you mean "${close}"?`;
  if (!isHeaderLine) {
    throw new SourceError(
      source,
      `no header line was found: none of its ${headers.length === 1 ? "1 cell" : `${headers.length} cells`} is a ` +
        `known header.${suggestion} Expected a first line with ${expectedHeaders(options)}: add it, or map the headers in ` +
        "columns.",
      { line },
    );
  }
  const existing = `The headers are ${quoted(headers.filter((header) => header !== ""))}.`;
  if (field !== undefined && plan.missing.includes(field)) {
    throw new SourceError(
      source,
      `columns maps the field "${field}" to this column, which does not exist.${suggestion} ${existing}`,
      { line, column: columns[field] },
    );
  }
  throw new SourceError(
    source,
    `the field "${field}" has no column: ${fields[field ?? ""]?.description}.${suggestion} ${existing} ` +
      `Add the column, or map its header in columns${settingAdvice(fields[field ?? ""])}.`,
    { line, column: field, missingField: field },
  );
}

/**
 * Checks records without a header line for the fields that a source must have: each must occur in at least one of them.
 */
export class NeededFields {
  readonly #source: string;
  readonly #fields: SourceOptions["fields"];
  readonly #missing: Set<string>;

  constructor(source: string, { fields }: SourceOptions) {
    this.#source = source;
    this.#fields = fields;
    // A record without a required field is invalid by itself, which the target reports with its line.
    this.#missing = new Set(Object.keys(fields).filter((field) => fields[field]?.mustHaveColumn === true));
  }

  /** Checks the next record. */
  see(record: SourceRecord["record"]): void {
    for (const field of this.#missing) if (field in record) this.#missing.delete(field);
  }

  /**
   * Call it after the last record.
   *
   * @throws {SourceError} If no record had one of the fields.
   */
  checkAll(): void {
    const [field] = this.#missing;
    if (field === undefined) return;
    throw new SourceError(
      this.#source,
      `no record has the field "${field}": ${this.#fields[field]?.description}. Correct the name, add the field, or map ` +
        "its key in columns.",
      { missingField: field },
    );
  }
}
