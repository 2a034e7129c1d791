import { describe, expect, it } from "vitest";
import { rowsOf } from "../../src/sources/index.ts";
import { sourceErrorOf, fields, readAll } from "./support.ts";

const ada = { email: "ada@example.com", product: "p1" };
const budi = { email: "budi@example.com", product: "p2" };

async function* query() {
  yield ada;
  yield budi;
}

describe("rowsOf", () => {
  it.each([
    ["an array", [ada, budi]],
    ["a set", new Set([ada, budi])],
    ["a function that starts a query", query],
  ])("reads %s as often as wanted, with the number of each row", async (_, rows) => {
    const source = rowsOf(rows, { name: "team", fields });
    const expected = [
      { line: 1, record: ada },
      { line: 2, record: budi },
    ];
    expect(await readAll(source)).toEqual(expected);
    expect(await readAll(source)).toEqual(expected);
    expect(source.name).toBe("team");
  });

  it("refuses to read for a second time what can be read once", async () => {
    const source = rowsOf(query(), { name: "team", fields, hash: "v1" });
    expect(await readAll(source)).toHaveLength(2);
    const error = await sourceErrorOf(async () => readAll(source));
    expect(error.message).toContain(
      "team: the rows can be read only once, but a run reads them several times.",
    );
  });

  it("matches keys as headers are matched", async () => {
    const rows = [{ "E-Mail": "ada@example.com", course: "p1" }];
    const source = rowsOf(rows, { name: "team", fields, columns: { product: "Course" } });
    expect(await readAll(source)).toEqual([{ line: 1, record: ada }]);
  });

  it("is identified by its records", async () => {
    const hashOf = async (...rows: object[]) => rowsOf(rows, { name: "team", fields }).hash();
    expect(await hashOf(ada, budi)).toMatch(/^[0-9a-f]{64}$/);
    expect(await hashOf(ada, budi)).toBe(await hashOf({ ...ada, shoe: 43 }, budi));
    expect(await hashOf(ada, budi)).not.toBe(await hashOf(budi, ada));
    expect(await hashOf({ product: 1n })).not.toBe(await hashOf({ product: 2n }));
  });

  it("does not depend on the order of keys", async () => {
    const turned = { product: ada.product, email: ada.email };
    const hashOf = async (row: object) => rowsOf([row], { name: "team", fields }).hash();
    expect(await hashOf(turned)).toBe(await hashOf(ada));
  });

  it("is identified by the given hash", async () => {
    expect(await rowsOf([ada], { name: "team", fields, hash: "2026-01-31" }).hash()).toBe("2026-01-31");
  });

  it("names the row that is not an object", async () => {
    const rows = [ada, ["secret"]];
    const error = await sourceErrorOf(async () => readAll(rowsOf(rows, { name: "team", fields })));
    expect(error.message).toBe(
      "team, line 2: expected an object with the fields of a row, got a list of 1 entry.",
    );
  });

  it("passes on what a query throws", async () => {
    async function* broken() {
      yield ada;
      throw new RangeError("the database is gone");
    }
    await expect(readAll(rowsOf(broken, { name: "team", fields }))).rejects.toThrow(RangeError);
  });
});
