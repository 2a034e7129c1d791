import type { Stats } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { ConfigurationError } from "../errors.ts";

/** For a shell, as a person pastes it. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}

function modeText(mode: number): string {
  return (mode & 0o7777).toString(8).padStart(3, "0");
}

/** Refuses what belongs to somebody else, who can change it whatever its mode. A folder may be root's. */
function checkOwner(what: string, path: string, { uid }: Stats, mayBeRoots: boolean): void {
  const ours = process.geteuid?.();
  if (ours === undefined || uid === ours || (mayBeRoots && uid === 0)) return;
  throw new ConfigurationError(
    `${what} ${path} belongs to another user (number ${uid}, and this process runs as ${ours}): it may hold what they put there. ` +
      `Give the token store a folder of this user's own, or run: chown ${ours} ${quoted(path)}`,
  );
}

/** Windows has no such modes: there a user's own folder keeps others out. */
const hasModes = process.platform !== "win32";

function checkFile(what: string, path: string, stats: Stats): void {
  if (!hasModes) return;
  checkOwner(what, path, stats, false);
  if ((stats.mode & 0o077) === 0) return;
  throw new ConfigurationError(
    `${what} ${path} can be read or changed by other users of this machine (mode ${modeText(stats.mode)}). ` +
      `If they may have read it, delete it, and new tokens are got; else run: chmod 600 ${quoted(path)}`,
  );
}

/**
 * Reads a file that only this user may read or change.
 *
 * @param what Names the kind of file, as a sentence begins with it: `The token file`.
 * @throws ConfigurationError with what to run when others may, or it belongs to somebody else.
 */
export async function readPrivateFile(path: string, what: string): Promise<string> {
  let file: FileHandle;
  try {
    file = await open(path, "r");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EACCES") {
      throw new ConfigurationError(
        `${what} ${path} cannot be read by this user (EACCES). Check who owns it: ls -l ${quoted(path)}`,
      );
    }
    throw error;
  }
  try {
    // What is open is what is read, whatever is put under its name meanwhile.
    checkFile(what, path, await file.stat());
    return await file.readFile("utf8");
  } finally {
    await file.close();
  }
}

/**
 * Checks that nobody else can put files into a folder: what is in it is trusted.
 *
 * @throws ConfigurationError with what to run when others can. A folder that is missing is fine.
 */
export async function checkPrivateFolder(path: string): Promise<void> {
  if (!hasModes) return;
  const stats = await stat(path).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  });
  if (stats === undefined) return;
  checkOwner("The token folder", path, stats, true);
  if ((stats.mode & 0o022) === 0) return;
  throw new ConfigurationError(
    `The token folder ${path} can be changed by other users of this machine (mode ${modeText(stats.mode)}), who could put their tokens there. ` +
      `Give the token store a new folder in it, or run: chmod go-w ${quoted(path)}`,
  );
}
