import { anyText } from "@kelaskit/test-support/any-text";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { ConfigurationError } from "../../src/index.ts";
import type { TokenStore } from "../../src/index.ts";
import { fileTokenStore } from "../../src/node.ts";
import { failure } from "../support/sample-vendor.ts";
import { startWorker } from "./lock-processes.ts";

const key = "sample https://api.sample.test ada";
const tokens = { accessToken: "access-1", refreshToken: "refresh-1", expiresAt: 1_800_000_000_000 };

let parent = "";
let folder = "";
let store: TokenStore;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "kelaskit-tokens-"));
  folder = join(parent, "deep", "tokens");
  store = fileTokenStore(folder);
});

afterEach(async () => {
  await rm(parent, { recursive: true, force: true });
});

/** The one file in the folder. */
async function onlyFile(): Promise<string> {
  const names = await readdir(folder);
  expect(names).toHaveLength(1);
  return join(folder, names[0] ?? "");
}

function lock<Result>(in_: TokenStore, name: string, task: () => Promise<Result>): Promise<Result> {
  if (in_.lock === undefined) throw new Error("the store has no lock");
  return in_.lock(name, task);
}

describe("fileTokenStore", () => {
  it("keeps tokens for another store on the same folder, as after a restart", async () => {
    await store.set(key, tokens);
    expect(await fileTokenStore(folder).get(key)).toEqual(tokens);
  });

  it("has nothing where nothing was kept, and makes no folder to say so", async () => {
    expect(await store.get(key)).toBeUndefined();
    await store.delete(key);
    expect(await readdir(parent)).toEqual([]);
  });

  it("replaces and forgets", async () => {
    await store.set(key, tokens);
    await store.set(key, { accessToken: "access-2", expiresAt: undefined });
    expect(await store.get(key)).toEqual({ accessToken: "access-2" });
    await store.delete(key);
    expect(await store.get(key)).toBeUndefined();
    expect(await readdir(folder)).toEqual([]);
  });

  it("lets nobody else read: files have mode 0600, the folder 0700", async () => {
    await store.set(key, tokens);
    expect(((await stat(await onlyFile())).mode & 0o777).toString(8)).toBe("600");
    expect(((await stat(folder)).mode & 0o777).toString(8)).toBe("700");
  });

  it("stays private when it replaces a file that others could read", async () => {
    await store.set(key, tokens);
    const file = await onlyFile();
    await rm(file);
    await writeFile(file, JSON.stringify(tokens), { mode: 0o644 });
    await store.set(key, tokens);
    expect(((await stat(file)).mode & 0o777).toString(8)).toBe("600");
  });

  it.each([0o644, 0o640, 0o604, 0o620, 0o660, 0o777])(
    "refuses tokens that others could read or change: mode %o",
    async (mode) => {
      await store.set(key, tokens);
      const file = await onlyFile();
      await chmod(file, mode);

      const error = await failure(store.get(key), ConfigurationError);

      expect(error.message).toBe(
        `The token file ${file} can be read or changed by other users of this machine (mode ${mode.toString(8)}). ` +
          `If they may have read it, delete it to get new tokens; otherwise run: chmod 600 ${file}`,
      );
      await chmod(file, 0o600);
      expect(await store.get(key)).toEqual(tokens);
    },
  );

  it.each([0o600, 0o400])("reads tokens of mode %o", async (mode) => {
    await store.set(key, tokens);
    await chmod(await onlyFile(), mode);
    expect(await store.get(key)).toEqual(tokens);
  });

  it.each([0o770, 0o775, 0o707, 0o777, 0o1777])(
    "refuses a folder that others can put files into: mode %o",
    async (mode) => {
      await store.set(key, tokens);
      await chmod(folder, mode);
      const uses = [
        () => store.get(key),
        () => store.set(key, tokens),
        () => lock(store, key, async () => undefined),
      ];
      for (const use of uses) {
        const error = await failure(use(), ConfigurationError);
        expect(error.message).toContain(`(mode ${mode.toString(8)}), who could put their own tokens there`);
        expect(error.message).toMatch(new RegExp(`run: chmod go-w ${folder}$`));
      }
    },
  );

  it("lets others look into the folder, as they could before", async () => {
    await store.set(key, tokens);
    await chmod(folder, 0o755);
    expect(await store.get(key)).toEqual(tokens);
  });

  it("refuses what belongs to another user", async () => {
    await store.set(key, tokens);
    const ours = process.geteuid?.() ?? 0;
    const geteuid = vi.spyOn(process, "geteuid").mockReturnValue(ours + 1);
    onTestFinished(() => {
      geteuid.mockRestore();
    });

    const error = await failure(store.get(key), ConfigurationError);

    expect(error.message).toContain(
      `belongs to another user (uid ${ours}; this process runs as uid ${ours + 1})`,
    );
    expect(error.message).toMatch(/run: chown \d+ /);
  });

  it("names a file so that its path can be pasted", async () => {
    const odd = fileTokenStore(join(parent, "it's mine"));
    await odd.set(key, tokens);
    const [name = ""] = await readdir(join(parent, "it's mine"));
    await chmod(join(parent, "it's mine", name), 0o644);

    const error = await failure(odd.get(key), ConfigurationError);

    expect(error.message).toMatch(/chmod 600 '.*it'\\''s mine\/.*'$/);
  });

  it("keeps keys apart, whatever they hold, within its folder", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(anyText(), { minLength: 2, maxLength: 5 }), async (keys) => {
        for (const name of keys) await store.set(name, { accessToken: `token of ${JSON.stringify(name)}` });
        for (const name of keys) {
          expect(await store.get(name)).toEqual({ accessToken: `token of ${JSON.stringify(name)}` });
        }
      }),
      { numRuns: 15 },
    );
    expect(await readdir(join(parent, "deep"))).toEqual(["tokens"]);
  });

  it.each([
    ["../../escape", "escape"],
    ["A", "a"],
    ["sample ada", "sample  ada"],
    ["x".repeat(500), "x".repeat(501)],
  ])("keeps %j and %j apart", async (first, second) => {
    await store.set(first, { accessToken: "1" });
    await store.set(second, { accessToken: "2" });
    expect([await store.get(first), await store.get(second)]).toEqual([
      { accessToken: "1" },
      { accessToken: "2" },
    ]);
    expect(await readdir(folder)).toHaveLength(2);
  });

  it("shows who reads while others write one whole set of tokens or the other", async () => {
    const sets = ["a", "b"].map((letter) => ({ accessToken: letter.repeat(50_000), refreshToken: letter }));
    const [first = tokens, second = tokens] = sets;
    await store.set(key, first);
    const write = async () => {
      for (let round = 0; round < 10; round += 1) await store.set(key, round % 2 === 0 ? second : first);
    };
    const seen = new Set<string | undefined>();
    const read = async () => {
      for (let round = 0; round < 50; round += 1) {
        const found = await store.get(key);
        expect(found?.accessToken).toBe(found?.refreshToken?.repeat(50_000));
        seen.add(found?.refreshToken);
      }
    };
    await Promise.all([write(), write(), read(), read()]);
    expect([...seen].every((letter) => letter === "a" || letter === "b")).toBe(true);
    expect(await readdir(folder)).toHaveLength(1);
  });

  it("leaves nothing half-written behind when it cannot write", async () => {
    await store.set(key, tokens);
    const file = await onlyFile();
    await rm(file);
    // A folder in its place cannot be replaced by a file.
    await mkdir(join(file, "in-the-way"), { recursive: true });
    await expect(store.set(key, tokens)).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST|EPERM/);
    expect(await onlyFile()).toBe(file);
  });

  it.each([
    ["cut off", '{"accessToken":"hunter2-secr'],
    ["empty", ""],
    ["another program's", "hunter2"],
    ["a list", '["hunter2"]'],
    ["null", "null"],
    ["without an access token", '{"refreshToken":"hunter2"}'],
    ["with a token that is no text", '{"accessToken":["hunter2"]}'],
    ["with a time in words", '{"accessToken":"hunter2","expiresAt":"tomorrow"}'],
    ["with a refresh token that is no text", '{"accessToken":"hunter2","refreshToken":7}'],
  ])("names the file, and shows nothing of it, when it is %s", async (_, text) => {
    await store.set(key, tokens);
    const file = await onlyFile();
    await writeFile(file, text);
    const error = await failure(store.get(key), ConfigurationError);
    expect(error.message).toBe(
      `The token file ${file} does not contain tokens as this version of Kelaskit writes them. Delete it: the next call gets new tokens.`,
    );
    expect(error.cause).toBeUndefined();
    await store.set(key, tokens);
    expect(await store.get(key)).toEqual(tokens);
  });
});

