import { describe, expect, it } from "vitest";
import { findProgram } from "../test-setup/find-program.ts";
import type { Machine, ProgramEnd } from "../test-setup/machine.ts";

const redis = {
  name: "redis-server",
  purpose: "fleets",
  variable: "REDIS_SERVER",
  places: ["/usr/bin/redis-server"],
  debianPackage: "redis-server",
};
const ok: ProgramEnd = { succeeded: true, errors: "" };
const busyLists: ProgramEnd = {
  succeeded: false,
  errors:
    "E: Could not get lock /var/lib/apt/lists/lock. It is held by process 12 (apt-get)\nE: Unable to lock directory\n",
};
const offline: ProgramEnd = {
  succeeded: false,
  errors: "W: Some index files failed\nE: Unable to locate package redis-server\n",
};

/** A Debian on which this process is root, without the program; `update` and `install` end as they are told to. */
function debian({
  update = () => ok,
  install = () => ok,
  ...changes
}: Partial<Machine> & { readonly update?: () => ProgramEnd; readonly install?: () => ProgramEnd } = {}) {
  const files = new Set(["/usr/bin/apt-get"]);
  const commands: string[] = [];
  const said: string[] = [];
  let waited = 0;
  const machine: Machine = {
    environment: {},
    isRoot: true,
    exists: (file) => files.has(file),
    run(program, words) {
      commands.push([program, ...words].join(" "));
      const isUpdate = words.includes("update");
      const end = isUpdate ? update() : install();
      if (!isUpdate && end.succeeded) files.add("/usr/bin/redis-server");
      return Promise.resolve(end);
    },
    pause(milliseconds) {
      waited += milliseconds;
      return Promise.resolve();
    },
    say: (line) => void said.push(line),
    ...changes,
  };
  return { machine, commands, said, waited: () => waited };
}

describe("a program that tests need", () => {
  it("is taken where it is, without a word", async () => {
    const { machine, commands, said } = debian({ exists: (file) => file === "/usr/bin/redis-server" });
    expect(await findProgram(redis, machine)).toEqual({ path: "/usr/bin/redis-server", skipped: undefined });
    expect({ commands, said }).toEqual({ commands: [], said: [] });
  });

  it("is the one that the environment names", async () => {
    const { machine } = debian({ environment: { REDIS_SERVER: "/opt/redis" }, exists: () => true });
    expect(await findProgram(redis, machine)).toMatchObject({ path: "/opt/redis" });
  });

  it("is installed by root where there is apt, which is said before", async () => {
    const { machine, commands, said } = debian();
    expect(await findProgram(redis, machine)).toEqual({ path: "/usr/bin/redis-server", skipped: undefined });
    expect(said).toEqual([
      "Installing Debian's package redis-server for the tests of fleets; this can take some minutes.",
    ]);
    expect(commands).toEqual([
      "apt-get -qq -o DPkg::Lock::Timeout=300 update",
      "apt-get -qq -o DPkg::Lock::Timeout=300 install -y redis-server",
    ]);
  });

  it("is installed after another apt has ended", async () => {
    const ends = [busyLists, busyLists, busyLists, ok];
    const { machine, said, waited } = debian({ update: () => ends.shift() ?? ok });
    expect(await findProgram(redis, machine)).toMatchObject({ path: "/usr/bin/redis-server" });
    expect(waited()).toBe(6000);
    expect(said.filter((line) => line.startsWith("Another apt is running"))).toHaveLength(1);
  });

  it("is installed from the lists that are there when they cannot be renewed", async () => {
    const { machine } = debian({ update: () => offline });
    expect(await findProgram(redis, machine)).toMatchObject({ path: "/usr/bin/redis-server" });
  });
});

describe("tests whose program is missing are skipped, and it is said why", () => {
  it.each([
    ["another user than root", debian({ isRoot: false }), "only root can install packages"],
    ["a system without apt", debian({ exists: () => false }), "this machine has no apt"],
    [
      "no network",
      debian({ update: () => offline, install: () => offline }),
      "apt did not install redis-server: Unable to locate package redis-server",
    ],
    [
      "an apt that never ends",
      debian({ update: () => busyLists, install: () => busyLists }),
      "apt did not install redis-server: Could not get lock /var/lib/apt/lists/lock. It is held by process 12 (apt-get)",
    ],
    [
      "a package that puts it elsewhere",
      debian({ exists: (file) => file === "/usr/bin/apt-get" }),
      "apt installed it somewhere else",
    ],
  ])("%s", async (_name, { machine, said }, reason) => {
    const line = `Tests of fleets are skipped, because there is no redis-server: ${reason}. Install it, or give its path in REDIS_SERVER.`;
    expect(await findProgram(redis, machine)).toEqual({ path: "", skipped: line });
    expect(said.at(-1)).toBe(line);
  });

  it("but CI fails, for nobody looks at what is skipped there", async () => {
    const { machine } = debian({ isRoot: false, environment: { CI: "true" } });
    await expect(findProgram(redis, machine)).rejects.toThrow(
      "CI needs redis-server for the tests of fleets, and there is none: only root can install packages.",
    );
  });
});
