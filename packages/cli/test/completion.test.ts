import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { kelaskit, runCommand } from "./support.ts";

const zsh = inject("zsh");
const fish = inject("fish");
const folder = mkdtempSync(path.join(tmpdir(), "kelaskit-shells-"));

const shellEnvironment = {
  PATH: `${folder}${path.delimiter}${process.env["PATH"] ?? ""}`,
  HOME: folder,
  TERM: "xterm",
  NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"],
};

/** Runs a script in a shell that finds `kelaskit` where it finds other commands. */
function runShell(shell: string, shellArguments: readonly string[]): string {
  const { stdout, stderr, error } = spawnSync(shell, shellArguments, {
    encoding: "utf8",
    timeout: 25_000,
    env: shellEnvironment,
  });
  if (error !== undefined) throw error;
  expect(stderr).toBe("");
  return stdout;
}

beforeAll(() => {
  const command = path.join(folder, "kelaskit");
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${inject("command")}' "$@"\n`);
  chmodSync(command, 0o755);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function complete(...words: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await runCommand(["complete", "--", ...words]);
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t")[0] ?? "");
}

describe("kelaskit complete", () => {
  it("says in its help how a shell gets it", async () => {
    const { code, stdout } = await runCommand(["complete", "--help"]);
    expect(code).toBe(0);
    for (const line of [
      'eval "$(kelaskit complete bash)"',
      "source <(kelaskit complete zsh)",
      "kelaskit complete fish | source",
    ]) {
      expect(stdout).toContain(line);
    }
  });

  it.each([
    ["no shell", [], "kelaskit: Missing required argument 'shell'"],
    [
      "a shell that was never tried",
      ["powershell"],
      "kelaskit: 'powershell' is not a shell. Allowed choices are bash, zsh, fish.",
    ],
    ["two shells", ["bash", "zsh"], "kelaskit: Too many arguments"],
  ])("is refused for %s", async (_what, words, message) => {
    const { code, stdout, stderr } = await runCommand(["complete", ...words]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
  });

  it("completes commands, each on one line", async () => {
    expect(await complete("")).toEqual(
      expect.arrayContaining(["call", "list", "mock", "auth", "routes", "enroll"]),
    );
    expect(await complete("m")).toEqual(["mcp", "mock", ":4"]);
  });

  it("completes vendors", async () => {
    expect(await complete("mcp", "to")).toEqual(["toolzz", ":4"]);
    expect(await complete("call", "s")).toEqual(["scalev", "skilvul", ":4"]);
    expect(await complete("auth", "login", "to")).toEqual(["toolzz", ":4"]);
  });

  it("completes a vendor's operations", async () => {
    expect(await complete("call", "skilvul", "orders.")).toEqual(["orders.create", "orders.validate", ":4"]);
  });

  it("completes the commands of sales and their options", async () => {
    expect(await complete("sales", "")).toEqual(expect.arrayContaining(["sample", "replay"]));
    expect(await complete("sales", "replay", "sales.jsonl", "--s")).toEqual(["--shuffle", "--seed", ":4"]);
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

  it("rejects an unknown shell", async () => {
    expect(await runCommand(["complete", "tcsh"])).toMatchObject({ code: 2 });
  });

  it.each([
    [["kelaskit", "call", "skilvul", "orders."], "orders.create\norders.validate\n"],
    [["kelaskit", "call", "skilvul", "orders.create", "--output", "=", "j"], "json\n"],
    [["kelaskit", "call", "skilvul", "orders.create", "--output", "="], "text\njson\n"],
    [["kelaskit", "enroll", "skilvul-orders", ""], "\n"],
    [["kelaskit", "call", "skilvul; echo no >&2", "$(echo no >&2)"], "\n"],
  ])("works in bash without packages, and when loaded twice: %j", (words, replies) => {
    const script = `
      source <(kelaskit complete bash); eval "$(kelaskit complete bash)"
      COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
      __kelaskit_complete
      printf '%s\\n' "\${COMPREPLY[@]}"`;
    expect(runShell("bash", ["--norc", "-c", script, "bash", ...words])).toBe(replies);
  });

  it.skipIf(fish === "")("works in fish", () => {
    const script = 'kelaskit complete fish | source; complete -C "kelaskit call skilvul orders."';
    expect(runShell(fish, ["--no-config", "-c", script])).toBe(
      "orders.create\tPOST /v1/orders\norders.validate\tPOST /v1/orders/validate\n",
    );
  });

  it.skipIf(zsh === "")("works in zsh", () => {
    // Its completion works on a terminal only: one zsh types into another, whose prompt says that it listens.
    const script = `
      zmodload zsh/zpty
      zpty typed "$1 -f -i"
      zpty -w typed 'autoload -Uz compinit; compinit -D -u; source <(kelaskit complete zsh); PS1=REA''DY'
      zpty -r typed screen '*READY*'
      zpty -w -n typed $'kelaskit call skilvul orders.\\t'
      zpty -r typed screen '*validate*'
      print -r -- "$screen"`;
    expect(runShell(zsh, ["-f", "-c", script, "zsh", zsh])).toMatch(
      /orders\.create +-- POST \/v1\/orders\b.*orders\.validate/s,
    );
  });

  it.skipIf(zsh === "")("explains once in zsh what is missing, when it is loaded", () => {
    const script = 'source <(kelaskit complete zsh); eval "$(kelaskit complete zsh)"; print loaded';
    const { stdout, stderr } = spawnSync(zsh, ["-f", "-c", script], {
      encoding: "utf8",
      env: shellEnvironment,
    });
    expect(stdout).toBe("loaded\n");
    expect(stderr).toMatch(
      /^(kelaskit: completion requires the completion system of zsh.*compinit && compinit\n){2}$/,
    );
  });
});
