import { type FileHandle, link, open, rename, rm } from "node:fs/promises";
import { resolve } from "node:path";
import type { Call } from "../call.ts";
import { checkOptions, type OptionNames } from "../check-options.ts";
import { ConfigurationError, KelasError } from "../errors.ts";
import { filePlace, unfinishedPath } from "./whole-file.node.ts";

/** How far a download is. */
export interface DownloadProgress {
  /** How many bytes are in the file by now. */
  readonly received: number;
  /** How many there will be; `undefined` if the vendor does not say, or sends the file compressed. */
  readonly total: number | undefined;
}

/** Settings of a download. */
export interface DownloadOptions {
  /** Called whenever more of the file is written, and waited for. If it throws, the download ends with that error. */
  readonly onProgress?: ((progress: DownloadProgress) => void | Promise<void>) | undefined;
  /** Whether a file of that name may be replaced. @default false */
  readonly overwrite?: boolean | undefined;
  /** The largest file that is accepted, in bytes. The client's option of the same name is for replies in memory. @default no limit */
  readonly maxResponseBytes?: number | undefined;
}

/** A file that was downloaded. */
export interface DownloadedFile {
  /** Where it is: the path that was given. */
  readonly path: string;
  /** Its size in bytes. */
  readonly bytes: number;
  /** The media type, without its parameters. */
  readonly mediaType: string;
  /** The file name that the vendor proposes in `content-disposition`. */
  readonly fileName: string | undefined;
}

const optionNames = {
  onProgress: true,
  overwrite: true,
  maxResponseBytes: true,
} as const satisfies OptionNames<DownloadOptions>;

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

function alreadyThere(path: string): ConfigurationError {
  return new ConfigurationError(
    `download(): ${path} already exists and was not changed. Choose another path, or set overwrite: true.`,
    { code: "storage" },
  );
}

/** The error for a name that another file has taken while this one was received. */
function taken(path: string): KelasError {
  return new KelasError(
    `download(): ${path} was created by something else meanwhile, and was not changed. The file was received and deleted again: choose another path.`,
    { outcome: "unknown" },
  );
}

/** Work on the disk after the vendor has answered, whose failure names the file. */
async function onDisk<Result>(path: string, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined || KelasError.isInstance(error)) throw error;
    throw new KelasError(
      `download(): ${path} could not be written (${code}), and nothing was left there. Check its folder and the space on its disk.`,
      { cause: error, outcome: "unknown" },
    );
  }
}

/** A file that is being received, and the path where it shall be. */
interface Draft {
  readonly part: string;
  readonly file: FileHandle;
  readonly path: string;
}

/** What is wrong with values that would be taken for others; `undefined` if nothing is. */
function wrongValue(path: unknown, overwrite: unknown, maxResponseBytes: unknown): string | undefined {
  if (typeof path !== "string" || path === "") return "the path must be a text that is not empty";
  if (typeof overwrite !== "boolean") return "overwrite must be true or false";
  if (maxResponseBytes === undefined) return undefined;
  return typeof maxResponseBytes === "number" && maxResponseBytes > 0
    ? undefined
    : "maxResponseBytes must be a number above 0";
}

/** Refuses wrong values and a path where no file can be, and opens a new file beside it. */
async function openDraft(path: string, options: DownloadOptions): Promise<Draft> {
  checkOptions("download()", options, optionNames);
  const { overwrite = false, maxResponseBytes } = options;
  const wrong = wrongValue(path, overwrite, maxResponseBytes);
  if (wrong !== undefined) throw new ConfigurationError(`download(): ${wrong}; nothing was requested.`);
  return openBeside(resolve(path), overwrite);
}

async function openBeside(given: string, overwrite: boolean): Promise<Draft> {
  try {
    const { path, found, mode } = await filePlace(given).catch((error: unknown) => {
      // A link to nowhere is in the way, too.
      throw overwrite || codeOf(error) !== "ENOENT" ? error : alreadyThere(given);
    });
    if (found === "folder" || found === "other") {
      throw new ConfigurationError(
        `download(): ${given} is ${found === "folder" ? "a folder" : "a device, a pipe or a socket"}; nothing was requested. Pass the path of a file.`,
        { code: "storage" },
      );
    }
    if (found === "file" && !overwrite) throw alreadyThere(given);
    const part = unfinishedPath(path);
    // What only its owner could read stays so.
    return { part, file: await open(part, "wx", mode ?? 0o666), path };
  } catch (error) {
    const code = codeOf(error);
    if (ConfigurationError.isInstance(error) || code === undefined) throw error;
    throw new ConfigurationError(
      `download(): ${given} cannot be written (${code}); nothing was requested. Check that its folder exists and can be written to.`,
      { cause: error, code: "storage" },
    );
  }
}

