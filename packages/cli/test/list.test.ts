import { describe, expect, it } from "vitest";
import { runProgram } from "../src/program.ts";
import { fakeContext, kelaskit, runCommand } from "./support.ts";

describe("kelaskit list", () => {
  it("prints every operation of all vendors as JSON when piped", async () => {
    const { code, stdout } = await kelaskit(["list"]);
    const operations = JSON.parse(stdout) as readonly { readonly vendor: string }[];
    const counts = Object.groupBy(operations, ({ vendor }) => vendor);
    expect(code).toBe(0);
    expect(counts["academy-of-mine"]).toHaveLength(503);
    expect(counts["skilvul"]).toHaveLength(26);
    expect(Object.keys(counts)).toHaveLength(5);
  });

  it("shows the evidence of a route", async () => {
    const { stdout } = await runCommand(["list", "toolzz", "--grep", "PLANS.ENROLL"]);
    expect(JSON.parse(stdout)).toMatchObject([
      {
        vendor: "toolzz",
        operation: "plans.enroll",
        method: "POST",
        path: "/api/plans/{planUuid}",
        evidence: "documented",
      },
    ]);
  });

  it("shows a table on a terminal", async () => {
    const context = fakeContext();
    expect(await runProgram(["list", "toolzz", "--grep", "plans/"], context)).toBe(0);
    expect(context.printed.join("\n")).toMatch(
      /│ plans\.enroll +│ POST +│ \/api\/plans\/\{planUuid\} +│ documented +│/,
    );
  });

  it("ends with 1 when nothing is found", async () => {
    expect(await runCommand(["list", "skilvul", "--grep", "frobnicate"])).toMatchObject({
      code: 1,
      stdout: "[]\n",
      stderr: 'kelaskit: No operation of skilvul contains "frobnicate".\n',
    });
  });
});
