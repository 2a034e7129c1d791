import { Argument, type Command } from "commander";
import type { CommandContext, Finish } from "../context.ts";
import { addItemOptions, addReadingOptions } from "../enroll/row-options.ts";
import { type TargetName, targetNames } from "../enroll/target-names.ts";
import { parseCount, parseRate, parseSeconds } from "../io/arguments.ts";
import { outputOption } from "../output/form.ts";
import { addClientOptions } from "../vendors/client-options.ts";
import { parseRemovalLimit, type RosterApplyOptions, type RosterPlanOptions } from "./options.ts";

const afterPlanHelp = `
The file contains everybody who shall be enrolled, not only those who are new.
Its columns are those of kelaskit enroll; see for example:
  kelaskit enroll toolzz-plan --help

Nothing is sent. The plan is what is agreed: read it or its reports, which are
beside it (.report.html to read and print, .report.csv for a spreadsheet), then
carry it out with kelaskit roster apply.

The roster covers the courses or packages that occur in the file, each compared
with its own list; others are not touched. Skilvul and the classes of Toolzz
cannot be listed, so there is no roster for them.

Exit codes:
  0  the plan was written
  1  the vendor's list could not be read, or it was stopped: there is no plan;
     or the plan was written, and its reports could not be
  2  the file, the setup or the command line cannot be used; there is no plan

Examples:
  kelaskit roster plan toolzz-plan class.csv --plan 3f0c… --school 1
  kelaskit roster plan academy-course class.csv --course 12 --out class.jsonl`;

const afterApplyHelp = `
Learners who are not in the file are taken out only with --remove, and only if
no course or package loses more than --max-removals of its known members: by
default 10 %, at least 5, but never all. Otherwise nothing is sent.

Before anything is sent, the vendor's lists are read again. If somebody else
has changed them since the plan, it is refused: plan anew. What the plan itself
has sent is no change. So run the same command again after a crash or Ctrl-C:
nothing is sent twice. Every operation is written to a journal beside the plan
before it is sent (.additions.journal, .removals.journal).

Exit codes:
  0  everything is done, and every row of the file is enrolled
  1  some operations failed, are unknown or were not sent, or rows are not
     known (see the report)
  2  the plan, the setup or the command line cannot be used, the vendor's lists
     have changed, or too many would be taken out; nothing was sent

Examples:
  kelaskit roster apply class.csv.roster.jsonl
  kelaskit roster apply class.csv.roster.jsonl --remove --max-removals 25%`;

function addPlan(roster: Command, context: CommandContext, finish: Finish): void {
  const command = roster
    .command("plan")
    .summary("compare a file with who is enrolled")
    .description(
      "Shows who would be added, who would be taken out and who is left alone, and writes that as a plan.",
    )
    .usage("<target> <file> [options]")
    .addArgument(new Argument("<target>", "where the learners are enrolled").choices(targetNames))
    .argument("<file>", "everybody who shall be enrolled: .csv, .jsonl or .ndjson; - for standard input");
  addReadingOptions(addItemOptions(command))
    .optionsGroup("Output:")
    .option("--out <file>", "the plan (default: <file>.roster.jsonl)")
    .option("--force", "overwrite files that are not a plan or a report of one")
    .option("--rate <count/unit>", "the number of requests that may start: 5/s, 100/m, 1000/h", parseRate)
    .addOption(outputOption())
    .optionsGroup("The vendor:");
  addClientOptions(command)
    .optionsGroup("Help:")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", afterPlanHelp)
    .action(async (target: TargetName, file: string, options: RosterPlanOptions) => {
      const { rosterPlanCommand } = await import("./plan.ts");
      finish(await rosterPlanCommand(target, file, options, context));
    });
}

function addApply(roster: Command, context: CommandContext, finish: Finish): void {
  const command = roster
    .command("apply")
    .summary("carry a plan out")
    .description(
      "Enrolls whom a plan adds and, with --remove, takes out whom it takes out. Continues where it was ended.",
    )
    .usage("<plan> [options]")
    .argument("<plan>", "the file that kelaskit roster plan has written")
    .optionsGroup("Taking out:")
    .option("--remove", "take out those who are not in the file (default: only add)")
    .option(
      "--max-removals <limit>",
      "how many members a course or package may lose: a number or a percentage (default: 10 %, at least 5, never all)",
      parseRemovalLimit,
    )
    .optionsGroup("Sending:")
    .option("--concurrency <count>", "the number of requests in progress at once", parseCount, 4)
    .option("--rate <count/unit>", "the number of requests that may start: 5/s, 100/m, 1000/h", parseRate)
    .option("--retry-failed", "send operations again that failed in an earlier run")
    .option(
      "--settle-after <seconds>",
      'how long to wait, after the start or a call, before the vendor\'s "not done" is believed',
      parseSeconds,
      60,
    )
    .optionsGroup("Output:")
    .option("--force", "overwrite files that are not a report of a roster")
    .addOption(outputOption())
    .optionsGroup("The vendor:");
  addClientOptions(command)
    .optionsGroup("Help:")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", afterApplyHelp)
    .action(async (plan: string, options: RosterApplyOptions) => {
      const { rosterApplyCommand } = await import("./apply.ts");
      finish(await rosterApplyCommand(plan, options, context));
    });
}

/** Adds `kelaskit roster …`. */
export function addRosterCommands(program: Command, context: CommandContext, finish: Finish): void {
  const roster = program
    .command("roster")
    .description("keep a course equal to a list: add who is missing, take out who is not in it")
    .helpCommand(false);
  addPlan(roster, context, finish);
  addApply(roster, context, finish);
}
