import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Target } from "../../src/target.ts";

/** What a target is checked with. */
export interface ContractCase<Row extends object> {
  /** Makes the target with a client on a mock of its own. */
  readonly makeTarget: () => Target<Row>;
  /** Records of rows that the mock carries out, all of one group, the first one with an address. */
  readonly records: readonly Readonly<Record<string, unknown>>[];
}

/** The rows of records that are right. */
export function rowsOf<Row extends object>(
  target: Target<Row>,
  records: readonly Readonly<Record<string, unknown>>[],
): readonly Row[] {
  return records.map((record) => {
    const parsed = target.parse(record);
    if ("row" in parsed) return parsed.row;
    throw new Error(`Expected a row, got ${JSON.stringify(parsed.issues)}.`);
  });
}

/** The row of a record that is right. */
export function rowOf<Row extends object>(
  target: Target<Row>,
  record: Readonly<Record<string, unknown>>,
): Row {
  const [row] = rowsOf(target, [record]);
  if (row === undefined) throw new Error("Expected a row.");
  return row;
}

/** The fields that a target finds wrong in a record. */
export function wrongFields<Row extends object>(
  target: Target<Row>,
  record: Readonly<Record<string, unknown>>,
): readonly string[] {
  const parsed = target.parse(record);
  return "row" in parsed ? [] : parsed.issues.map(({ field }) => field);
}

/** The context of a run that nobody ends. */
export function running(): { readonly signal: AbortSignal } {
  return { signal: new AbortController().signal };
}

function batchesOf<Row extends object>(
  target: Target<Row>,
  rows: readonly Row[],
): readonly (readonly Row[])[] {
  const size = target.batchSize ?? 1;
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, index) =>
    rows.slice(index * size, (index + 1) * size),
  );
}

function upperCased(record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(record).map(([field, value]) => [
      field,
      field === "email" && typeof value === "string" ? ` ${value.toUpperCase()} ` : value,
    ]),
  );
}

/** What every target keeps to, ours and a user's own. */
export function keepsTheContract<Row extends object>({ makeTarget, records }: ContractCase<Row>): void {
  test("a row has one outcome, and afterwards one settlement, in its place", async () => {
    const target = makeTarget();
    for (const batch of batchesOf(target, rowsOf(target, records))) {
      const outcomes = await target.send(batch, running());
      expect(outcomes.map(({ state }) => state)).toEqual(batch.map(() => "done"));
      expect(await target.settle?.(batch, running())).toEqual(batch.map(() => "done"));
    }
  });

  test("a row's key stays the same, however the address is written, and no two rows share one", () => {
    const target = makeTarget();
    const keys = rowsOf(target, records).map((row) => target.keyOf(row));
    expect(rowsOf(makeTarget(), records.map(upperCased)).map((row) => target.keyOf(row))).toEqual(keys);
    expect(new Set(keys.map(({ learner, item }) => `${learner} ${item}`)).size).toBe(records.length);
  });

  test("a record of anything gives a row with a key, or issues of declared fields; it never throws", () => {
    const target = makeTarget();
    const names = Object.keys(target.fields);
    const value = fc.oneof(
      fc.constantFrom(
        "",
        " ",
        "1",
        "1;2",
        "-1",
        "1e3",
        "2026-02-30",
        "2026-02-28",
        "a@b.c",
        "a@b",
        "active",
        "product",
      ),
      fc.anything(),
      fc.string(),
      fc.emailAddress(),
      fc.nat(),
    );
    const record = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), value);
    fc.assert(
      fc.property(record, (random) => {
        const parsed = target.parse(random);
        if ("row" in parsed) {
          const { learner, item } = target.keyOf(parsed.row);
          expect(learner).not.toBe("");
          expect(item).toMatch(/^[a-z-]+:\S+$/);
          return;
        }
        expect(parsed.issues).not.toEqual([]);
        for (const { field, expected } of parsed.issues) {
          expect(names).toContain(field);
          expect(expected).not.toBe("");
        }
      }),
    );
  });

  test("an issue does not repeat what stood in the field", () => {
    const target = makeTarget();
    const secret = "Zx9-very-private";
    for (const field of Object.keys(target.fields)) {
      const parsed = target.parse({ ...records[0], [field]: [secret] });
      expect(JSON.stringify("row" in parsed ? [] : parsed.issues)).not.toContain(secret);
    }
  });

  test("each header, whatever its case, spaces and hyphens, stands once and for one field", () => {
    const { fields } = makeTarget();
    const headers = Object.entries(fields).flatMap(([field, { aliases = [] }]) => [field, ...aliases]);
    const plain = headers.map((header) => header.toLowerCase().replaceAll(/[\s_-]+/g, ""));
    expect(plain.filter((header, index) => plain.indexOf(header) !== index)).toEqual([]);
  });
}
