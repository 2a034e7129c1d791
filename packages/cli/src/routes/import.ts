import path from "node:path";
import { type CommandContext, type ExitCode, InputError } from "../context.ts";
import { requireOutputPlace, writeWhole } from "../io/files.ts";
import { isAddress, readSource } from "../io/source.ts";
import { routesWords } from "../output/command-words.ts";
import { fittedText, outputWidth } from "../output/fitted-text.ts";

/** The options of `kelaskit routes import`. */
export interface ImportOptions {
  readonly out?: string | undefined;
  readonly force?: boolean | undefined;
  readonly report: "text" | "json";
  readonly recording?: string | undefined;
  readonly baseUrl?: string | undefined;
}

/** `kelaskit routes import`: reads a document or a recording, writes the routes, prints the report. */
export async function importCommand(
  source: string,
  { out, force = false, report: form, recording: recordingFile, baseUrl }: ImportOptions,
  context: CommandContext,
): Promise<ExitCode> {
  if (out !== undefined && recordingFile !== undefined && path.resolve(out) === path.resolve(recordingFile)) {
    throw new InputError(
      `--recording names the same file as --out, ${out}, and nothing was written. Choose another file for one of them.`,
    );
  }
  for (const file of [out, recordingFile]) if (file !== undefined) await requireOutputPlace(file, force);
  const { formatRoutesReport, importRoutes, RoutesDocumentError } =
    await import("@kelaskit/academy-of-mine/routes");
  const text = await readSource(source, context);
  const { routes, report, recording } = await importRoutes(text, { baseUrl }).catch((error: unknown) => {
    if (!RoutesDocumentError.isInstance(error)) throw error;
    throw new InputError(`${source}: ${routesWords(error.message)}${nextStep(source, error.pointsTo)}`, {
      cause: error,
    });
  });
  if (recordingFile !== undefined && recording === undefined) {
    throw new InputError(
      `${source} is documentation, which shows no replies, and nothing was written. Leave out --recording, or pass a recording of traffic, such as a HAR file.`,
    );
  }

  // Standard error may be a terminal even if standard output is not; the terminal then wraps its lines.
  const reportWidth = out === undefined ? Number.POSITIVE_INFINITY : outputWidth(context);
  const printReport = out === undefined ? context.printError : context.print;
  printReport(
    form === "json"
      ? JSON.stringify(report, null, 2)
      : fittedText(routesWords(formatRoutesReport(report)), reportWidth),
  );
  const count = Object.keys(routes).length;
  if (count === 0) {
    context.printError(
      `kelaskit: No route was matched, and nothing was written. Check that the ${recording === undefined ? "document describes" : "recording is of"} the API of an ` +
        "Academy of Mine portal; the report lists its routes.",
    );
    return 1;
  }
  const json = `${JSON.stringify(routes, null, 2)}\n`;
  if (out === undefined) context.print(json.trimEnd());
  else {
    await writeWhole(out, json);
    context.printError(`Wrote ${count} ${count === 1 ? "route" : "routes"} to ${out}.`);
  }
  if (recordingFile !== undefined) {
    await writeWhole(recordingFile, `${JSON.stringify(recording, null, 2)}\n`);
    context.printError(`Wrote what the portal answers to ${recordingFile}, for the mock's option like.`);
  }
  return report.ambiguous.length > 0 ? 1 : 0;
}

/** The command that imports the document to which a page points. */
function nextStep(source: string, pointsTo: string | undefined): string {
  if (pointsTo === undefined || !isAddress(source) || !URL.canParse(pointsTo, source)) return "";
  return ` Run: kelaskit routes import ${new URL(pointsTo, source).href}`;
}
