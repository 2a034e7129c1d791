import type { MockServer } from "@kelaskit/core/testing";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { Settlement, Target } from "../../src/target.ts";

type Fields = Readonly<Record<string, unknown>>;

/** What a target is checked with. */
export interface ContractCase<Row extends object> {
  /** Makes the target with a client on a mock of its own. */
  readonly setUp: () => { readonly target: Target<Row>; readonly mock: MockServer };
  /** Records of rows that the mock carries out, all of one group, the first one with an address. */
  readonly records: readonly Fields[];
  /** What the vendor then says of those that it cannot tell to be done, by their place. @default done */
  readonly settled?: Readonly<Record<number, Settlement>>;
  /** Records that name one learner and item in one spelling or another, and agree or not in what else they say. */
  readonly oneKey: readonly Fields[];
}

/** The rows of records that are right. */
export function rowsOf<Row extends object>(target: Target<Row>, records: readonly Fields[]): readonly Row[] {
  return records.map((record) => {
    const parsed = target.parse(record);
    if ("row" in parsed) return parsed.row;
    throw new Error(`Expected a row, got ${JSON.stringify(parsed.issues)}.`);
  });
}

/** The row of a record that is right. */
export function rowOf<Row extends object>(target: Target<Row>, record: Fields): Row {
  const [row] = rowsOf(target, [record]);
  if (row === undefined) throw new Error("Expected a row.");
  return row;
}

/** The fields that a target finds wrong in a record. */
export function wrongFields<Row extends object>(target: Target<Row>, record: Fields): readonly string[] {
  const parsed = target.parse(record);
  return "row" in parsed ? [] : parsed.issues.map(({ field }) => field);
}

/** The context of a run that does not end. */
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

function upperCased(record: Fields): Fields {
  return Object.fromEntries(
    Object.entries(record).map(([field, value]) => [
      field,
      field === "email" && typeof value === "string" ? ` ${value.toUpperCase()} ` : value,
    ]),
  );
}

/** A row without its spelling and its order: what it says. */
function meaningOf(value: unknown): unknown {
  if (typeof value === "string") return value.trim().replaceAll(/\s+/g, " ").toLowerCase();
  if (Array.isArray(value)) return new Set(value.map(meaningOf));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(entries.map(([field, part]) => [field, meaningOf(part)] as const));
}

/** Merges rows one into the next; contradictory ones give nothing, and nothing stays nothing. */
function merged<Row extends object>(
  target: Target<Row>,
  first: Row | undefined,
  second: Row | undefined,
): Row | undefined {
  if (first === undefined || second === undefined) return undefined;
  const parsed = target.merge?.(first, second) ?? { issues: [] };
  return "row" in parsed ? parsed.row : undefined;
}

/** What every target keeps to, ours and a user's own. */
export function keepsTheContract<Row extends object>({
  setUp,
  records,
  settled = {},
  oneKey,
}: ContractCase<Row>): void {
  const makeTarget = (): Target<Row> => setUp().target;

  it("a row has one outcome, and afterwards one settlement, in its place", async () => {
    const target = makeTarget();
    const rows = rowsOf(target, records);
    const settlements: Settlement[] = [];
    for (const batch of batchesOf(target, rows)) {
      const outcomes = await target.send(batch, running());
      expect(outcomes.map(({ state }) => state)).toEqual(batch.map(() => "done"));
      settlements.push(...((await target.settle?.(batch, running())) ?? []));
    }
    expect(settlements).toEqual(rows.map((_, index) => settled[index] ?? "done"));
  });

  it("rows of one key are merged to the same whichever comes first, or contradict each other", () => {
    const target = makeTarget();
    const rows = rowsOf(target, oneKey);
    const keys = rows.map((row) => target.keyOf(row));
    const anyRow = fc.constantFrom(...rows);
    fc.assert(
      fc.property(anyRow, anyRow, anyRow, (first, second, third) => {
        const both = merged(target, first, second);
        expect(meaningOf(merged(target, second, first))).toEqual(meaningOf(both));
        expect(meaningOf(merged(target, both, third))).toEqual(
          meaningOf(merged(target, first, merged(target, second, third))),
        );
        expect(meaningOf(merged(target, first, first))).toEqual(meaningOf(first));
        if (both !== undefined) expect(keys).toContainEqual(target.keyOf(both));
      }),
    );
    expect(new Set(keys.map((key) => JSON.stringify(key))).size).toBe(1);
  });

  it("a contradiction names a field and repeats nothing of either row", () => {
    const target = makeTarget();
    const rows = rowsOf(target, oneKey);
    const contradictions = rows.flatMap((first) =>
      rows.flatMap((second) => {
        const parsed = target.merge?.(first, second) ?? { row: first };
        return "issues" in parsed ? [parsed.issues] : [];
      }),
    );
    expect(contradictions).not.toEqual([]);
    for (const { field, expected, received } of contradictions.flat()) {
      expect(Object.keys(target.fields)).toContain(field);
      for (const { [field]: value } of oneKey)
        if (typeof value === "string") expect(`${expected} ${received}`).not.toContain(value);
    }
  });

  it("a check reads, and writes nothing", async () => {
    const { target, mock } = setUp();
    const { findings } = (await target.check?.(running())) ?? { findings: [] };
    expect(findings).not.toEqual([]);
    const requests = mock.requests.filter(
      ({ operation }) => !operation.startsWith("oauth.") && operation !== "auth.login",
    );
    expect(requests).not.toEqual([]);
    expect(new Set(requests.map(({ method }) => method))).toEqual(new Set(["GET"]));
  });

  it("a row's key stays the same, however the address is written, and no two rows share one", () => {
    const target = makeTarget();
    const keys = rowsOf(target, records).map((row) => target.keyOf(row));
    expect(rowsOf(makeTarget(), records.map(upperCased)).map((row) => target.keyOf(row))).toEqual(keys);
    expect(new Set(keys.map((key) => JSON.stringify(key))).size).toBe(records.length);
  });

  it("returns a row with a key, or issues of declared fields, for any record", () => {
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
          const { learner, item, period } = target.keyOf(parsed.row);
          expect(learner).not.toBe("");
          expect(period).not.toBe("");
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

  it("an issue does not repeat what stood in the field", () => {
    const target = makeTarget();
    const secret = "Zx9-very-private";
    for (const field of Object.keys(target.fields)) {
      const parsed = target.parse({ ...records[0], [field]: [secret] });
      expect(JSON.stringify("row" in parsed ? [] : parsed.issues)).not.toContain(secret);
    }
  });

  it("has each header once and for one field, whatever its case and spaces", () => {
    const { fields } = makeTarget();
    const headers = Object.entries(fields).flatMap(([field, { aliases = [] }]) => [field, ...aliases]);
    const plain = headers.map((header) => header.toLowerCase().replaceAll(/[\s_-]+/g, ""));
    expect(plain.filter((header, index) => plain.indexOf(header) !== index)).toEqual([]);
  });
}
