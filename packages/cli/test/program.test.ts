import { describe, expect, it } from "vitest";
import { kelaskit, runCommand } from "./support.ts";

describe("kelaskit", () => {
  it("lists its commands", async () => {
    const { code, stdout, stderr } = await kelaskit(["--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^Usage: kelaskit .*routes +the routes that a vendor publishes/s);
  });

  it("prints its version", async () => {
    expect(await runCommand(["--version"])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
    });
  });

  it.each([
    [
      ["enroll", "nowhere", "x.csv"],
      /^kelaskit: 'nowhere' is not a target\. Allowed choices are skilvul-orders/,
    ],
    [["frobnicate"], /^kelaskit: Unknown command 'frobnicate'/],
    [["routes", "import"], /^kelaskit: Missing required argument 'source'/],
    [["routes", "import", "x", "--report", "xml"], /^kelaskit: .*Allowed choices are text, json/],
    [["routes", "import", "x", "--outt", "y"], /^kelaskit: Unknown option '--outt'.*--out/s],
  ])("ends with 2 for an invalid command line: %j", async (words, message) => {
    const { code, stdout, stderr } = await runCommand(words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
  });
});
