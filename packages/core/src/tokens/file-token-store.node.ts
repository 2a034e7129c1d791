import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, unlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { onDisk, unlessGone } from "./disk-error.node.ts";
import { withFileLock } from "./file-lock.node.ts";
import { keptTokensName, parseKeptTokens } from "./kept-tokens.node.ts";
import { checkPrivateFolder, readPrivateFile } from "./private-files.node.ts";
import type { TokenStore } from "../token-store.ts";

const what = "The token file";

/** Writes a file atomically: it appears complete or not at all, even if the machine fails meanwhile. */
async function writeWhole(path: string, text: string): Promise<void> {
  const part = `${path}.${randomUUID()}.part`;
  try {
    await writeFile(part, text, { flag: "wx", mode: 0o600, flush: true });
    await rename(part, path);
  } catch (error) {
    // The caller needs the first error. A part that stays is readable by this user only.
    await rm(part, { force: true }).catch(() => undefined);
    throw error;
  }
}

/**
 * Creates a store that keeps tokens in files that only this user can read (mode 0600), one per key, so that processes share them
 * and a restart does not request new ones. Processes that share the folder renew each token only once.
 *
 * @param folder The folder for the files; created with mode 0700 if it is missing.
 * @throws ConfigurationError, from its methods, when a file does not contain tokens, when other users can read or change it or
 * write to the folder, when either belongs to another user (modes and owners are not checked on Windows), and when the disk is
 * full, read-only or failing: the system's error is its `cause`.
 * @example
 * ```ts
 * import { fileTokenStore } from "@kelaskit/core/node";
 * const skilvul = createSkilvul({ tokenStore: fileTokenStore("/var/lib/enrollments/tokens") });
 * ```
 */
export function fileTokenStore(folder: string): TokenStore {
  const root = resolve(folder);
  const pathOf = (key: string): string => join(root, `${keptTokensName(key)}.json`);
  const makeFolder = async (): Promise<void> => {
    await onDisk("The token folder", root, "created", mkdir(root, { recursive: true, mode: 0o700 }));
    await checkPrivateFolder(root);
  };
  return {
    async get(key) {
      const path = pathOf(key);
      await checkPrivateFolder(root);
      const text = await readPrivateFile(path, what);
      return text === undefined ? undefined : parseKeptTokens(text, `${what} ${path}`);
    },
    async set(key, tokens) {
      await makeFolder();
      const path = pathOf(key);
      await onDisk(what, path, "written", writeWhole(path, JSON.stringify(tokens)));
    },
    async delete(key) {
      const path = pathOf(key);
      await onDisk(what, path, "deleted", unlessGone(unlink(path)));
    },
    async lock(key, task) {
      await makeFolder();
      return withFileLock(`${pathOf(key)}.lock`, task);
    },
  };
}
