import type * as FileSystem from "node:fs/promises";
import { chmod, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ConfigurationError } from "../../src/index.ts";
import type { TokenStore } from "../../src/index.ts";
import { fileTokenStore } from "../../src/node.ts";
import { failure } from "../support/sample-vendor.ts";

const key = "sample https://api.sample.test ada";
const tokens = { accessToken: "access-5f2b9c81", refreshToken: "refresh-0b7714" };

type Call = "lstat" | "mkdir" | "open" | "readdir" | "rename" | "rmdir" | "stat" | "unlink" | "writeFile";

/** What the disk answers, by the call; reading a file that is open has no call of its own. */
const faults = vi.hoisted(() => new Map<string, Error>());

vi.mock("node:fs/promises", async (importActual) => {
  const actual = await importActual<typeof FileSystem>();
  const failing = <Parameters extends unknown[], Result>(
    name: Call | "rm",
    work: (...parameters: Parameters) => Promise<Result>,
  ) => {
    return async (...parameters: Parameters): Promise<Result> => {
      const fault = faults.get(name);
      if (fault === undefined) return work(...parameters);
      // A disk that fills up fails in the middle.
      if (name === "writeFile") await work(...parameters);
      throw fault;
    };
  };
  return {
    ...actual,
    lstat: failing("lstat", actual.lstat),
    mkdir: failing("mkdir", actual.mkdir),
    open: failing("open", actual.open),
    readdir: failing("readdir", actual.readdir),
    rename: failing("rename", actual.rename),
    rm: failing("rm", actual.rm),
    rmdir: failing("rmdir", actual.rmdir),
    stat: failing("stat", actual.stat),
    unlink: failing("unlink", actual.unlink),
    writeFile: failing("writeFile", actual.writeFile),
  };
});

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: something, call '/somewhere'`), {
    code,
    errno: -1,
    syscall: "call",
  });
}

let parent = "";
let folder = "";
let store: TokenStore;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "kelaskit-disk-"));
  folder = join(parent, "tokens");
  store = fileTokenStore(folder);
});

afterEach(async () => {
  faults.clear();
  await rm(parent, { recursive: true, force: true });
});

/** Makes a file system call fail during some work. */
async function withFault<Result>(
  call: Call | "rm",
  code: string,
  task: () => Promise<Result>,
): Promise<Result> {
  faults.set(call, systemError(code));
  try {
    return await task();
  } finally {
    faults.delete(call);
  }
}

function lock<Result>(task: () => Promise<Result>): Promise<Result> {
  if (store.lock === undefined) throw new Error("the store has no lock");
  return store.lock(key, task);
}

/** Where the key's tokens are. */
async function tokenFile(): Promise<string> {
  await store.set(key, tokens);
  const [name = ""] = await readdir(folder);
  return join(folder, name);
}

const uses = {
  get: () => store.get(key),
  set: () => store.set(key, tokens),
  delete: () => store.delete(key),
  lock: () => lock(async () => undefined),
} satisfies Record<string, () => Promise<unknown>>;

/** Every call of the disk by which a use can fail. */
const ways: readonly (readonly [keyof typeof uses, Call])[] = [
  ["get", "stat"],
  ["get", "open"],
  ["set", "mkdir"],
  ["set", "stat"],
  ["set", "writeFile"],
  ["set", "rename"],
  ["delete", "unlink"],
  ["lock", "mkdir"],
  ["lock", "stat"],
  ["lock", "lstat"],
  ["lock", "writeFile"],
  ["lock", "rename"],
];

const codes = [
  "ENOSPC",
  "EDQUOT",
  "EROFS",
  "EIO",
  "EACCES",
  "EPERM",
  "EMFILE",
  "ENFILE",
  "ENAMETOOLONG",
  "EBUSY",
];

describe("a disk that fails", () => {
  it("is an error that names the path, the reason and the code, and shows no token", async () => {
    const anyCode = fc.oneof(fc.constantFrom(...codes), fc.stringMatching(/^E[A-Z]{8,12}$/));
    await store.set(key, tokens);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...ways), anyCode, async ([use, call], code) => {
        const error = await withFault(call, code, () => failure(uses[use](), ConfigurationError));

        expect(error.message).toContain(` ${folder}`);
        expect(error.message).toMatch(new RegExp(String.raw`cannot be \w+: [^(]+ \(${code}\)\. [A-Z].*`));
        expect(error.cause).toMatchObject({ code });
        expect(inspect(error)).not.toMatch(/access-5f2b9c81|refresh-0b7714/);
        expect(await readdir(folder)).toHaveLength(1);
      }),
      { numRuns: 40 },
    );
    expect(await store.get(key)).toEqual(tokens);
  });

  it.each([
    [
      "ENOSPC",
      "the disk is full (ENOSPC). Free space on it, or give the token store a folder on another disk.",
    ],
    [
      "EROFS",
      "the disk is read-only (EROFS). Make it writable, or give the token store a folder on another disk.",
    ],
    ["EMFILE", "this process has too many files open (EMFILE). Close some, or raise the limit: ulimit -n"],
    [
      "ENAMETOOLONG",
      "its path is too long (ENAMETOOLONG). Give the token store a folder with a shorter path.",
    ],
    [
      "EWEIRD",
      "the system refused (EWEIRD). Check the folder and its disk, or give the token store another folder.",
    ],
  ])("says what to do about %s", async (code, words) => {
    const file = await tokenFile();
    const error = await withFault("writeFile", code, () =>
      failure(store.set(key, tokens), ConfigurationError),
    );
    expect(error.message).toBe(`The token file ${file} cannot be written: ${words}`);
  });

  it.each(["EACCES", "EPERM"])("says how to look for who owns a file: %s", async (code) => {
    const file = await tokenFile();
    const error = await withFault("open", code, () => failure(store.get(key), ConfigurationError));
    expect(error.message).toBe(
      `The token file ${file} cannot be read: permission denied (${code}). Check who owns it and its folder: ls -ld ${file} ${folder}`,
    );
  });

  it("is the first error, even if the half-written file cannot be removed", async () => {
    await store.set(key, tokens);
    for (const use of [uses.set, uses.lock]) {
      const error = await withFault("rm", "EIO", () =>
        withFault("writeFile", "ENOSPC", () => failure(use(), ConfigurationError)),
      );
      expect(error.cause).toMatchObject({ code: "ENOSPC" });
    }
  });

  it("leaves no lock behind that others would wait for", async () => {
    await withFault("writeFile", "ENOSPC", () =>
      failure(
        lock(async () => 1),
        ConfigurationError,
      ),
    );
    expect(await readdir(folder)).toEqual([]);
    expect(await lock(async () => 2)).toBe(2);
  });

  it.each(["unlink", "rmdir"] as const)(
    "takes nothing from a task that has run when the lock cannot be given back: %s",
    async (call) => {
      const given = withFault(call, "EROFS", () => lock(async () => "new tokens"));
      expect(await given).toBe("new tokens");
    },
  );

  it("is told to whoever comes next when the lock could not be given back", async () => {
    await lock(async () => {
      faults.set("rmdir", systemError("EROFS"));
    });
    const error = await failure(
      lock(async () => undefined),
      ConfigurationError,
    );
    expect(error.message).toContain("The lock file ");
    expect(error.message).toContain("cannot be taken: the disk is read-only (EROFS)");
  });

  it("does not hide why a task failed", async () => {
    const refusal = new RangeError("the vendor's no");
    const task = withFault("rmdir", "EROFS", () => lock(() => Promise.reject(refusal)));
    await expect(task).rejects.toBe(refusal);
  });

  it("does not take a task's own error of the system for its own", async () => {
    const own = systemError("ENOSPC");
    await expect(lock(() => Promise.reject(own))).rejects.toBe(own);
  });
});

describe("what is in the way on the disk", () => {
  it("is a file where the folder should be", async () => {
    await writeFile(folder, "", { mode: 0o600 });
    const errors = await Promise.all(
      (["get", "set", "delete", "lock"] as const).map((use) => failure(uses[use](), ConfigurationError)),
    );
    expect(errors.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^The token file .+ cannot be read: a part of its path is a file, not a folder/),
      `The token folder ${folder} cannot be created: something else is in its place (EEXIST). Move that away, or give the token store another folder.`,
      expect.stringMatching(
        /^The token file .+ cannot be deleted: a part of its path is a file, not a folder/,
      ),
      expect.stringContaining(`The token folder ${folder} cannot be created`),
    ]);
  });

  it("is a folder where the tokens should be", async () => {
    const file = await tokenFile();
    await rm(file);
    await mkdir(join(file, "in-the-way"), { recursive: true });
    for (const use of ["get", "set", "delete"] as const) {
      const error = await failure(uses[use](), ConfigurationError);
      expect(error.message).toMatch(/^The token file .+ cannot be (read|written|deleted): .+ \(E[A-Z]+\)\. /);
      expect(error.message).toContain(file);
    }
    expect(await readdir(folder)).toHaveLength(1);
  });

  it("is a circle of symbolic links", async () => {
    await symlink(folder, folder);
    const error = await failure(store.get(key), ConfigurationError);
    expect(error.message).toBe(
      `The token folder ${folder} cannot be read: symbolic links in its path form a loop (ELOOP). Correct the links, or give the token store another folder.`,
    );
  });

  it("is a name that is too long", async () => {
    const long = fileTokenStore(join(parent, "x".repeat(300)));
    const error = await failure(long.set(key, tokens), ConfigurationError);
    expect(error.message).toContain("its path is too long (ENAMETOOLONG)");
  });

  it("is a folder that is shared by its mode, whose tokens are not read from it", async () => {
    const file = await tokenFile();
    await rm(file);
    await mkdir(file, { mode: 0o755 });
    await chmod(file, 0o755);
    const error = await failure(store.get(key), ConfigurationError);
    expect(error.message).toContain("its path is a folder (EISDIR)");
  });
});
