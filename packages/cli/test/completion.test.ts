import { spawnSync } from "node:child_process";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { kelaskit } from "./support.ts";

async function complete(...words: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await kelaskit(["complete", "--", ...words]);
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t")[0] ?? "");
}

describe("kelaskit complete", () => {
  it("completes commands, each on one line", async () => {
    expect(await complete("")).toEqual(
      expect.arrayContaining(["call", "list", "mock", "auth", "routes", "enroll"]),
    );
    expect(await complete("m")).toEqual(["mock", ":4"]);
  });

  it("completes vendors", async () => {
    expect(await complete("call", "s")).toEqual(["scalev", "skilvul", ":4"]);
    expect(await complete("auth", "login", "to")).toEqual(["toolzz", ":4"]);
  });

  it("completes a vendor's operations", async () => {
    expect(await complete("call", "skilvul", "orders.")).toEqual(["orders.create", "orders.validate", ":4"]);
  });

  it("completes options", async () => {
    expect(await complete("call", "skilvul", "orders.create", "--allow-")).toEqual([
      "--allow-unverified",
      "--allow-insecure-http",
      ":4",
    ]);
  });

  it.each(["bash", "zsh", "fish"])("prints a script for %s", async (shell) => {
    const { code, stdout } = await kelaskit(["complete", shell]);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^#.*${shell} completion for kelaskit|#compdef kelaskit`, "m"));
  });

  it("refuses a shell that it does not know", async () => {
    expect(await kelaskit(["complete", "tcsh"])).toMatchObject({ code: 2 });
  });

  it("works in bash", () => {
    // What the script takes from the package bash-completion and from bash's completion proper.
    const script = `
      kelaskit() { "$KELASKIT_NODE" --conditions=kelaskit-source "$KELASKIT_MAIN" "$@"; }
      _get_comp_words_by_ref() { words=("\${COMP_WORDS[@]}"); cword=$COMP_CWORD; cur=\${COMP_WORDS[COMP_CWORD]}; }
      compopt() { :; }
      source <(kelaskit complete bash)
      COMP_WORDS=(kelaskit call skilvul orders.); COMP_CWORD=3
      __kelaskit_complete
      printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync("bash", ["-c", script], {
      encoding: "utf8",
      env: {
        ...process.env,
        KELASKIT_NODE: process.execPath,
        KELASKIT_MAIN: path.join(import.meta.dirname, "../src/main.ts"),
      },
    });
    expect({ stdout, stderr }).toEqual({ stdout: "orders.create\norders.validate\n", stderr: "" });
  });
});
