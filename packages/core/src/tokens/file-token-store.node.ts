import { randomUUID } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { withFileLock } from "./file-lock.node.ts";
import { keptTokensName, parseKeptTokens } from "./kept-tokens.node.ts";
import { checkPrivateFolder, readPrivateFile } from "./private-files.node.ts";
import type { TokenStore } from "../token-store.ts";

/** Writes a file that appears whole or not at all, even if the machine stops in the middle. */
async function writeWhole(path: string, text: string): Promise<void> {
  const part = `${path}.${randomUUID()}.part`;
  try {
    const file = await open(part, "wx", 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/**
 * Keeps tokens in files that only this user can read (mode 0600), one for each key, so that processes share them and a
 * restart does not ask for new ones. Processes on this machine that share the folder renew a token once between them.
 *
 * @param folder Where the files are; made, with mode 0700, when it is missing.
 * @throws ConfigurationError, from its methods, when a file does not hold tokens, when other users can read or change it or
 * put files into the folder, and when either belongs to another user. Windows has no such modes.
 * @example
 * ```ts
 * import { fileTokenStore } from "@kelaskit/core/node";
 * const skilvul = createSkilvul({ tokenStore: fileTokenStore("/var/lib/enrolments/tokens") });
 * ```
 */
export function fileTokenStore(folder: string): TokenStore {
  const root = resolve(folder);
  const pathOf = (key: string): string => join(root, `${keptTokensName(key)}.json`);
  const makeFolder = async (): Promise<void> => {
    await mkdir(root, { recursive: true, mode: 0o700 });
    await checkPrivateFolder(root);
  };
  return {
    async get(key) {
      const path = pathOf(key);
      try {
        await checkPrivateFolder(root);
        const text = await readPrivateFile(path, "The token file");
        return parseKeptTokens(text, `The token file ${path}`);
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
        throw error;
      }
    },
    async set(key, tokens) {
      await makeFolder();
      await writeWhole(pathOf(key), JSON.stringify(tokens));
    },
    async delete(key) {
      await rm(pathOf(key), { force: true });
    },
    async lock(key, task) {
      await makeFolder();
      return withFileLock(`${pathOf(key)}.lock`, task);
    },
  };
}
