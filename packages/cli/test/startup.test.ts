import { spawnSync } from "node:child_process";
import path from "node:path";
import { describe, expect, it } from "vitest";

const main = path.join(import.meta.dirname, "../src/main.ts");

/** The modules that a command line loads, by their paths. */
function modulesLoadedBy(...words: readonly string[]): readonly string[] {
  const watch = `
    import { registerHooks } from "node:module";
    import { writeSync } from "node:fs";
    registerHooks({ load(url, context, next) { writeSync(2, url + "\\n"); return next(url, context); } });`;
  const { stderr } = spawnSync(
    process.execPath,
    [
      "--conditions=kelaskit-source",
      "--import",
      `data:text/javascript,${encodeURIComponent(watch)}`,
      main,
      ...words,
    ],
    { encoding: "utf8" },
  );
  return stderr.split("\n").filter((line) => line.startsWith("file:"));
}

const packages =
  /packages\/(academy-of-mine|core|enroll|mitrabunso|redis|scalev|skilvul|toolzz)\/|node_modules\/(?!.*commander)/;

describe("the start of kelaskit", () => {
  it.each([
    ["--help"],
    ["--version"],
    ["call", "--help"],
    ["auth", "--help"],
    ["mcp", "--help"],
    ["mock", "--help"],
    ["sales", "replay", "--help"],
  ])("loads no other package than commander for %s %s", (...words) => {
    const modules = modulesLoadedBy(...words);
    expect(modules.some((url) => url.endsWith("/program.ts"))).toBe(true);
    expect(modules.filter((url) => packages.test(url))).toEqual([]);
  });

  it("loads the package of the vendor that is called, and of no other", () => {
    const modules = modulesLoadedBy("call", "skilvul", "orders.create", "--help");
    expect(modules.some((url) => url.includes("packages/skilvul/"))).toBe(true);
    expect(modules.filter((url) => /packages\/(academy-of-mine|toolzz)\/|\/msw\//.test(url))).toEqual([]);
  });
});
