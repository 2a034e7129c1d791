import { describe, expect, it } from "vitest";
import { sampleParameters } from "../src/call/example.ts";
import { isAllowed } from "../src/call/schema.ts";
import { vendorNames } from "../src/vendors/names.ts";
import { operationsOf } from "../src/vendors/operations.ts";
import { vendors } from "../src/vendors/table.ts";
import { runCommand } from "./support.ts";

describe("kelaskit call VENDOR OPERATION --help", () => {
  it("prints route, evidence, parameters and an example", async () => {
    const { code, stdout } = await runCommand(["call", "skilvul", "orders.create", "--help"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Route: +POST \/v1\/orders$/m);
    expect(stdout).toMatch(/^Evidence: deduced: it follows from parts that the vendor prints/m);
    expect(stdout).toMatch(/^ {2}user {2}required, object$/m);
    expect(stdout).toMatch(/^ {2}productIds {2}optional, list of string$/m);
    expect(stdout).toMatch(
      /kelaskit call skilvul orders\.create --json '\{"user":\{"email":"learner@example\.com"\}/,
    );
  });

  it("explains that a write with a proposed route requires --allow-unverified", async () => {
    const { stdout } = await runCommand(["call", "skilvul", "orders.validate", "-h"]);
    expect(stdout).toMatch(/^Evidence: proposed: .*\n.*--allow-unverified/m);
  });

  it("reads secrets from standard input in its examples", async () => {
    const { stdout } = await runCommand(["call", "toolzz", "auth.login", "--help"]);
    expect(stdout).toMatch(/kelaskit call toolzz auth\.login --json - < parameters\.json/);
  });

  it("lists a vendor's operations when none is named", async () => {
    const { stdout } = await runCommand(["call", "toolzz", "--help"]);
    expect(stdout).toMatch(/Usage: kelaskit call.*Operations of toolzz:.* plans\.enroll/s);
  });

  it.each(vendorNames)(
    "has an example that the client of %s would send, for each operation",
    async (vendor) => {
      const operations = [...operationsOf(await vendors[vendor].load()).values()];
      const refused = operations
        .map(({ declaration }) => ({ declaration, sample: sampleParameters(declaration) }))
        .filter(({ declaration, sample }) => !isAllowed(declaration, sample))
        .map(({ declaration, sample }) => `${declaration.name} ${JSON.stringify(sample)}`);
      expect(operations.length).toBeGreaterThan(0);
      expect(refused).toEqual([]);
    },
  );
});

describe("the help of a command", () => {
  it.each([
    "call",
    "list",
    "mcp",
    "mock",
    "auth login",
    "auth status",
    "auth logout",
    "verify",
    "routes import",
    "sales sample",
    "sales replay",
  ])("%s has no short line inside a sentence", async (command) => {
    const { stdout } = await runCommand([...command.split(" "), "--help"]);
    const [, about = ""] = stdout.split("\n\n");
    const lines = about.trimEnd().split("\n");
    // The terminal has 80 columns: only the last line may be short.
    expect(lines.slice(0, -1).filter((line) => line.length < 60 || line.length > 80)).toEqual([]);
    const tail = stdout.slice(stdout.indexOf("Exit codes:"), stdout.indexOf("Examples:"));
    expect(tail.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });
});
