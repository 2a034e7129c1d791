import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ConfigurationError } from "../errors.ts";
import { withFileLock } from "./file-lock.node.ts";
import type { TokenSet, TokenStore } from "./token-store.ts";

/** A file name for a key: its first word for people, a hash so that no two keys meet. */
function fileName(key: string): string {
  const word = /^[\w-]{0,40}/.exec(key)?.[0] ?? "";
  return `${word}-${createHash("sha256").update(key).digest("hex").slice(0, 32)}.json`;
}

function isOptionalNumber(value: unknown): boolean {
  return value === undefined || typeof value === "number";
}

function isTokenSet(value: unknown): value is TokenSet {
  if (typeof value !== "object" || value === null || !("accessToken" in value)) return false;
  const { accessToken, expiresAt, refreshToken, refreshExpiresAt } = value as Record<string, unknown>;
  return (
    typeof accessToken === "string" &&
    isOptionalNumber(expiresAt) &&
    (refreshToken === undefined || typeof refreshToken === "string") &&
    isOptionalNumber(refreshExpiresAt)
  );
}

function parseTokens(path: string, text: string): TokenSet {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The text is not shown, nor JSON's own words about it: it holds tokens.
    value = undefined;
  }
  if (isTokenSet(value)) return value;
  throw new ConfigurationError(
    `The token file ${path} does not hold what this version of Kelaskit writes. Delete it: the next call gets new tokens.`,
  );
}

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
 * @throws ConfigurationError, from its methods, when a file does not hold tokens.
 * @example
 * ```ts
 * import { fileTokenStore } from "@kelaskit/core/node";
 * const skilvul = createSkilvul({ tokenStore: fileTokenStore("/var/lib/enrolments/tokens") });
 * ```
 */
export function fileTokenStore(folder: string): TokenStore {
  const root = resolve(folder);
  const pathOf = (key: string): string => join(root, fileName(key));
  const makeFolder = (): Promise<unknown> => mkdir(root, { recursive: true, mode: 0o700 });
  return {
    async get(key) {
      const path = pathOf(key);
      try {
        return parseTokens(path, await readFile(path, "utf8"));
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
