import type { RowSource, Target } from "@kelaskit/enroll";

/** More columns than a spreadsheet shows: keys of JSON records may be data. */
const mostColumns = 1000;

/** The columns of a source, for reports that keep them. */
export interface OriginalColumns {
  /** Their headers, in the order in which they come. */
  readonly headers: readonly string[];
  /** Those of them whose cells are never written: passwords. */
  readonly secret: readonly string[];
}

/** A header without what people write in different ways. */
function plain(header: string): string {
  return header
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "");
}

/** Every name by which a column with a secret may be read; rather one too many than one too few. */
function secretNames(fields: Target["fields"], columns: Readonly<Record<string, string>>): Set<string> {
  const names = Object.entries(fields).flatMap(([field, { secret = false, aliases = [] }]) =>
    secret ? [field, ...aliases, ...(Object.hasOwn(columns, field) ? [columns[field] ?? field] : [])] : [],
  );
  return new Set(names.map(plain));
}

/**
 * Reads a source for the headers of all its records.
 *
 * @param columns The header of a field's column, as `--map` says.
 * @returns Nothing where the source cannot tell, or has too many.
 */
export async function originalColumns(
  source: RowSource,
  { fields }: Pick<Target, "fields">,
  columns: Readonly<Record<string, string>> = {},
): Promise<OriginalColumns | undefined> {
  const headers = new Set<string>();
  for await (const { original } of source.records({ withOriginal: true })) {
    if (original === undefined) return undefined;
    for (const header of Object.keys(original)) headers.add(header);
    if (headers.size > mostColumns) return undefined;
  }
  if (headers.size === 0) return undefined;
  const secrets = secretNames(fields, columns);
  return { headers: [...headers], secret: [...headers].filter((header) => secrets.has(plain(header))) };
}
