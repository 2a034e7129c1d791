import type { Stats } from "node:fs";
import { open, stat } from "node:fs/promises";
import { ConfigurationError } from "../errors.ts";
import { onDisk, quoted, unlessGone } from "./disk-error.node.ts";

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
    { code: "storage" },
  );
}

/** Windows has no such modes: there a user's own folder keeps others out. */
const hasModes = process.platform !== "win32";

/**
 * Checks that only this user can read and change what a file or folder holds.
 *
 * @param what Names it, as a sentence begins with it: `The token file`.
 * @param advice What to do when others can, as a sentence.
 * @throws ConfigurationError when others can, or it belongs to somebody else.
 */
export function checkPrivate(what: string, path: string, stats: Stats, advice: string): void {
  if (!hasModes) return;
  checkOwner(what, path, stats, false);
  if ((stats.mode & 0o077) === 0) return;
  throw new ConfigurationError(
    `${what} ${path} can be read or changed by other users of this machine (mode ${modeText(stats.mode)}). ${advice}`,
    { code: "storage" },
  );
}

async function readChecked(path: string, what: string): Promise<string> {
  const file = await open(path, "r");
  try {
    // What is open is what is read, whatever is put under its name meanwhile.
    const stats = await file.stat();
    const advice = `If they may have read it, delete it, and new tokens are got; else run: chmod 600 ${quoted(path)}`;
    // A folder cannot be read, whoever owns it.
    if (!stats.isDirectory()) checkPrivate(what, path, stats, advice);
    return await file.readFile("utf8");
  } finally {
    await file.close();
  }
}

/**
 * Reads a file that only this user may read or change; nothing where there is none.
 *
 * @param what Names the kind of file, as a sentence begins with it: `The token file`.
 * @throws ConfigurationError with what to do when others may, it belongs to somebody else, or it cannot be read.
 */
export function readPrivateFile(path: string, what: string): Promise<string | undefined> {
  return onDisk(what, path, "read", unlessGone(readChecked(path, what)));
}

/**
 * Checks that nobody else can put files into a folder: what is in it is trusted.
 *
 * @throws ConfigurationError with what to run when others can, or when it cannot be looked at. A folder that is missing is
 * fine.
 */
export async function checkPrivateFolder(path: string): Promise<void> {
  if (!hasModes) return;
  const stats = await onDisk("The token folder", path, "read", unlessGone(stat(path)));
  if (stats === undefined) return;
  checkOwner("The token folder", path, stats, true);
  if ((stats.mode & 0o022) === 0) return;
  throw new ConfigurationError(
    `The token folder ${path} can be changed by other users of this machine (mode ${modeText(stats.mode)}), who could put their tokens there. ` +
      `Give the token store a new folder in it, or run: chmod go-w ${quoted(path)}`,
    { code: "storage" },
  );
}
