import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { serve } from "@kelaskit/core/testing/node";
import { createMockToolzz, type MockToolzz } from "@kelaskit/toolzz/mock";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { newFolder } from "./example-process.ts";
import { type ExampleRun, runExample } from "./run-example.ts";

const planUuid = "00000000-0000-4001-8000-000000000002";
const former = ["ann", "bia", "owner", "eva", "fabio", "gil"].map((name) => `${name}@example.com`);
const wanted = ["ann", "bia", "caio", "duda", "owner"].map((name) => `${name}@example.com`);
const planning = ["--package", planUuid, "--school", "1"];

let folder: string;
let file: string;

beforeEach(() => {
  folder = newFolder();
  file = path.join(folder, "roster.csv");
  copyFileSync(path.join(import.meta.dirname, "../roster-sync/roster.csv"), file);
});

function sync(action: string, more: readonly string[] = [], environment = {}): Promise<ExampleRun> {
  return runExample("roster-sync/sync.ts", [action, file, ...more], environment);
}

/** A vendor of its own, and the environment of programs that use it. */
async function openVendor(onRequest?: (request: Request) => void) {
  const mock = createMockToolzz({ seed: { enrolled: { [planUuid]: former } } });
  const served = await serve({
    ...mock,
    answer: (request) => {
      onRequest?.(request);
      return mock.answer(request);
    },
  });
  onTestFinished(() => served.close());
  const { email, institutionCode, password } = mock.credentials;
  return {
    mock,
    environment: {
      TOOLZZ_BASE_URL: served.url,
      TOOLZZ_EMAIL: email,
      TOOLZZ_INSTITUTION_CODE: institutionCode,
      TOOLZZ_PASSWORD: password,
    },
  };
}

function learnersOf({ store }: MockToolzz): readonly string[] {
  return store
    .learnersOf(planUuid)
    .map(({ user }) => user.email)
    .toSorted();
}

describe("the roster of a package", () => {
  it("is planned and applied against a mock without credentials", async () => {
    const planned = await sync("plan", planning);
    expect(planned.problems).toBe("");
    expect(planned.output).toContain("+ caio@example.com Caio Exemplo");
    expect(planned.output).toContain("- gil@example.com");
    expect(planned.output).toContain("2 to add, 3 to remove, 3 unchanged, 0 unknown.");
    const applied = await sync("apply", ["--max-removals", "50%"]);
    expect(applied.problems).toBe("");
    expect(applied.output).toContain("+ caio@example.com: done");
    expect(applied.output).toContain("2 added, 3 removed.\n0 failed or unknown.");
    expect(applied.exitCode).toBe(0);
  });

  it("becomes equal to the file, and the next plan changes nothing", async () => {
    const { mock, environment } = await openVendor();
    await sync("plan", planning, environment);
    expect(learnersOf(mock)).toEqual(former.toSorted());
    expect((await sync("apply", ["--max-removals", "3"], environment)).exitCode).toBe(0);
    expect(learnersOf(mock)).toEqual(wanted);
    const again = await sync("plan", planning, environment);
    expect(again.output).toContain("0 to add, 0 to remove, 5 unchanged, 0 unknown.");
    expect((await sync("apply", [], environment)).output).toContain("0 added, 0 removed.");
  });

  it("is left alone when the plan removes more than is allowed", async () => {
    const { mock, environment } = await openVendor();
    await sync("plan", planning, environment);
    const { exitCode, problems } = await sync("apply", ["--max-removals", "25%"], environment);
    expect(exitCode).toBe(1);
    expect(problems).toContain("would lose 3 of its 6 members, and at most 1 may be taken out");
    expect(learnersOf(mock)).toEqual(former.toSorted());
  });

  it("is left alone when somebody has changed the package since the plan", async () => {
    const { mock, environment } = await openVendor();
    await sync("plan", planning, environment);
    mock.store.enroll({ planUuid, email: "new@example.com", nome: "New", schools: [1] });
    const { exitCode, problems } = await sync("apply", ["--max-removals", "50%"], environment);
    expect(exitCode).toBe(1);
    expect(problems).toContain("Nothing was sent");
    expect(learnersOf(mock)).toContain("gil@example.com");
  });

  it("exits with 1 when it is interrupted, and is continued by the same command", async () => {
    const ignore = (): void => undefined;
    let interrupt = ignore;
    const { mock, environment } = await openVendor((request) => {
      if (request.method === "POST" && request.url.endsWith(planUuid)) interrupt();
    });
    await sync("plan", planning, environment);
    const apply = ["apply", file, "--max-removals", "50%"];
    const { exitCode, output } = await runExample("roster-sync/sync.ts", apply, environment, (child) => {
      interrupt = () => {
        child.kill("SIGINT");
        interrupt = ignore;
      };
    });
    expect(output).toContain("It was interrupted. Apply it again to continue.");
    expect(exitCode).toBe(1);
    expect((await sync("apply", ["--max-removals", "50%"], environment)).exitCode).toBe(0);
    expect(learnersOf(mock)).toEqual(wanted);
  });

  it("keeps a report of what was done beside the file", async () => {
    await sync("plan", planning);
    await sync("apply", ["--max-removals", "50%"]);
    const applied = readdirSync(folder).find((name) => name.startsWith("roster.csv.applied-")) ?? "";
    const report = readFileSync(path.join(folder, applied, "report.csv"), "utf8");
    expect(report).toContain("added,add,4,caio@example.com");
    expect(readdirSync(folder).toSorted()).toEqual(["roster.csv", applied].toSorted());
  });

  it("is not planned from a file without learners, which would remove everybody", async () => {
    writeFileSync(file, "email,name\n");
    const { exitCode, problems } = await sync("plan", planning);
    expect(exitCode).toBe(1);
    expect(problems).not.toBe("");
    expect(readdirSync(folder)).toEqual(["roster.csv"]);
  });

  it.for([
    [["plan"], "Give the package and the school"],
    [["delete"], "Give what to do and the file"],
    [["apply", "--max-removals", "some"], "--max-removals: expected a number or a percentage"],
  ] as const)("is not begun without knowing what: %j", async ([[action, ...more], problem]) => {
    const { exitCode, problems } = await sync(action, more);
    expect(exitCode).toBe(1);
    expect(problems).toContain(problem);
  });
});
