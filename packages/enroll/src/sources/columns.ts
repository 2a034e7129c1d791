import { nearestName } from "@kelaskit/core/vendor";
import type { ReadColumn, SourceRecord } from "../source.ts";
import type { TargetField } from "../target.ts";
import { plainHeader as plain, resembles } from "./headers.ts";
import type { SourceOptions } from "./options.ts";
import { nameOf } from "../reading/character-names.ts";
import { SourceError, type SourcePlace } from "./source-error.ts";

/** What a source's headers are read as, in their order; those without a text are left out. */
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
  /** Fields whose column was named in `columns` and is not there. */
  readonly missing: readonly string[];
  /** Fields that two columns could be, with those columns. */
  readonly ambiguous: readonly { readonly field: string; readonly headers: readonly string[] }[];
  /** Headers that no field reads. */
  readonly unread: readonly string[];
}

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(", ");

/**
 * Refuses a `columns` that names a field which is not read.
 *
 * @throws {SourceError} When it does.
 */
export function checkColumns(source: string, { fields, columns = {} }: SourceOptions): void {
  const known = Object.keys(fields);
  for (const field of Object.keys(columns)) {
    if (Object.hasOwn(fields, field)) continue;
    const suggestion = nearestName(field, known);
    const advice = suggestion === undefined ? "" : `Did you mean "${suggestion}"? `;
    throw new SourceError(
      source,
      `columns names the field "${field}", and there is none. ${advice}The fields are ${quoted(known)}.`,
    );
  }
}

function positionsOf(headers: readonly string[], wanted: string): number[] {
  return headers.flatMap((header, at) => (header === wanted && wanted !== "" ? [at] : []));
}

const plainAliasesOf = new WeakMap<TargetField, ReadonlySet<string>>();

/** The aliases of a field as headers are compared with them; made once, for records may each have other keys. */
function plainAliases(field: TargetField): ReadonlySet<string> {
  const known = plainAliasesOf.get(field) ?? new Set(field.aliases?.map(plain));
  plainAliasesOf.set(field, known);
  return known;
}

/** Finds the column of every field: the one that `columns` names, else its name, else one of its aliases. */
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
  // What was named for one field is no other field's by chance.
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
  // All names go before the first alias: an alias of one field may be the name of another.
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
 * Refuses two columns for one field.
 *
 * @throws {SourceError} When a field has two.
 */
export function checkAmbiguous(source: string, plan: ColumnPlan, place: SourcePlace): void {
  for (const { field, headers } of plan.ambiguous) {
    if (new Set(headers).size === 1) {
      throw new SourceError(source, "this header stands twice. Rename or remove one of the columns.", {
        ...place,
        column: headers[0],
      });
    }
    throw new SourceError(
      source,
      `${quoted(headers)} could each be the field "${field}". Say which one in columns, or rename the others.`,
      { ...place, column: headers[0] },
    );
  }
}

/** What is odd about a header that looks right. */
function oddity(header: string): string {
  const at = Array.from(header).findIndex((character) =>
    /^[^\0-\x7F\p{Script=Latin}\p{M}]$/u.test(character),
  );
  const odd = Array.from(header)[at];
  return odd === undefined ? "" : ` with ${nameOf(odd)} at character ${at + 1}`;
}

/**
 * Refuses a column that no field reads and that looks like one which has no column: what it holds would be left out, and
 * something else sent in its place.
 *
 * @throws {SourceError} Naming the column, the field, and how to go on.
 */
export function checkUnread(
  source: string,
  plan: ColumnPlan,
  options: SourceOptions,
  place: SourcePlace,
): void {
  const { fields, columns = {} } = options;
  // Where columns says it, nothing else was meant.
  const open = Object.entries(fields).filter(
    ([field]) => !plan.positions.has(field) && !Object.hasOwn(columns, field),
  );
  for (const header of plan.unread) {
    for (const [field, { description, aliases = [] }] of open) {
      const name = [field, ...aliases].find((known) => resembles(header, known));
      if (name === undefined) continue;
      throw new SourceError(
        source,
        `no field reads this column${oddity(header)}, and it resembles "${name}", by which the field "${field}" ` +
          `(${description}) is found, and which has no column. Rename it, say in columns that it is "${field}", or list it in ` +
          "ignoredColumns where it is something else.",
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
  const there = new Set(headers.map(plain));
  for (const header of ignoredColumns) {
    if (there.has(plain(header))) continue;
    throw new SourceError(
      source,
      `ignoredColumns lists the column "${header}", which is not there. The headers are ` +
        `${quoted(headers.filter((known) => known !== ""))}.`,
      { line },
    );
  }
}

function needsColumn({ required, mustHaveColumn = false }: TargetField): boolean {
  return required || mustHaveColumn;
}

/** What is expected of a header line: the fields with the headers by which they are recognised. */
function expectedHeaders({ fields, columns = {} }: SourceOptions): string {
  return Object.entries(fields)
    .map(([field, declared]) => {
      const header = Object.hasOwn(columns, field) ? columns[field] : field;
      return `"${header}"${needsColumn(declared) ? "" : " (optional)"}`;
    })
    .join(", ");
}

/** Where all rows may get the same, the option of the target that says it. */
function settingAdvice(field: TargetField | undefined): string {
  return field?.setting === undefined ? "" : `, or give the target the option ${field.setting} for all rows`;
}

/**
 * Checks that a header line has a column for every field that must have one.
 *
 * @throws {SourceError} Naming the field, the headers there are, and the nearest of them. A first line without a single
 * known header is taken for a row, and its cells are not repeated.
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
        `known header.${suggestion} Expected a first line with ${expectedHeaders(options)}: add it, or say in columns ` +
        `what the columns are called.`,
      { line },
    );
  }
  const there = `The headers are ${quoted(headers.filter((header) => header !== ""))}.`;
  if (field !== undefined && plan.missing.includes(field)) {
    throw new SourceError(
      source,
      `the column "${columns[field]}" that columns names for the field "${field}" is not there.${suggestion} ${there}`,
      { line, column: columns[field] },
    );
  }
  throw new SourceError(
    source,
    `the field "${field}" has no column: ${fields[field ?? ""]?.description}.${suggestion} ${there} ` +
      `Add the column, or say in columns what it is called${settingAdvice(fields[field ?? ""])}.`,
    { line, column: field, missingField: field },
  );
}

/**
 * Watches records that have no header line for the fields that a source must have: each must be in one of them.
 */
export class NeededFields {
  readonly #source: string;
  readonly #fields: SourceOptions["fields"];
  readonly #missing: Set<string>;

  constructor(source: string, { fields }: SourceOptions) {
    this.#source = source;
    this.#fields = fields;
    // Without a required field each record is wrong by itself, and the target says so with its line.
    this.#missing = new Set(Object.keys(fields).filter((field) => fields[field]?.mustHaveColumn === true));
  }

  /** Looks at the next record. */
  see(record: SourceRecord["record"]): void {
    for (const field of this.#missing) if (field in record) this.#missing.delete(field);
  }

  /**
   * To be called after the last record.
   *
   * @throws {SourceError} When no record had one of the fields.
   */
  checkAll(): void {
    const [field] = this.#missing;
    if (field === undefined) return;
    throw new SourceError(
      this.#source,
      `no record has the field "${field}": ${this.#fields[field]?.description}. Correct the name, add the field, or say in ` +
        "columns what it is called.",
      { missingField: field },
    );
  }
}
