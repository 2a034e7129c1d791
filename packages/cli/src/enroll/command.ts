import { Argument, type Command } from "commander";
import type { CommandContext, Finish } from "../context.ts";
import { parseCount, parseRate, parseSeconds } from "../io/arguments.ts";
import { outputOption } from "../output/form.ts";
import { shellWord } from "../output/shell-word.ts";
import { addClientOptions } from "../vendors/client-options.ts";
import type { EnrollOptions } from "./options.ts";
import { addItemOptions, addReadingOptions } from "./row-options.ts";
import { type TargetName, targetNames } from "./target-names.ts";

const afterHelp = `
Targets, with the environment variables of their credentials. To see the columns of a target, run for example:
  kelaskit enroll skilvul-orders --help

  skilvul-orders         orders products, bundles and add-ons (SKILVUL_CLIENT_ID, SKILVUL_CLIENT_SECRET)
  academy-course         enrolls in a course (ACADEMY_OF_MINE_PORTAL, ACADEMY_OF_MINE_TOKEN)
  academy-learning-path  enrolls in a learning path (the same)
  toolzz-plan            enrolls in a course package (TOOLZZ_EMAIL, TOOLZZ_INSTITUTION_CODE, TOOLZZ_PASSWORD)

Every row is written to the journal before it is sent. After a crash, Ctrl-C or a power cut, run the same command again:
rows that are done are not sent again, and the vendor is asked about rows that may be done. A terminal shows a progress
bar; otherwise, standard output gets one JSON object per row and one at the end.

The report has the columns of the file and the result of each row. Correct the failed rows in it, keep only those, and
enroll that file. A dry run with credentials also checks with the vendor, only by reading, that they and the settings are
valid.

If the output is lost (a closed pipe, a full disk, a closed terminal), the run ends as after Ctrl-C and writes its report.

Exit codes:
  0  every row is done (with --dry-run: every row is valid)
  1  some rows failed, are unknown or were not sent (see the report), the run was stopped, or the report could not be
     written
  2  the file, the journal, the setup or the command line cannot be used; nothing was sent
     (with --dry-run: or the vendor rejects the credentials or does not have the item)

Examples:
  kelaskit enroll skilvul-orders learners.csv --product ckproduct0000000000000001 --dry-run
  kelaskit enroll academy-course learners.csv --course 12 --routes routes.json --rate 5/s
  kelaskit enroll toolzz-plan learners.csv --plan 3f0c… --school 1 --map "email=E-mail address"
  export-learners | kelaskit enroll skilvul-orders - --product ckproduct0000000000000001 --journal autumn.kelaskit.db`;

/** Adds `kelaskit enroll`. */
export function addEnrollCommand(
  program: Command,
  context: CommandContext,
  finish: Finish,
  words: readonly string[],
): void {
  const command = program
    .command("enroll")
    .summary("enroll a file of learners")
    .description(
      "Enrolls each learner of a file once. The file is CSV with a header line (UTF-8; comma, semicolon or tab) or JSON lines.",
    )
    .usage("<target> <file> [options]")
    .addArgument(new Argument("[target]", "where to enroll the learners").choices(targetNames))
    .argument("[file]", "the learners: .csv, or .jsonl and .ndjson for JSON lines; - for standard input");
  addReadingOptions(addItemOptions(command))
    .option("--allow-empty", "accept a file without rows")
    .option("--no-precheck", "skip invalid rows (default: send nothing if a row is invalid)")
    .optionsGroup("Sending:")
    .option("--dry-run", "check every row, show who gets what, and send nothing")
    .option("--no-check", "with --dry-run: do not check credentials and settings with the vendor")
    .option("--concurrency <count>", "the number of requests in progress at once", parseCount, 4)
    .option(
      "--rate <count/unit>",
      "the number of requests that may start, evenly spread: 5/s, 100/m, 1000/h",
      parseRate,
    )
    .optionsGroup("Continuing an earlier run:")
    .option("--journal <file>", "the journal (default: <file>.kelaskit.db); required for -")
    .option("--retry-failed", "send rows again that failed in an earlier run")
    .option("--accept-other-file", "continue although the journal was started from a different file")
    .option(
      "--settle-after <seconds>",
      'how long to wait, after the start or a call, before the vendor\'s "not done" about a row is believed',
      parseSeconds,
      60,
    )
    .optionsGroup("Output:")
    .option("--report <file>", "a CSV file with the result of every row (default: <file>.report.csv)")
    .option("--force", "overwrite a file that is not a report")
    .addOption(outputOption())
    .optionsGroup("The vendor:");
  addClientOptions(command)
    .optionsGroup("Help:")
    .option("--template", "print a CSV file with one invented learner, to fill in; sends nothing")
    // A target's help needs the package with its fields, so the action prints it.
    .helpOption(false)
    .option("-h, --help", "print this help, or a target's with its columns")
    .addHelpText("after", afterHelp)
    .action(
      async (target: TargetName | undefined, file: string | undefined, options: EnrollCommandOptions) => {
        if (options.help === true) {
          if (target === undefined) command.outputHelp();
          else await (await import("./help.ts")).printTargetHelp(target, context);
          return;
        }
        if (target === undefined) return command.error("error: missing required argument 'target'");
        if (options.template === true) {
          const { templateCsv } = await import("./columns.ts");
          await context.write(templateCsv(target, givenFlags(options)));
          return;
        }
        if (file === undefined) return command.error("error: missing required argument 'file'");
        const { enrollCommand } = await import("./enroll.ts");
        const line = ["kelaskit", ...words].map(shellWord).join(" ");
        const resume = file === "-" ? `${line} < the-same-rows` : line;
        finish(await enrollCommand(target, file, options, context, resume));
      },
    );
}

interface EnrollCommandOptions extends EnrollOptions {
  readonly help?: boolean | undefined;
  readonly template?: boolean | undefined;
}

/** The flags that set for all rows what they get. */
function givenFlags({
  product,
  bundle,
  addOn,
  course,
  learningPath,
  plan,
  school,
}: EnrollOptions): readonly string[] {
  const values: Readonly<Record<string, unknown>> = {
    "--product": product,
    "--bundle": bundle,
    "--add-on": addOn,
    "--course": course,
    "--learning-path": learningPath,
    "--plan": plan,
    "--school": school,
  };
  return Object.entries(values).flatMap(([flag, value]) => (value === undefined ? [] : [flag]));
}
