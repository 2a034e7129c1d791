import { split } from "shlex";
import { RoutesDocumentError } from "../document-error.ts";
import { dataOptions, withValue } from "./curl-options.ts";
import { type Recording, RecordingBuilder } from "./exchange.ts";
import { bodyNames, formType, outermost } from "./request.ts";

/** What a command says about one of its requests. */
interface Command {
  method: string | undefined;
  url: string | undefined;
  contentType: string | undefined;
  /** Whether the data is sent in the query (`-G`). */
  inQuery: boolean;
  readonly data: string[];
  readonly form: string[];
}

const mostCommands = 5000;

/**
 * Reads curl commands, as a browser copies them ("Copy all as cURL", for bash or cmd) or documentation prints them. They
 * have no replies.
 *
 * @throws RoutesDocumentError when the quotes are not closed, or there are too many commands.
 */
export function readCurl(text: string): Recording {
  const commands = commandsOf(tokensOf(text)).flatMap(requestsOf);
  if (commands.length > mostCommands) {
    throw new RoutesDocumentError(
      `The text has ${commands.length} curl commands, more than the ${mostCommands} that can be read. Split it into several files.`,
    );
  }
  const builder = new RecordingBuilder();
  for (const command of commands) addCommand(command, builder);
  return builder.recording("curl");
}

function tokensOf(text: string): readonly string[] {
  try {
    return split(forBash(text.replaceAll("\r\n", "\n")));
  } catch {
    // The library's message says no more, and the text may contain secrets.
    throw new RoutesDocumentError(
      "The curl commands cannot be read: a quotation mark is not closed. " +
        'Copy them again, in the form for bash: "Copy all as cURL (bash)".',
    );
  }
}

/**
 * Takes the carets off commands that Chrome copied for Windows ("Copy as cURL (cmd)"): `^"` begins a text, and what is
 * inside is quoted as in bash. A caret also continues a line, and two line ends after it are one of the text.
 */
function forBash(text: string): string {
  if (!/^[ \t]*curl(?:\.exe)?[ \t]+\^"/m.test(text)) return text;
  return text.replaceAll(/\^(\n\n|[^]|$)/g, (_, next: string) => (next === "\n" ? "" : next.slice(0, 1)));
}

/** The words of each command after `curl`, up to the next command. */
function commandsOf(tokens: readonly string[]): readonly (readonly string[])[] {
  const commands: string[][] = [];
  let current: string[] | undefined;
  for (const token of tokens) {
    if (/^(.*\/)?curl(\.exe)?$/.test(token)) {
      current = [];
      commands.push(current);
    } else if (/^(;|&|&&|\||\|\|)$/.test(token)) {
      // What follows, such as `jq`, is another program.
      current = undefined;
    } else current?.push(token);
  }
  return commands;
}

/** Takes `-XPOST`, `--data=x` and `-sSL` apart. */
function expanded(word: string): readonly string[] {
  const [, long, value] = /^(--[\w-]+)=(.*)$/s.exec(word) ?? [];
  if (long !== undefined && value !== undefined) return [long, value];
  if (!/^-[A-Za-z]./.test(word)) return [word];
  const letter = `-${word.charAt(1)}`;
  if (/^-[XHdFu]$/.test(letter) || withValue.has(letter)) return [letter, word.slice(2)];
  return [letter, ...expanded(`-${word.slice(2)}`)];
}

function newCommand(): Command {
  return { method: undefined, url: undefined, contentType: undefined, inQuery: false, data: [], form: [] };
}

/** The requests of a command: after `--next`, another one begins. */
function requestsOf(words: readonly string[]): readonly Command[] {
  let command = newCommand();
  const commands = [command];
  const parts = words.flatMap((word, at) => (takesValue(words[at - 1]) ? [word] : expanded(word)));
  for (let at = 0; at < parts.length; at += 1) {
    const part = parts[at] ?? "";
    const value = parts[at + 1] ?? "";
    if (takesValue(part)) {
      at += 1;
      setOption(command, part, value);
    } else if (part === "-G" || part === "--get") command.inQuery = true;
    else if (part === "-I" || part === "--head") command.method = "HEAD";
    else if (part === "--next" || part === "-:") {
      command = newCommand();
      commands.push(command);
      // Others are values of options that are not known here.
    } else if (/^https?:\/\//i.test(part)) command.url ??= part;
  }
  return commands;
}

function takesValue(option: string | undefined): boolean {
  return (
    option !== undefined &&
    (withValue.has(option) ||
      dataOptions.has(option) ||
      ["-X", "--request", "-H", "--header", "-F", "--form", "--form-string", "--url"].includes(option))
  );
}

function setOption(command: Command, option: string, value: string): void {
  if (option === "-X" || option === "--request") command.method = value;
  else if (option === "--url") command.url ??= value;
  else if (option === "-F" || option === "--form" || option === "--form-string") command.form.push(value);
  else if (option === "-H" || option === "--header") {
    // No other header is read.
    const [, type] = /^content-type: *([^;]+)/i.exec(value) ?? [];
    command.contentType ??= type?.trim().toLowerCase();
  } else if (dataOptions.has(option)) {
    if (option === "--json") command.contentType ??= "application/json";
    if (option === "--url-query") command.inQuery = true;
    command.data.push(value);
  }
}

function addCommand(
  { method, url, contentType, inQuery, data, form }: Command,
  builder: RecordingBuilder,
): void {
  const implied = !inQuery && (data.length > 0 || form.length > 0) ? "POST" : "GET";
  const request = builder.request(method ?? implied, url ?? "");
  if (request === undefined) return;
  const text = data.join("&");
  const sent = inQuery
    ? outermost(new URLSearchParams(text).keys())
    : bodyNames(text, contentType ?? formType);
  builder.exchanges.push({
    ...request,
    query: inQuery ? [...new Set([...request.query, ...sent])] : request.query,
    body: inQuery ? [] : [...new Set([...sent, ...outermost(form.map((part) => part.split("=")[0] ?? ""))])],
    media: "unknown",
    reply: undefined,
  });
}
