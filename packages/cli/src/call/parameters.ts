import { openAsBlob } from "node:fs";
import path from "node:path";
import { type CommandContext, InputError } from "../context.ts";
import { errorCode } from "../io/files.ts";
import { readSource } from "../io/source.ts";

/** Parameters of a call. */
export type Parameters = Readonly<Record<string, unknown>>;

function parse(option: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The parser's message repeats part of the text, which may be a secret.
    const [position] = /position \d+/.exec(String(error)) ?? [];
    const where = position === undefined ? "" : ` at ${position}`;
    throw new InputError(
      `The value of ${option} is not valid JSON${where}, and nothing was sent. Write it like ${option} '{"limit": 5}', ` +
        `or pass a file with ${option} - < parameters.json.`,
    );
  }
}

/**
 * Reads the parameters of an option as JSON, from the command line or from standard input.
 *
 * @throws InputError when the text is not a JSON object.
 */
export async function readParameters(
  option: "--json" | "--extra",
  json: string | undefined,
  context: CommandContext,
): Promise<Parameters> {
  if (json === undefined) return {};
  const value = parse(option, json === "-" ? await readSource("-", context) : json);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new InputError(
    `The value of ${option} is not a JSON object, and nothing was sent. Write it like ${option} '{"limit": 5}'.`,
  );
}

/**
 * Opens the files of `--file`, which are read while they are sent.
 *
 * @throws InputError when one cannot be read.
 */
export async function openFiles(files: Readonly<Record<string, string>>): Promise<Parameters> {
  const opened: [string, File][] = [];
  for (const [parameter, file] of Object.entries(files)) {
    const blob = await openAsBlob(file).catch((error: unknown) => {
      throw new InputError(`${file} cannot be read (${errorCode(error)}), and nothing was sent.`, {
        cause: error,
      });
    });
    opened.push([parameter, new File([blob], path.basename(file))]);
  }
  return Object.fromEntries(opened);
}
