import { type Command, Option } from "commander";
import { parseCount } from "../io/arguments.ts";
import {
  encodings,
  fileFormats,
  parseColumn,
  parseDelimiter,
  parseHeader,
  parseId,
  parseName,
  parseNumericId,
} from "./options.ts";

/** Adds the options that set for all rows what they get. */
export function addItemOptions(command: Command): Command {
  return command
    .optionsGroup("What learners get, unless the file has a column for it:")
    .option("--product <id>", "the product to order (skilvul-orders)", parseId)
    .option("--bundle <id>", "the bundle to order (skilvul-orders)", parseId)
    .option("--add-on <id>", "the add-on to order (skilvul-orders)", parseId)
    .option(
      "--user-field <column>",
      "a column to send with the learner; repeatable (skilvul-orders)",
      parseName,
    )
    .option("--course <id>", "the course (academy-course)", parseCount)
    .option("--learning-path <id>", "the learning path (academy-learning-path)", parseCount)
    .option("--portal-id <id>", "only users of this portal and its sub-portals (academy-…)", parseCount)
    .option("--no-create-learners", "do not create accounts for learners without one (academy-…)")
    .option("--plan <uuid>", "the course package (toolzz-plan)")
    .option("--school <id>", "a school; repeatable (toolzz-plan)", parseNumericId);
}

/** Adds the options for reading a file of learners. */
export function addReadingOptions(command: Command): Command {
  return command
    .optionsGroup("Reading the file:")
    .option("--map <field=Header>", "the header of a field's column; repeatable", parseColumn)
    .addOption(
      new Option(
        "--format <name>",
        "the format, if the file's extension does not show it (default for -: detected)",
      ).choices(fileFormats),
    )
    .option("--delimiter <character>", "the character between fields (default: detected)", parseDelimiter)
    .option("--header-line <line>", "the line with the headers, if other lines are above it", parseCount)
    .option(
      "--ignore-column <header>",
      "do not read this column, although its header resembles a field; repeatable",
      parseHeader,
    )
    .addOption(
      new Option(
        "--encoding <name>",
        "the encoding of a file without a byte order mark (default: utf-8)",
      ).choices(encodings),
    );
}
