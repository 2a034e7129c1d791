import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, expect, it } from "vitest";
import { computedModules } from "../build/computed-modules.ts";

const folder = mkdtempSync(path.join(tmpdir(), "computed-modules-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

it("a computed module is built as its values, without what it imports", async () => {
  const values = { quoted: `it's "\\"`, list: [1, null] };
  writeFileSync(path.join(folder, "source.mjs"), `export const values = ${JSON.stringify(values)};`);
  const entry = path.join(folder, "values.computed.ts");
  writeFileSync(entry, 'import { values } from "./source.mjs";\nexport const computed: object = values;\n');
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    format: "esm",
    write: false,
    plugins: [computedModules],
  });
  const text = outputFiles[0]?.text ?? "";
  expect(text).not.toContain("source.mjs");
  const built = (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as { computed: unknown };
  expect(built.computed).toEqual(values);
});
