import type { Stats } from "node:fs";
import { open, stat } from "node:fs/promises";
import { ConfigurationError } from "../errors.ts";
import { onDisk, quoted, unlessGone } from "./disk-error.node.ts";

function modeText(mode: number): string {
  return (mode & 0o7777).toString(8).padStart(3, "0");
}

/** Rejects a file or folder of another user, who can change it whatever its mode. A folder may belong to root. */
function checkOwner(what: string, path: string, { uid }: Stats, mayBeRoots: boolean): void {
  const ours = process.geteuid?.();
  if (ours === undefined || uid === ours || (mayBeRoots && uid === 0)) return;
  throw new ConfigurationError(
    `${what} ${path} belongs to another user (uid ${uid}; this process runs as uid ${ours}), so its content cannot be trusted. ` +
      `Give the token store a folder of this user's own, or run: chown ${ours} ${quoted(path)}`,
    { code: "storage" },
  );
}

/** Windows does not have such modes: there, the user's profile folder protects the files. */
const hasModes = process.platform !== "win32";

/**
 * Checks that only this user can read and change a file or folder.
 *
 * @param what The kind of file, as the start of a sentence: `The token file`.
 * @param advice What to do if others can, as a sentence.
 * @throws ConfigurationError when others can, or it belongs to another user.
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
    // The open file is the one that is checked and read, even if another takes its name meanwhile.
    const stats = await file.stat();
    const advice = `If they may have read it, delete it to get new tokens; otherwise run: chmod 600 ${quoted(path)}`;
    // A folder in its place cannot be read anyway, whoever owns it.
    if (!stats.isDirectory()) checkPrivate(what, path, stats, advice);
    return await file.readFile("utf8");
  } finally {
    await file.close();
  }
}

/**
 * Reads a file that only this user may read or change; `undefined` if it does not exist.
 *
 * @param what The kind of file, as the start of a sentence: `The token file`.
 * @throws ConfigurationError with what to do when others may, it belongs to another user, or it cannot be read.
 */
export function readPrivateFile(path: string, what: string): Promise<string | undefined> {
  return onDisk(what, path, "read", unlessGone(readChecked(path, what)));
}

/**
 * Checks that no other user can write to a folder, because its content is trusted. A missing folder is fine.
 *
 * @throws ConfigurationError with the command to run when others can write to it, or when it cannot be read.
 */
export async function checkPrivateFolder(path: string): Promise<void> {
  if (!hasModes) return;
  const stats = await onDisk("The token folder", path, "read", unlessGone(stat(path)));
  if (stats === undefined) return;
  checkOwner("The token folder", path, stats, true);
  if ((stats.mode & 0o022) === 0) return;
  throw new ConfigurationError(
    `The token folder ${path} can be changed by other users of this machine (mode ${modeText(stats.mode)}), who could put their own tokens there. ` +
      `Give the token store a new folder in it, or run: chmod go-w ${quoted(path)}`,
    { code: "storage" },
  );
}