/** File systems that have no hard links. */
const noLinks: ReadonlySet<string | undefined> = new Set([
  "EPERM",
  "ENOTSUP",
  "EOPNOTSUPP",
  "ENOSYS",
  "EMLINK",
  "EINVAL",
]);

/** Gives the complete file its name. Without `overwrite`, a link is what fails if another file has taken the name meanwhile. */
async function publish({ part, path }: Draft, overwrite: boolean): Promise<void> {
  if (overwrite) return rename(part, path);
  try {
    await link(part, path);
  } catch (error) {
    const code = codeOf(error);
    if (code === "EEXIST") throw taken(path);
    if (!noLinks.has(code)) throw error;
    if ((await filePlace(path)).found !== "nothing") throw taken(path);
    return rename(part, path);
  }
  return rm(part);
}

function totalOf({ headers }: Response): number | undefined {
  const length = headers.get("content-encoding") === null ? headers.get("content-length") : null;
  return length === null ? undefined : Number(length);
}

/** Writes a body to a file, one chunk after another, and returns its size. */
async function write(
  response: Response,
  { file, path }: Draft,
  { onProgress, maxResponseBytes = Infinity }: DownloadOptions,
): Promise<number> {
  const total = totalOf(response);
  let received = 0;
  // Leaving the loop cancels the body.
  for await (const chunk of response.body ?? []) {
    received += chunk.byteLength;
    if (received > maxResponseBytes) {
      throw new KelasError(
        `download(): the file is larger than maxResponseBytes allows (${maxResponseBytes} bytes); nothing was left on the disk.`,
        { outcome: "unknown" },
      );
    }
    await onDisk(path, file.appendFile(chunk));
    await onProgress?.({ received, total });
  }
  return received;
}

/**
 * Sends a call and writes the body of its reply to a file, however large, without keeping it in memory. The file appears when it is
 * complete: until then, its content is in a file beside it whose name ends in `.part`, which is deleted if the download fails.
 *
 * The call's options apply as with `asResponse()`: `signal` ends the download, `timeout` limits each wait for more of it. A download
 * that breaks off is not repeated.
 *
 * @param call A call that was not awaited, such as `academy.quizModules.downloadResponse(params)`.
 * @param given Where the file shall be; its folder must exist.
 * @throws ConfigurationError, before anything is sent, when the file exists or its folder cannot be written to; KelasError when the
 * file is too large or the disk fails; the call's own errors; whatever `onProgress` throws.
 */
export async function download(
  call: Pick<Call<unknown>, "asResponse">,
  given: string,
  options: DownloadOptions = {},
): Promise<DownloadedFile> {
  const draft = await openDraft(given, options).catch(async (error: unknown) => {
    // A call that is refused was not forgotten: nobody is to be told to await it.
    const { LazyCall } = await import("../call.ts");
    if (call instanceof LazyCall) call["isUsed"]();
    throw error;
  });
  const { part, file, path } = draft;
  try {
    const response = await call.asResponse();
    const bytes = await write(response, draft, options);
    // Without this, a power failure could leave the name with no content.
    await onDisk(path, file.sync());
    await onDisk(path, file.close());
    await onDisk(path, publish(draft, options.overwrite === true));
    // Loaded by the call already; most programs that import this entry download nothing.
    const { binaryReply } = await import("../binary.ts");
    const { mediaType, fileName } = binaryReply(response, new Uint8Array());
    return { path: given, bytes, mediaType, fileName };
  } catch (error) {
    // A full disk can fail here once more; the first failure is the one to tell. Closed files may be closed again.
    await Promise.allSettled([file.close()]);
    await rm(part, { force: true }).catch(() => undefined);
    throw error;
  }
}
