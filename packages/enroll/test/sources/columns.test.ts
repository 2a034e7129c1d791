import { describe, expect, it } from "vitest";
import { csvFile, jsonLinesFile, rowsOf } from "../../src/sources/index.ts";
import type { RowSource } from "../../src/source.ts";
import { sourceErrorOf, fields, fileWriter, readAll, temporaryFolder } from "./support.ts";

const write = fileWriter(temporaryFolder());

async function columnsOf(source: RowSource) {
  await readAll(source);
  return source.columns?.();
}

describe("the columns of a source", () => {
  const read = [
    { header: "Full Name", field: "name" },
    { header: "phone", field: undefined },
    { header: "Mail", field: "email" },
    { header: "product", field: "product" },
  ];

  it("are those of a CSV file, in its order", async () => {
    const path = await write("Full Name,,phone,Mail,product\nAnn,,1,ann@example.com,p1\n");
    const source = csvFile(path, { fields });
    expect(source.columns?.()).toEqual([]);
    expect(await columnsOf(source)).toEqual(read);
  });

  it("are the keys of all records of JSON lines", async () => {
    const path = await write(
      '{"Full Name":"Ann","phone":1,"Mail":"ann@example.com"}\n{"Mail":"ann@example.com","product":"p1"}\n',
      "learners.jsonl",
    );
    expect(await columnsOf(jsonLinesFile(path, { fields }))).toEqual(read);
  });

  it("are the keys of a program's own rows", async () => {
    const rows = [{ "Full Name": "Ann", phone: 1, Mail: "ann@example.com", product: "p1" }];
    expect(await columnsOf(rowsOf(rows, { fields, name: "rows" }))).toEqual(read);
  });

  it("are bounded where keys are data", async () => {
    const rows = Array.from({ length: 1000 }, (_, at) => ({
      email: "a@example.com",
      product: "p",
      [`k${at}`]: 1,
    }));
    expect((await columnsOf(rowsOf(rows, { fields, name: "rows" })))?.length).toBeLessThanOrEqual(200);
  });

  it("are missed by name, with the setting that would do", async () => {
    const path = await write("email\nann@example.com\n");
    const needing = {
      ...fields,
      product: { required: true, description: "the product's id", setting: "item" },
    };
    const failure = await sourceErrorOf(() => readAll(csvFile(path, { fields: needing })));
    expect(failure.missingField).toBe("product");
    expect(failure.message).toContain("or give the target the option item for all rows.");
  });
});
