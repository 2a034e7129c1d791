import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, readFile, readlink, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { failureOf } from "@kelaskit/test-support/failure";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { filePlace, writeWholeFile } from "../../src/node.ts";

let folder: string;
const inFolder = (name: string): string => path.join(folder, name);

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "kelaskit-whole-file-"));
  onTestFinished(() => rm(folder, { recursive: true }));
});

const write = (name: string, text: string, mode?: number): Promise<void> =>
  writeWholeFile(inFolder(name), (stream) => pipeline([text], stream), { mode });

const modeOf = async (name: string): Promise<number> => (await stat(inFolder(name))).mode & 0o777;

describe("writeWholeFile()", () => {
  it("writes a file, and nothing beside it", async () => {
    await write("report.csv", "a,b\n");

    expect(await readFile(inFolder("report.csv"), "utf8")).toBe("a,b\n");
    expect(await readdir(folder)).toEqual(["report.csv"]);
  });

  it("ends what was left open", async () => {
    await writeWholeFile(inFolder("report.csv"), async (stream) => {
      stream.write("a,b\n");
    });

    expect(await readFile(inFolder("report.csv"), "utf8")).toBe("a,b\n");
  });

  it("replaces a file and keeps its permissions", async () => {
    await writeFile(inFolder("report.csv"), "old", { mode: 0o600 });

    await write("report.csv", "new");

    expect(await readFile(inFolder("report.csv"), "utf8")).toBe("new");
    expect(await modeOf("report.csv")).toBe(0o600);
  });

  it("gives it the permissions that are asked for", async () => {
    await writeFile(inFolder("report.csv"), "old", { mode: 0o644 });

    await write("report.csv", "new", 0o600);

    expect(await modeOf("report.csv")).toBe(0o600);
  });

  it("replaces the file that links name, and keeps the links", async () => {
    await writeFile(inFolder("2026.csv"), "old");
    await symlink("2026.csv", inFolder("year.csv"));
    await symlink("year.csv", inFolder("latest.csv"));

    await write("latest.csv", "new");

    expect(await readFile(inFolder("2026.csv"), "utf8")).toBe("new");
    expect(await readlink(inFolder("latest.csv"))).toBe("year.csv");
    expect(await readlink(inFolder("year.csv"))).toBe("2026.csv");
  });

  it("keeps the old file if the new one cannot be completed", async () => {
    await writeFile(inFolder("report.csv"), "old");
    const oops = new Error("no rows");

    const writing = writeWholeFile(inFolder("report.csv"), (stream) =>
      pipeline(
        (function* rows() {
          yield "half";
          throw oops;
        })(),
        stream,
      ),
    );

    expect(await failureOf(writing)).toBe(oops);
    expect(await readFile(inFolder("report.csv"), "utf8")).toBe("old");
    expect(await readdir(folder)).toEqual(["report.csv"]);
  });

  it("fails when the stream does, even if the work waits for something else", async () => {
    const full = new Error("no space left");

    const writing = writeWholeFile(inFolder("report.csv"), (stream) => {
      stream.write("half");
      stream.destroy(full);
      return new Promise(() => {
        // It waits for ever.
      });
    });

    expect(await failureOf(writing)).toBe(full);
    expect(await readdir(folder)).toEqual([]);
  });

  it("leaves nothing behind if nothing was written", async () => {
    const oops = new Error("no rows");

    const writing = writeWholeFile(inFolder("report.csv"), () => Promise.reject(oops));

    expect(await failureOf(writing)).toBe(oops);
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ["of 250 letters", `${"r".repeat(246)}.csv`],
    ["of 240 bytes in other scripts", `${"報".repeat(78)}🎓x.csv`],
  ])("takes a name %s", async (_what, name) => {
    await write(name, "a");

    expect(await readdir(folder)).toEqual([name]);
  });

  it.skipIf(process.platform === "win32")("replaces no pipe, device or socket", async () => {
    execFileSync("mkfifo", [inFolder("pipe")]);
    await symlink("pipe", inFolder("link"));

    for (const name of ["pipe", "link"]) {
      expect(await failureOf(write(name, "a"))).toMatchObject({ code: "ENOTSUP" });
    }
    expect((await stat(inFolder("pipe"))).isFIFO()).toBe(true);
    expect(await readdir(folder)).toEqual(["link", "pipe"]);
  });

  it("replaces no folder", async () => {
    expect(await failureOf(write(".", "a"))).toMatchObject({ code: "EISDIR" });
  });
});

describe("filePlace()", () => {
  it("says what is at a path", async () => {
    await writeFile(inFolder("file"), "", { mode: 0o640 });
    await symlink("file", inFolder("link"));

    expect(await filePlace(inFolder("link"))).toEqual({ path: inFolder("file"), found: "file", mode: 0o640 });
    expect(await filePlace(inFolder("none"))).toMatchObject({ found: "nothing" });
    expect(await filePlace(folder)).toMatchObject({ found: "folder" });
    expect(await filePlace("/dev/null")).toMatchObject({ found: "other" });
  });

  it("throws the system's error for a link that leads nowhere", async () => {
    await symlink("nowhere", inFolder("link"));

    expect(await failureOf(filePlace(inFolder("link")))).toMatchObject({ code: "ENOENT" });
  });
});
