import { createMockAcademyOfMine } from "@kelaskit/academy-of-mine/mock";
import { describe, expect, it } from "vitest";
import { liar, verify, witness } from "./support.ts";

const gets = "courses.get,users.get";

describe("a value that is given to kelaskit verify", () => {
  it("is for one operation, or for all that have the parameter", async () => {
    const idsOf = async (...values: readonly string[]): Promise<readonly string[]> => {
      const paths: string[] = [];
      const from = await liar("academy-of-mine", createMockAcademyOfMine(), ({ url }) => {
        paths.push(new URL(url).pathname.replace(/^\/api/, ""));
        return undefined;
      });
      await verify("academy-of-mine", from, [
        "--only",
        gets,
        ...values.flatMap((value) => ["--value", value]),
      ]);
      return paths.toSorted();
    };
    expect(await idsOf("courses.get.id=1")).toEqual(["/course/1"]);
    expect(await idsOf("id=1")).toEqual(["/course/1", "/user/1"]);
    expect(await idsOf("id=1", "courses.get.id=2")).toEqual(["/course/2", "/user/1"]);
  });

  it("is not called an id of the vendor's own", async () => {
    const from = await witness("academy-of-mine", createMockAcademyOfMine());
    const words = [
      "--only",
      "courses.list,users.list,courses.get,users.get",
      "--value",
      "courses.get.id=9999",
    ];
    const { file } = await verify("academy-of-mine", from, words);
    expect(file.operations["courses.get"]).toMatchObject({
      verdict: "not-found",
      triedIds: 1,
      reason: "no record for the value that was given with --value",
    });
    expect(file.operations["users.get"]).toMatchObject({ verdict: "answered" });
  });

  it.each([
    [["--only", "courses.get"], "courses.list, which may contain it, is left out with --only"],
    [
      ["--only", "courses.list,courses.get", "--skip", "*.list"],
      "courses.list, which may contain it, is left out with --skip",
    ],
  ])("is not needed where a list has it that was left out, which is said: %j", async (words, reason) => {
    const from = await witness("academy-of-mine", createMockAcademyOfMine());
    const { file } = await verify("academy-of-mine", from, words);
    expect(file.operations["courses.get"]).toMatchObject({
      verdict: "not-tried",
      reason: `no reply contains id; ${reason}`,
    });
  });
});
