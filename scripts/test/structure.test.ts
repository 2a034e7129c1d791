import { describe, expect, it } from "vitest";
import { indexHasExportsOnly, vendorsHaveTheSameRooms } from "../structure/rooms.ts";
import type { Rule } from "../structure/rule.ts";
import { testsHaveOneTimeLimit } from "../structure/time-limits.ts";

type Files = Readonly<Record<string, string>>;

function findings(rule: Rule, files: Files): readonly string[] {
  const list = Object.entries(files).map(([path, text]) => ({ path: `packages/${path}`, text }));
  return rule(list).map(({ path, line, message }) => `${path.replace("packages/", "")}:${line} ${message}`);
}

/** The rule finds nothing in the first files, and in the others exactly what the patterns describe, in this order. */
function cases(
  rule: Rule,
  passing: readonly Files[],
  failing: readonly (readonly [Files, ...RegExp[]])[],
): void {
  for (const files of passing) {
    it(`passes: ${JSON.stringify(files)}`, () => {
      expect(findings(rule, files)).toEqual([]);
    });
  }
  for (const [files, ...patterns] of failing) {
    it(`finds: ${JSON.stringify(files)}`, () => {
      const expected = patterns.map((pattern): unknown => expect.stringMatching(pattern));
      expect(findings(rule, files)).toEqual(expected);
    });
  }
}

describe("index has exports only", () => {
  cases(
    indexHasExportsOnly,
    [
      {
        "skilvul/src/index.ts":
          '/** The vendor. */\nexport * as orders from "./orders.ts";\nexport type { Order } from "./orders.ts";',
      },
      { "skilvul/src/client.ts": "export const one = 1;" },
    ],
    [
      [
        { "skilvul/src/index.ts": 'export * from "./orders.ts";\nexport const one = 1;' },
        /index\.ts:2 .*not a re-export/,
      ],
      [{ "skilvul/src/index.ts": 'import { create } from "./orders.ts";\nexport { create };' }, /:1/, /:2/],
    ],
  );
});

describe("vendors have the same rooms", () => {
  const rooms = {
    "skilvul/src/client.ts": "",
    "skilvul/src/errors.ts": "",
    "skilvul/src/pagination.ts": "",
    "skilvul/src/fields.ts": "",
    "skilvul/src/index.ts": "",
    "skilvul/src/mock/index.ts": "",
    "skilvul/src/mock/records.ts": "",
    "skilvul/test/conformance.test.ts": "",
    "skilvul/test/helpers.ts": "",
    "skilvul/README.md": "",
  };
  const withoutErrors = Object.fromEntries(
    Object.entries(rooms).filter(([path]) => !path.endsWith("errors.ts")),
  );
  cases(
    vendorsHaveTheSameRooms,
    [rooms, { "core/src/index.ts": "" }, { "cli/package.json": "{}" }],
    [[withoutErrors, /^skilvul\/src\/errors\.ts:1 is missing/]],
  );
});

describe("tests have one time limit", () => {
  cases(
    testsHaveOneTimeLimit,
    [
      {
        "core/test/one.test.ts":
          'it.each([{ timeout: 20 }])("ends", () => call({ timeout: 60_000 }), patience);',
      },
      { "core/test/one.test.ts": "setTimeout(resolve, 0, 5);" },
      { "core/test/support/one.ts": 'it("is a helper", { timeout: 60_000 }, run);' },
    ],
    [
      [{ "core/test/one.test.ts": 'it("ends", { timeout: 60_000 }, run);' }, /:1 sets a time limit/],
      [{ "core/test/one.test.ts": 'it.each([1])("ends", run, 60_000);' }, /:1/],
      [{ "core/test/one.test.ts": 'pageTest("ends", run, 60_000);' }, /:1/],
      [
        {
          "core/test/one.test.ts":
            'describe.skipIf(no)("all", { timeout: 5 }, () => {\n  it("ends", run, 1);\n});',
        },
        /:1/,
        /:2/,
      ],
      [{ "core/test/one.test.ts": "vi.setConfig({ testTimeout: 30_000 });" }, /:1/],
    ],
  );
});
