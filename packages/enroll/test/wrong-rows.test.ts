import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidRowsError, type RowIssue, runEnrollment, type Target } from "../src/index.ts";
import { learners, listOf, newJournal, newsletter } from "./support/targets.ts";

async function wrongRowsOf(emails: readonly unknown[], parse: Target<{ email: string }>["parse"]) {
  const heard: RowIssue[] = [];
  const running = runEnrollment({
    target: newsletter({ parse }),
    source: listOf(emails),
    journal: newJournal(),
    dryRun: true,
    onIssue: (issue) => void heard.push(issue),
  });
  const error: unknown = await running.then(
    () => undefined,
    (error_: unknown) => error_,
  );
  if (InvalidRowsError.isInstance(error)) return { error, heard };
  throw new Error("Expected wrong rows.", { cause: error });
}

const noProduct = { field: "productId", expected: "the id of a product", received: "nothing" };
const noAddress = { field: "email", expected: "an address", received: "a number" };

describe("InvalidRowsError", () => {
  it("reports once what is wrong with every row", async () => {
    const { error, heard } = await wrongRowsOf(learners(20), () => ({ issues: [noProduct] }));
    expect(error.inEveryRow).toEqual([{ ...noProduct, firstLine: 2, rows: 20 }]);
    expect(error.issues).toEqual([]);
    expect(error.message).toBe(
      "learners.csv: 20 fields are wrong and nothing was sent. Correct them.\n" +
        "  all 20 rows, productId: expected the id of a product, got nothing",
    );
    expect(heard).toHaveLength(20);
  });

  it("speaks of a single error in the singular", async () => {
    const { error } = await wrongRowsOf(["a@example.com", 7], ({ email }) =>
      typeof email === "string" ? { row: { email } } : { issues: [noAddress] },
    );
    expect(error.message).toBe(
      "learners.csv: a field is wrong and nothing was sent. Correct it, or run without the check to skip it.\n" +
        "  line 3, email: expected an address, got a number",
    );
  });

  it("lists beside it what is wrong with single rows", async () => {
    const { error } = await wrongRowsOf(["a@example.com", 7, "b@example.com"], ({ email }) => ({
      issues: typeof email === "string" ? [noProduct] : [noProduct, noAddress],
    }));
    expect(error.message).toMatch(/all 3 rows, productId: .*\n {2}line 3, email: .*$/);
  });

  it("reports each error once, in the order of the lines", async () => {
    const faults = ["product", "name", "address"].map((field) => ({ ...noProduct, field }));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.subarray(faults), { minLength: 1, maxLength: 60 }), async (rows) => {
        fc.pre(rows.flat().length > 0);
        const { error, heard } = await wrongRowsOf(rows, ({ email }) => {
          const issues = email as typeof faults;
          return issues.length > 0 ? { issues } : { row: { email: "a@example.com" } };
        });
        const common = faults.filter((fault) => rows.every((row) => row.includes(fault)));
        const others = heard.filter(({ field }) => !common.some((fault) => fault.field === field));
        expect(error.total).toBe(rows.flat().length);
        expect(error.inEveryRow.map(({ field }) => field)).toEqual(common.map(({ field }) => field));
        expect(error.issues).toEqual(others.slice(0, 20));
      }),
    );
  });
});
