import { dirname } from "node:path";
import { ConfigurationError } from "../errors.ts";

interface Explanation {
  /** The end of the sentence `The token file … cannot be written: …`. */
  readonly reason: string;
  /** What to do, as a sentence. */
  readonly advice: string;
}

const anotherFolder = "or give the token store another folder.";
const anotherDisk = "or give the token store a folder on another disk.";

const folderInPlace = { reason: "its path is a folder", advice: `Move it away, ${anotherFolder}` };

const explanations: Readonly<Record<string, Explanation | undefined>> = {
  ENOSPC: { reason: "the disk is full", advice: `Free space on it, ${anotherDisk}` },
  EDQUOT: {
    reason: "this user's disk quota is used up",
    advice: `Free space on it, ${anotherDisk}`,
  },
  EROFS: { reason: "the disk is read-only", advice: `Make it writable, ${anotherDisk}` },
  EIO: { reason: "the disk failed", advice: `Check the disk, ${anotherDisk}` },
  EISDIR: folderInPlace,
  ENOTEMPTY: folderInPlace,
  EEXIST: { reason: "something else is in its place", advice: `Move that away, ${anotherFolder}` },
  ENOTDIR: {
    reason: "a part of its path is a file, not a folder",
    advice: `Move that file away, ${anotherFolder}`,
  },
  ENOENT: { reason: "its folder is gone", advice: "Call again to create a new one." },
  ELOOP: {
    reason: "symbolic links in its path form a loop",
    advice: `Correct the links, ${anotherFolder}`,
  },
  ENAMETOOLONG: {
    reason: "its path is too long",
    advice: "Give the token store a folder with a shorter path.",
  },
  EMFILE: {
    reason: "this process has too many files open",
    advice: "Close some, or raise the limit: ulimit -n",
  },
  ENFILE: { reason: "this machine has too many files open", advice: "Close some, or raise its limit." },
  EBUSY: { reason: "another program uses it", advice: `Close that program, ${anotherFolder}` },
  ESTALE: {
    reason: "its network folder is no longer available",
    advice: `Mount it again, ${anotherFolder}`,
  },
};

const unknownExplanation = {
  reason: "the system refused",
  advice: `Check the folder and its disk, ${anotherFolder}`,
};

/** Quotes a path for a shell command that a person can paste. */
export function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}

/** The system's error code, such as `ENOSPC`; `undefined` for other errors. */
export function systemCode(error: unknown): string | undefined {
  if (ConfigurationError.isInstance(error) || !(error instanceof Error) || !("code" in error))
    return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

function explain(code: string, path: string): Explanation {
  if (code === "EACCES" || code === "EPERM") {
    return {
      reason: "permission denied",
      advice: `Check who owns it and its folder: ls -ld ${quoted(path)} ${quoted(dirname(path))}`,
    };
  }
  return explanations[code] ?? unknownExplanation;
}

/**
 * Waits for work on a file or folder and explains the system's errors.
 *
 * @param what The kind of file, as the start of a sentence: `The token file`.
 * @param done What cannot be done if it fails, such as `written`.
 * @throws ConfigurationError with the path, the reason and what to do; the system's error is its `cause`.
 */
export async function onDisk<Result>(
  what: string,
  path: string,
  done: string,
  work: Promise<Result>,
): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    const { reason, advice } = explain(code, path);
    throw new ConfigurationError(`${what} ${path} cannot be ${done}: ${reason} (${code}). ${advice}`, {
      cause: error,
      code: "storage",
    });
  }
}

/** Returns `undefined` if a file or folder is gone, which may always happen between two checks. */
export async function unlessGone<Result>(work: Promise<Result>): Promise<Result | undefined> {
  try {
    return await work;
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  }
}
