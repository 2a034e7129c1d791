import { describe, expect, it } from "vitest";
import { openSource } from "../../src/sources/index.ts";
import { fields, fileWriter, readAll, temporaryFolder } from "./support.ts";

const write = fileWriter(temporaryFolder());
const csv = "email,product\nada@example.com,p1\n";
const tabs = "email\tproduct\nada@example.com\tp1\n";
const json = '{"email":"ada@example.com","product":"p1"}\n';

describe("openSource", () => {
  it.each([
    ["learners.csv", csv],
    ["LEARNERS.CSV", csv],
    ["learners.txt", tabs],
    ["learners.tsv", tabs],
    ["learners.jsonl", json],
    ["learners.ndjson", json],
  ])("reads %s by its extension", async (name, content) => {
    const source = openSource(await write(content, name), { fields });
    const [row, ...others] = await readAll(source);
    expect(row?.record).toEqual({ email: "ada@example.com", product: "p1" });
    expect(others).toEqual([]);
    expect(source.name).toBe(name);
  });

  it("reports which extensions are supported", () => {
    expect(() => openSource("folder/learners.xlsx", { fields })).toThrow(
      "learners.xlsx: its extension is not supported. Expected .csv, .tsv, .txt, .jsonl or .ndjson",
    );
  });
});
