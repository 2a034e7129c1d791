/** What the packages below call otherwise than the command line does: their words, and ours. */
const translations: readonly (readonly [RegExp, string])[] = [
  // Core.
  [
    / \(a field that the declaration lacks goes into the option extraParams\)/g,
    " (what is not declared goes into --extra)",
  ],
  [/if the API has moved, set baseUrl/g, "if the API has moved, give its new address with --base-url"],
  [/larger than maxResponseBytes allows \((\d+ bytes)\)/g, "larger than $1"],
  [/ \((?:timeout|totalTimeout)\)/g, ""],
  [/\bGive the token store (a(?:nother| new)? folder)/g, "Set KELASKIT_CONFIG_DIR to $1"],
  [/\bgive the token store (a(?:nother| new)? folder)/g, "set KELASKIT_CONFIG_DIR to $1"],
  // Enroll: how a file is read.
  [/\bSet headerLine: (\d+)/g, "Add --header-line $1"],
  [/^(.*: )?headerLine must be/g, "--header-line must be"],
  [/\bset allowEmpty/g, "add --allow-empty"],
  [/\bignoredColumns lists the column/g, "--ignore-column names the column"],
  [/\blist it in ignoredColumns if/g, "name it with --ignore-column if"],
  [/\bmap it to "([^"]+)" in columns/g, 'map it with --map "$1=HEADER"'],
  [/\bcolumns (contains|maps) the field/g, "--map $1 the field"],
  [/\bChoose one in columns/g, 'Choose one with --map "FIELD=HEADER"'],
  [/\bmap its (header|key) in columns/g, 'map its $1 with --map "FIELD=HEADER"'],
  [/\bmap the headers in columns/g, 'map the headers with --map "FIELD=HEADER"'],
  [/\bor run without the check to leave them out/g, "or leave them out with --no-precheck"],
  [/\b([Ss])et encoding to the one/g, "$1et --encoding to the one"],
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
  [/^userFields contains/g, "--user-field names"],
  // Enroll: the journal.
  [/\bset acceptOtherSource\b/g, "add --accept-other-file"],
  [/\bRestore the earlier settings \(columns, item, version\)/g, "Restore the earlier options"],
  [/\b(separate journal for another item), such as (\S+)\.$/g, "$1: --journal $2"],
  [/\bseparate journal for other learners\b/g, "$& with --journal"],
  [/\b([Uu])se another journal\b/g, "$1se another journal with --journal"],
  [/\bRun again with that file as the journal\b/g, "Run again with that file as --journal"],
  [/\bContinue with that file as the journal\b/g, "Continue with that file as --journal"],
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
