import { chmod, readFile, readdir, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { askForCredentials } from "../src/auth/prompts.ts";
import { vendors } from "../src/vendors/table.ts";
import { kelaskit, runCommand, serveMocks, temporaryFolder } from "./support.ts";

const skilvul = JSON.stringify({ clientId: "demo", clientSecret: "demo-secret" });

async function configFolder() {
  const folder = await temporaryFolder();
  const config = path.join(folder.path, "config");
  const file = path.join(config, "credentials", "skilvul", "default.json");
  return {
    file,
    env: {
      KELASKIT_CONFIG_DIR: config,
      SKILVUL_CLIENT_ID: "",
      SKILVUL_CLIENT_SECRET: "",
      SKILVUL_BASE_URL: "",
    },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

describe("kelaskit auth login", () => {
  it("saves JSON from standard input in a file that only this user can read", async () => {
    await using config = await configFolder();
    const { code, stdout, stderr } = await kelaskit(["auth", "login", "skilvul"], {
      env: config.env,
      input: skilvul,
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toMatch(/^Saved the client id and client secret of Skilvul in /);
    expect(JSON.parse(await readFile(config.file, "utf8"))).toEqual(JSON.parse(skilvul));
    expect((await stat(config.file)).mode & 0o777).toBe(0o600);
    expect((await stat(path.dirname(config.file))).mode & 0o777).toBe(0o700);
    expect(await readdir(path.dirname(config.file))).toEqual(["default.json"]);
  });

  it.each([
    ["nonsense demo-secret", /not a JSON object.*nothing was saved/],
    [
      '{"clientId":"demo","clientsecret":"demo-secret"}',
      /"clientsecret" is not one of its fields.*clientSecret\?.*clientSecret is missing/,
    ],
    ['{"clientId":1,"clientSecret":"demo-secret"}', /clientId is not a string/],
  ])("rejects %s without repeating it", async (input, message) => {
    await using config = await configFolder();
    const { code, stderr } = await runCommand(["auth", "login", "skilvul"], { env: config.env, input });
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain("demo-secret");
  });

  it.each([
    [
      "skilvul",
      { clientId: "demo", clientSecret: "demo-secret", baseUrl: "clear; kelaskit call skilvul" },
      "baseUrl",
    ],
    ["skilvul", { clientId: "demo", clientSecret: "demo secret" }, "clientSecret"],
    ["toolzz", { email: "nobody", institutionCode: "demo", password: "demo-password" }, "email"],
    ["academy-of-mine", { portal: "https://demo.aomlms.com", token: "demo-token" }, "portal"],
    ["mitrabunso", { token: "demo-token", userId: "42" }, "userId"],
  ])("rejects an invalid value for %s without repeating it: %j", async (vendor, given, field) => {
    await using config = await configFolder();
    const input = JSON.stringify(given);
    const { code, stderr } = await runCommand(["auth", "login", vendor], { env: config.env, input });
    expect(code).toBe(2);
    expect(stderr).toMatch(new RegExp(`^kelaskit: .*nothing was saved\\. ${field} is invalid: expected `));
    expect(stderr).not.toContain(Object.entries(given).find(([name]) => name === field)?.[1]);
  });

  it("asks again for an invalid value on a terminal", async () => {
    const input = new PassThrough();
    const output = new PassThrough();
    const shown = text(output);
    const asked = askForCredentials(vendors.skilvul, { input, output });
    const backspaces = "\u007F".repeat("clear; kelaskit call skilvul".length);
    const answers: [shown: string, typed: string][] = [
      ["client id", "demo\r"],
      ["client secret", "demo-secret\r"],
      ["address (of the API", "clear; kelaskit call skilvul\r"],
      ["Expected an address", `${backspaces}https://api.example.com\r`],
    ];
    output.on("data", (chunk: Buffer) => {
      const [words = "", typed] = answers[0] ?? [];
      if (typed === undefined || !chunk.toString().includes(words)) return;
      answers.shift();
      // The prompt is drawn before it reads keys again.
      setImmediate(() => {
        input.write(typed);
      });
    });
    expect(await asked).toMatchObject({ baseUrl: "https://api.example.com" });
    output.end();
    expect(await shown).toContain("Expected an address with its scheme, such as https://api.example.com.");
  });

  it("names the file it could not write, when a file is in place of its folder", async () => {
    await using config = await configFolder();
    await writeFile(config.env.KELASKIT_CONFIG_DIR, "");
    const { code, stderr } = await runCommand(["auth", "login", "skilvul"], {
      env: config.env,
      input: skilvul,
    });
    expect(code).toBe(2);
    expect(stderr).toContain(`${config.file} cannot be written (ENOTDIR). Check who owns the folder`);
    expect(stderr).not.toContain("demo-secret");
  });

  it("prints the token store's message when that fails, and where its folder is", async () => {
    await using config = await configFolder();
    await runCommand(["auth", "login", "skilvul"], { env: config.env, input: skilvul });
    await writeFile(config.file.replace(/\.json$/, ".tokens"), "a file in place of the folder");
    const { code, stderr } = await runCommand(["call", "skilvul", "products.list"], { env: config.env });
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^kelaskit: The token f[a-z]+ \S+ cannot be [a-z]+: .*\. .*folder\. Its folder is set with KELASKIT_CONFIG_DIR\.\n$/,
    );
  });

  it("does not show a secret while it is typed", async () => {
    const input = new PassThrough();
    const output = new PassThrough();
    const shown = text(output);
    const asked = askForCredentials(vendors.skilvul, { input, output });
    const answers = new Map([
      ["client id", "demo"],
      ["client secret", "demo-secret"],
      ["address", ""],
    ]);
    output.on("data", (chunk: Buffer) => {
      // An answered question is written once more.
      const [question, answer] = [...answers].find(([words]) => chunk.toString().includes(words)) ?? [];
      if (question !== undefined && answers.delete(question)) input.write(`${answer}\r`);
    });
    expect(await asked).toEqual({ clientId: "demo", clientSecret: "demo-secret" });
    output.end();
    expect(await shown).not.toContain("demo-secret");
  });
});

describe("saved credentials", () => {
  it("are used by call, and its tokens are stored beside them", async () => {
    await using config = await configFolder();
    await using mocks = await serveMocks(["skilvul"]);
    const env = { ...config.env, SKILVUL_BASE_URL: mocks.urls["skilvul"] ?? "" };
    await runCommand(["auth", "login", "skilvul"], { env, input: skilvul });
    expect(await runCommand(["call", "skilvul", "provinces.list"], { env })).toMatchObject({
      code: 0,
      stderr: "",
    });
    const tokens = path.join(path.dirname(config.file), "default.tokens");
    const [name = ""] = await readdir(tokens);
    expect((await stat(path.join(tokens, name))).mode & 0o777).toBe(0o600);
  });

  it("are overridden by the environment, field by field", async () => {
    await using config = await configFolder();
    await using mocks = await serveMocks(["skilvul"]);
    const env = { ...config.env, SKILVUL_BASE_URL: mocks.urls["skilvul"] ?? "" };
    await runCommand(["auth", "login", "skilvul"], {
      env,
      input: '{"clientId":"demo","clientSecret":"wrong"}',
    });
    expect(await runCommand(["call", "skilvul", "provinces.list"], { env })).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^kelaskit: .* GET .* was not sent: .* POST .* 40\d/) as string,
    });
    const right = { ...env, SKILVUL_CLIENT_SECRET: "demo-secret" };
    expect(await runCommand(["call", "skilvul", "provinces.list"], { env: right })).toMatchObject({
      code: 0,
    });
  });

  it("are rejected when others can read them", async () => {
    await using config = await configFolder();
    await runCommand(["auth", "login", "skilvul"], { env: config.env, input: skilvul });
    await chmod(config.file, 0o644);
    const { code, stderr } = await runCommand(["auth", "status", "skilvul"], { env: config.env });
    expect(code).toBe(2);
    expect(stderr).toContain(`chmod 600 ${config.file}`);
  });

  it("are not shown when their file is broken", async () => {
    await using config = await configFolder();
    await runCommand(["auth", "login", "skilvul"], { env: config.env, input: skilvul });
    await writeFile(config.file, '{"clientSecret": demo-secret}');
    const { code, stderr } = await runCommand(["auth", "status", "skilvul"], { env: config.env });
    expect(code).toBe(2);
    expect(stderr).toMatch(/Log in again/);
    expect(stderr).not.toContain("demo-secret");
  });
});

describe("kelaskit auth status", () => {
  it("shows where each field comes from, never its value", async () => {
    await using config = await configFolder();
    await runCommand(["auth", "login", "skilvul"], { env: config.env, input: skilvul });
    const env = { ...config.env, SKILVUL_CLIENT_ID: "other" };
    const { code, stdout } = await runCommand(["auth", "status", "skilvul"], { env });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([
      { field: "clientId", set: "environment" },
      { field: "clientSecret", set: "file" },
      { field: "baseUrl", set: "no" },
    ]);
    expect(stdout).not.toContain("demo-secret");
  });

  it("ends with 1 when a required field is missing", async () => {
    await using config = await configFolder();
    const { code, stderr } = await runCommand(["auth", "status", "skilvul"], { env: config.env });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^kelaskit: The client id and client secret of Skilvul are not set\. Run: kelaskit auth login skilvul\n$/,
    );
  });
});

describe("kelaskit auth logout", () => {
  it("deletes what one profile saved, and leaves the others", async () => {
    await using config = await configFolder();
    const { env } = config;
    await runCommand(["auth", "login", "skilvul"], { env, input: skilvul });
    await runCommand(["auth", "login", "skilvul", "--profile", "staging"], { env, input: skilvul });
    expect(await runCommand(["auth", "logout", "skilvul"], { env })).toMatchObject({ code: 0 });
    expect(await readdir(path.dirname(config.file))).toEqual(["staging.json"]);
  });
});
