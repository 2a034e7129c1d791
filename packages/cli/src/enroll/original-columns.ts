import type { RowSource, Target } from "@kelaskit/enroll";

/** The most columns of a report: keys of JSON records may be data. */
const mostColumns = 1000;

/** The columns of a source, for reports that include them. */
export interface OriginalColumns {
  /** Their headers, in order. */
  readonly headers: readonly string[];
  /** The headers whose cells are never written: passwords. */
  readonly secret: readonly string[];
}

/** A header without differences of case, accents and punctuation. */
function plain(header: string): string {
  return header
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "");
}

/** Every name that a column with a secret may have; better one too many than one too few. */
function secretNames(fields: Target["fields"], columns: Readonly<Record<string, string>>): Set<string> {
  const names = Object.entries(fields).flatMap(([field, { secret = false, aliases = [] }]) =>
    secret ? [field, ...aliases, ...(Object.hasOwn(columns, field) ? [columns[field] ?? field] : [])] : [],
  );
  return new Set(names.map(plain));
}

/**
 * Collects the headers of all records of a source.
 *
 * @param columns The header of a field's column, from `--map`.
 * @returns Undefined if the source does not provide them, or if there are too many.
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