describe("the lock of fileTokenStore", () => {
  it("gives what the task gives, and is free again after a failure", async () => {
    await expect(lock(store, key, () => Promise.reject(new RangeError("no")))).rejects.toThrow(RangeError);
    expect(await lock(store, key, async () => 7)).toBe(7);
    expect(await readdir(folder)).toEqual([]);
  });

  it("runs one task at a time, also over two stores of one process", async () => {
    let running = 0;
    let most = 0;
    const task = async () => {
      running += 1;
      most = Math.max(most, running);
      await readdir(folder);
      running -= 1;
    };
    const other = fileTokenStore(folder);
    await Promise.all([store, other, store, other].map((one) => lock(one, key, task)));
    expect(most).toBe(1);
  });

  it("does not make other keys wait", async () => {
    const order = await lock(store, key, async () => [
      await lock(store, "another key", async () => "inner"),
      "outer",
    ]);
    expect(order).toEqual(["inner", "outer"]);
  });

  it("refuses a lock file that others could change", async () => {
    await lock(store, key, async () => {
      const file = await onlyFile();
      await chmod(file, 0o777);
      const error = await failure(
        lock(fileTokenStore(folder), key, async () => undefined),
        ConfigurationError,
      );
      expect(error.message).toContain(`The lock file ${file} can be read or changed by other users`);
    });
  });

  describe("over processes", () => {
    it("runs one task at a time", async () => {
      const counter = join(parent, "counter");
      await writeFile(counter, "0");
      const workers = [
        startWorker(folder, "count", counter, "10"),
        startWorker(folder, "count", counter, "10"),
      ];
      await Promise.all(workers.map((worker) => once(worker, "message")));
      const exits = workers.map((worker) => once(worker, "exit"));
      for (const worker of workers) worker.send("go");
      expect(await Promise.all(exits)).toEqual([
        [0, null],
        [0, null],
      ]);
      expect(await readFile(counter, "utf8")).toBe("20");
      expect(await readdir(folder)).toEqual([]);
    });

    it("is kept by a holder that lives, and taken over from one that died", async () => {
      const holder = startWorker(folder, "hold");
      const exit = once(holder, "exit");
      await once(holder, "message");
      let entered = false;
      const mine = lock(store, key, async () => {
        entered = true;
      });
      // As many looks at the disk as let a waiting task in many times over, were the lock not kept.
      for (let look = 0; look < 100; look += 1) await readdir(folder);
      expect(entered).toBe(false);
      holder.kill("SIGKILL");
      expect(await exit).toEqual([null, "SIGKILL"]);
      await mine;
      expect(entered).toBe(true);
      expect(await readdir(folder)).toEqual([]);
    });
  });
});
