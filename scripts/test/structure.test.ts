import { describe, expect, it } from "vitest";
import { arrowsPointDown } from "../structure/arrows.ts";
import {
  mocksStayOut,
  mswOnlyInTests,
  nodeFilesStayOut,
  nodeOnlyInNodeFiles,
} from "../structure/portability.ts";
import { indexHasExportsOnly, sourceFilesAreShort, vendorsHaveTheSameRooms } from "../structure/rooms.ts";
import type { Rule } from "../structure/rule.ts";
import { indexExportsNoSchemas, schemasUseFunctionsOnly } from "../structure/schemas.ts";
import { zodComesThroughItsAlias } from "../structure/zod-imports.ts";

type Files = Readonly<Record<string, string>>;

function findings(rule: Rule, files: Files): readonly string[] {
  const list = Object.entries(files).map(([path, text]) => ({ path: `packages/${path}`, text }));
  return rule(list).map(({ path, line, message }) => `${path.replace("packages/", "")}:${line} ${message}`);
}

/** The rule finds nothing in the first files, and in the second exactly what the patterns describe, in this order. */
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

const zod = 'import * as z from "#zod";';

describe("arrows point down", () => {
  cases(
    arrowsPointDown,
    [
      { "skilvul/src/client.ts": 'import { createClient } from "@kelaskit/core";' },
      { "enroll/src/targets.ts": 'import * as skilvul from "@kelaskit/skilvul";' },
      { "cli/src/main.ts": 'import { run } from "@kelaskit/enroll";' },
      { "skilvul/src/mock/index.ts": 'import { mock } from "@kelaskit/core/testing";' },
      { "skilvul/test/orders.test.ts": 'import { orders } from "../src/index.ts";' },
      {
        "skilvul/package.json":
          '{ "name": "@kelaskit/skilvul",\n"dependencies": { "@kelaskit/core": "workspace:^" } }',
      },
    ],
    [
      [
        { "core/src/call.ts": 'import { orders } from "@kelaskit/skilvul";' },
        /^core\/src\/call\.ts:1 .*arrows point down/,
      ],
      [
        { "skilvul/src/client.ts": '\nexport * from "@kelaskit/toolzz";' },
        /client\.ts:2 .*vendor package skilvul uses the vendor package toolzz/,
      ],
      [
        { "enroll/src/run.ts": 'const cli = await import("@kelaskit/cli");' },
        /run\.ts:1 .*arrows point down/,
      ],
      [{ "core/src/call.ts": 'export type Order = import("@kelaskit/skilvul").Order;' }, /arrows point down/],
      [
        { "skilvul/src/client.ts": 'import { send } from "../../core/src/send.ts";' },
        /a file of another package.*"@kelaskit\/core"/,
      ],
      [
        { "toolzz/package.json": '{\n"devDependencies": { "@kelaskit/skilvul": "workspace:^" } }' },
        /toolzz\/package\.json:2 .*vendor package toolzz/,
      ],
    ],
  );
});

describe("only tests import msw", () => {
  cases(
    mswOnlyInTests,
    [
      { "core/test/retry.test.ts": 'import { setupServer } from "msw/node";' },
      { "core/src/call.ts": '// import { http } from "msw"' },
    ],
    [
      [{ "core/src/call.ts": 'import { http } from "msw";' }, /core\/src\/call\.ts:1 .*may import msw/],
      [{ "skilvul/src/mock/index.ts": 'import { http } from "msw";' }, /index\.ts:1/],
      [{ "core/src/testing/mock.ts": 'import type { HttpHandler } from "msw/http";' }, /mock\.ts:1/],
      [{ "skilvul/src/client.ts": 'import type { RequestHandler } from "msw/http";' }, /client\.ts:1/],
    ],
  );
});

describe("mocks stay out of other code", () => {
  cases(
    mocksStayOut,
    [
      {
        "skilvul/src/mock/index.ts":
          'import { mock } from "@kelaskit/core/testing"; import { store } from "./store.ts";',
      },
      { "cli/src/mock-command.ts": 'import { createMockSkilvul } from "@kelaskit/skilvul/mock";' },
      { "skilvul/src/client.ts": 'import { createClient } from "@kelaskit/core";' },
    ],
    [
      [
        { "skilvul/src/index.ts": 'export { createMockSkilvul } from "./mock/index.ts";' },
        /index\.ts:1 .*loads a mock/,
      ],
      [{ "enroll/src/dry-run.ts": 'import { mock } from "@kelaskit/core/testing";' }, /dry-run\.ts:1/],
      [
        { "enroll/src/dry-run.ts": 'import { createMockSkilvul } from "@kelaskit/skilvul/mock";' },
        /dry-run\.ts:1/,
      ],
    ],
  );
});

describe("Node only in Node files", () => {
  cases(
    nodeOnlyInNodeFiles,
    [
      { "core/src/node.ts": 'import { readFile } from "node:fs/promises";' },
      { "core/src/testing/server.node.ts": 'import http from "node:http";' },
      { "cli/src/main.ts": 'import process from "node:process";' },
      { "enroll/src/journal.ts": 'import { DatabaseSync } from "node:sqlite";' },
      { "core/test/retry.test.ts": 'import http from "node:http";' },
    ],
    [
      [
        { "core/src/call.ts": 'import { Buffer } from "node:buffer";' },
        /core\/src\/call\.ts:1 .*"node:buffer"/,
      ],
      [{ "core/src/call.ts": 'const fs = await import("fs");' }, /"fs"/],
      [{ "core/src/anode.ts": 'import "node:fs";' }, /anode\.ts:1/],
    ],
  );
});

