import path from "node:path";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import * as core from "@kelaskit/core";
import * as mitrabunso from "@kelaskit/mitrabunso";
import * as scalev from "@kelaskit/scalev";
import * as skilvul from "@kelaskit/skilvul";
import * as toolzz from "@kelaskit/toolzz";
import { workspaceRoot } from "../lib/workspace.ts";

const packages = { core, mitrabunso, scalev, skilvul, toolzz };

/** A program of one export, bundled into one file as for an edge function, that prints what it imported. */
async function typeInBundle(name: string, exported: string): Promise<unknown> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { ${exported} } from "@kelaskit/${name}"; export default typeof ${exported};`,
      resolveDir: path.join(workspaceRoot, "scripts/test"),
    },
    bundle: true,
    format: "esm",
    platform: "browser",
    conditions: ["kelaskit-source"],
    write: false,
  });
  const code = outputFiles[0]?.text ?? "";
  const address = `data:text/javascript;base64,${Buffer.from(code).toString("base64")}`;
  const loaded = (await import(address)) as { readonly default: unknown };
  return loaded.default;
}

describe.each(Object.entries(packages))("an export of %s", (name, entry) => {
  it("is what it is when a bundle takes nothing else of the package", async () => {
    const expected = Object.entries(entry).map(([exported, value]) => [exported, typeof value]);
    const found = await Promise.all(
      Object.keys(entry).map(async (exported) => [exported, await typeInBundle(name, exported)]),
    );
    expect(found).toEqual(expected);
  });
});
