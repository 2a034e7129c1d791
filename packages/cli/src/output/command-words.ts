/** What the packages below call otherwise than the command line does: their words, and ours. */
const translations: readonly (readonly [RegExp, string])[] = [
  // Core.
  [/ \(pass undeclared fields in the option extraParams\)/g, " (what is not declared goes into --extra)"],
  [/if the API has moved, set baseUrl/g, "if the API has moved, give its new address with --base-url"],
  [/larger than maxResponseBytes allows \((\d+ bytes)\)/g, "larger than $1"],
  [/ \((?:timeout|totalTimeout)\)/g, ""],
  [/\bGive the token store (a(?:nother| new)? folder)/g, "Set KELASKIT_CONFIG_DIR to $1"],
  [/\bgive the token store (a(?:nother| new)? folder)/g, "set KELASKIT_CONFIG_DIR to $1"],
  // Enroll: how a file is read.
  [/\bSay headerLine: (\d+)/g, "Add --header-line $1"],
  [/^(.*: )?headerLine must be/g, "--header-line must be"],
  [/\bsay allowEmpty/g, "add --allow-empty"],
  [/\bignoredColumns lists the column/g, "--ignore-column names the column"],
  [/\blist it in ignoredColumns where/g, "name it with --ignore-column where"],
  [/\bsay in columns that it is "([^"]+)"/g, 'say with --map "$1=HEADER" that it is'],
  [/\bthat columns names for the field/g, "that --map names for the field"],
  [/\bsay in columns what it is called/g, 'say with --map "FIELD=HEADER" what it is called'],
  [
    /\bsay in columns what the columns are called/g,
    'say what the columns are called with --map "FIELD=HEADER"',
  ],
  [/\bor run without the check to leave them out/g, "or leave them out with --no-precheck"],
  [/\bor say its encoding: the one/g, "or name its encoding with --encoding: the one"],
  [/\bSay the encoding in which that is right/g, "Name the encoding in which that is right with --encoding"],
  // Enroll: what rows get.
  [/\bgive the target the option item for all rows/g, "give --product, --bundle or --add-on for all rows"],
  [/\bgive the target the option courseId for all rows/g, "give --course for all rows"],
  [/\bgive the target the option learningPathId for all rows/g, "give --learning-path for all rows"],
  [/\bgive the target the option planUuid for all rows/g, "give --plan for all rows"],
  [/\bgive the target the option schools for all rows/g, "give --school for all rows"],
  [/^item(?:\.id)?: expected/g, "--product, --bundle or --add-on: expected"],
  [/^courseId: expected/g, "--course: expected"],
  [/^learningPathId: expected/g, "--learning-path: expected"],
  [/^portalId: expected/g, "--portal-id: expected"],
  [/^planUuid: expected/g, "--plan: expected"],
  [/^schools?: expected/g, "--school: expected"],
  [/^userFields holds/g, "--user-field names"],
  // Enroll: the journal.
  [/\bAccept the other source when/g, "Add --accept-other-file when"],
  [/\baccept the other source, when/g, "add --accept-other-file, when"],
  [/\bPut the settings back as they were \(columns, item, version\)/g, "Put the options back as they were"],
  [/\buse a journal of its own, as in (\S+)\.$/g, "use a journal of its own: --journal $1"],
  [/\buse a journal of its own\b/g, "use a journal of its own with --journal"],
  [/\b([Nn])ame another journal\b/g, "$1ame another journal with --journal"],
  [/\bRun again with that file as the journal\b/g, "Run again with that file as --journal"],
  [/\bGo on with that one as the journal\b/g, "Go on with that one as --journal"],
  // Mocks.
  [/^hosts: /g, "--allow-host: "],
  [/^cors: /g, "--cors: "],
  // The reader of routes.
  [/\(say which with the option routes\)/g, "(write the right one into the file of routes)"],
  [/ ?; if it is, allow more with the option maxBytes/g, ""],
];

/** A message of the packages below in the words of the command line: options of clients and runs become those of commands. */
export function commandWords(message: string): string {
  return translations.reduce((text, [theirs, ours]) => text.replaceAll(theirs, ours), message);
}

/** Names that only programs use: the options of clients and calls, and what their results and errors are made of. */
const namesOfPrograms =
  /\b(?:unverifiedRoutes|allowInsecureHttp|extraParams|tokenStore|useTokens|maxResponseBytes|totalTimeout|baseUrl|withResponse|toArray|await|iterate)\b|\.pages\(|`outcome`|\broutes: \{/;

/** A description without the sentences that only those who write programs understand. */
export function withoutPrograms(description: string): string {
  return description
    .split("\n\n")
    .map((paragraph) =>
      paragraph
        .split(/(?<=[.!?]) (?=[A-Z`])/)
        .filter((sentence) => !namesOfPrograms.test(sentence))
        .join(" "),
    )
    .filter((paragraph) => paragraph !== "")
    .join("\n\n");
}
