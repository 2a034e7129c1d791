import { readFile } from "node:fs/promises";
import { createMockAcademyOfMine } from "@kelaskit/academy-of-mine/mock";
import { createMockToolzz } from "@kelaskit/toolzz/mock";
import { expect, it, vi } from "vitest";
import type { VerifiedFile } from "../../src/verify/verified-file.ts";
import { desk, liar, verify, witness } from "./support.ts";

it("a setting that only some operations need, and that cannot be used, costs no result of the others", async () => {
  const from = await liar("toolzz", createMockToolzz(), () => {
    vi.stubEnv("TOOLZZ_INSTITUTION_URL", "http://[bad");
    return undefined;
  });
  const { code, file, stderr } = await verify("toolzz", from, [
    "--only",
    "plans.list,schools.list,reports.*",
  ]);

  expect(code).toBe(1);
  expect(file.operations).toMatchObject({
    "plans.list": { verdict: "answered" },
    "schools.list": { verdict: "not-tried", reason: "a setting that it needs cannot be used" },
    "reports.listProgress": { verdict: "answered" },
  });
  expect(stderr).toContain("Not every operation could be tried: ");
  expect(stderr).toContain("TOOLZZ_INSTITUTION_URL is not a usable URL");
});

it("a reply that is nested as deeply as it can be is judged like any other", async () => {
  const depth = 200_000;
  const nested = `${'{"name":['.repeat(depth)}${"]}".repeat(depth)}`;
  const reply = `{"recordsTotal":1,"recordsFiltered":1,"records":[${nested}]}`;
  const from = await liar("academy-of-mine", createMockAcademyOfMine(), ({ url }) =>
    url.includes("/badge/list")
      ? new Response(reply, { headers: { "content-type": "application/json" } })
      : undefined,
  );
  const { file } = await verify("academy-of-mine", from, ["--only", "badges.list,users.list"]);

  expect(file.operations["badges.list"]).toMatchObject({
    verdict: "answered",
    undeclared: ["records[].name"],
  });
  expect(file.operations["users.list"]).toMatchObject({ verdict: "answered" });
});

it("a fault of our own in the middle of a run costs nothing that was found before, and is not hidden", async () => {
  const from = await witness("academy-of-mine", createMockAcademyOfMine());
  await using place = await desk();
  let lines = 0;
  const run = place.verify("academy-of-mine", from, ["--only", "badges.list,courses.list,users.list"], {
    print() {
      lines += 1;
      if (lines === 2) throw new RangeError("a fault");
    },
  });

  await expect(run).rejects.toThrow("a fault");
  const file = JSON.parse(await readFile(place.out, "utf8")) as VerifiedFile;
  expect(file).toMatchObject({ isComplete: false, traffic: { requests: 2 } });
  const verdicts = ["badges.list", "courses.list", "users.list"].map((name) => file.operations[name]);
  expect(verdicts.filter((record) => record?.verdict === "answered")).toHaveLength(2);
  expect(verdicts.filter((record) => record?.reason === "a failure ended the run")).toHaveLength(1);
});