describe("portable files do not import Node files", () => {
  cases(
    nodeFilesStayOut,
    [
      { "core/src/node.ts": 'export * from "./file-store.node.ts";' },
      { "core/src/index.ts": 'export * from "./call.ts";' },
      { "cli/src/main.ts": 'import { server } from "./server.node.ts";' },
    ],
    [[{ "core/src/index.ts": 'export * from "./auth/file-store.node.ts";' }, /index\.ts:1 .*Node-only file/]],
  );
});

describe("zod comes through its alias", () => {
  cases(
    zodComesThroughItsAlias,
    [{ "core/src/call.ts": zod }, { "core/test/call.test.ts": 'import * as z from "zod";' }],
    [
      [{ "core/src/call.ts": 'import { z } from "#zod";' }, /imports \{ z \}.*import \* as z from "#zod"/],
      [
        { "core/test/call.test.ts": 'import { z } from "zod";' },
        /imports \{ z \}.*import \* as z from "zod"/,
      ],
      [{ "core/test/call.test.ts": 'import { z as zod } from "zod/mini";' }, /imports \{ z \}/],
      [{ "core/src/call.ts": 'import * as z from "zod/mini";' }, /imports "zod\/mini" directly/],
      [{ "core/src/call.ts": 'import { object } from "#zod";' }, /in another form/],
    ],
  );
});

describe("schemas use functions only", () => {
  cases(
    schemasUseFunctionsOnly,
    [
      { "skilvul/src/orders.ts": `${zod}\nconst id = () => z.optional(z.string().check(z.minLength(1)));` },
      { "skilvul/src/orders.ts": `${zod}\nconst words = z.prettifyError(error).split(" ");` },
      { "skilvul/src/orders.ts": `${zod}\nconst data = z.string().parse(value).trim();` },
      {
        "skilvul/src/orders.ts": `${zod}\nconst ids = () => z.array(z.string());\nconst one = list.optional();`,
      },
      { "skilvul/src/tree.ts": `${zod}\nconst tree = () => z.object({ child: z.lazy(() => tree()) });` },
    ],
    [
      [
        { "skilvul/src/orders.ts": `${zod}\nconst id = z.string().optional();` },
        /orders\.ts:2 calls \.optional\(\).*z\.optional\(…\)/,
      ],
      [
        { "skilvul/src/orders.ts": `${zod}\nconst id = z.string()\n.min(1)\n.nullable();` },
        /:4 calls \.nullable/,
        /:3 calls \.min/,
      ],
      [
        { "skilvul/src/orders.ts": `${zod}\nconst id = () => z.string();\nconst ids = id().array();` },
        /:3 calls \.array/,
      ],
      [
        {
          "skilvul/src/orders.ts": `import * as zod from "#zod";\nconst id = (zod.string() as Text).trim();`,
        },
        /:2 calls \.trim/,
      ],
      [
        {
          "skilvul/src/shared.ts": `${zod}\nexport function user() { return z.looseObject({}); }`,
          "skilvul/src/orders.ts":
            'import { user as buyer } from "./shared.ts";\nconst one = buyer().partial();',
        },
        /orders\.ts:2 calls \.partial/,
      ],
    ],
  );
});

describe("index exports no schemas", () => {
  const orders = `${zod}\nexport const order = () => z.looseObject({});\nexport const create = operation({ response: order });`;
  cases(
    indexExportsNoSchemas,
    [
      { "skilvul/src/index.ts": 'export { create } from "./orders.ts";', "skilvul/src/orders.ts": orders },
      { "skilvul/src/index.ts": 'export type * from "./orders.ts";', "skilvul/src/orders.ts": orders },
      { "skilvul/src/index.ts": 'export { z } from "@kelaskit/core";' },
    ],
    [
      [
        {
          "skilvul/src/index.ts": 'export { order as Order } from "./orders.ts";',
          "skilvul/src/orders.ts": orders,
        },
        /index\.ts:1 exports the zod schema "order"/,
      ],
      [
        {
          "skilvul/src/index.ts": '\nexport * as orders from "./orders.ts";',
          "skilvul/src/orders.ts": orders,
        },
        /index\.ts:2 .*"order"/,
      ],
      [
        {
          "skilvul/src/index.ts": 'export * from "./all.ts";',
          "skilvul/src/all.ts": 'export * from "./orders.ts";',
          "skilvul/src/orders.ts": orders,
        },
        /skilvul\/src\/index\.ts:1 .*skilvul\/src\/orders\.ts/,
      ],
      [
        { "skilvul/src/mock/index.ts": `${zod}\nexport const shape = z.string();` },
        /mock\/index\.ts:2 .*"shape"/,
      ],
    ],
  );
});

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

describe("source files are short", () => {
  const lines = (count: number): string => "const one = 1;\n".repeat(count);
  it("400 lines pass", () => {
    expect(findings(sourceFilesAreShort, { "core/src/call.ts": lines(400) })).toEqual([]);
  });
  it("401 lines are too many", () => {
    expect(findings(sourceFilesAreShort, { "core/src/call.ts": lines(401) })).toEqual([
      expect.stringMatching(/^core\/src\/call\.ts:401 has 401 lines/),
    ]);
  });
  it("tests may be longer", () => {
    expect(findings(sourceFilesAreShort, { "core/test/call.test.ts": lines(401) })).toEqual([]);
  });
});
