import type { CallOptions, ClientOptions } from "@kelaskit/core";
import type { ServeOptions } from "@kelaskit/core/testing/node";
import type { CsvOptions, RunOptions } from "@kelaskit/enroll";
import type { ApplyOptions, PlanOptions } from "@kelaskit/enroll/roster";
import type { AcademyCourseOptions, AcademyLearningPathOptions } from "@kelaskit/enroll/academy-of-mine";
import type { SkilvulOrdersOptions } from "@kelaskit/enroll/skilvul";
import type { ToolzzPlanOptions, ToolzzClassOptions } from "@kelaskit/enroll/toolzz";

/** What the command line has in place of options, by their names. An option that is renamed fails the type check. */
type Flags<Options> = { readonly [Name in keyof Options]?: string };

const callFlags = {
  baseUrl: "--base-url",
  allowInsecureHttp: "--allow-insecure-http",
  extraParams: "--extra",
  maxResponseBytes: "the limit",
} satisfies Flags<ClientOptions & CallOptions>;

const runFlags = {
  headerLine: "--header-line",
  allowEmpty: "--allow-empty",
  ignoredColumns: "--ignore-column",
  acceptOtherSource: "--accept-other-file",
} satisfies Flags<CsvOptions & RunOptions<object>>;

const rosterFlags = {
  maxRemovals: "--max-removals",
  overwrite: "--force",
} satisfies Flags<ApplyOptions<object> & PlanOptions<object>>;

const readingFlags = { encoding: "--encoding" } satisfies Flags<CsvOptions>;

const targetFlags = {
  item: "--product, --bundle or --add-on",
  userFields: "--user-field",
  courseId: "--course",
  learningPathId: "--learning-path",
  portalId: "--portal-id",
  requireUserId: "--require-user-id",
  planUuid: "--plan",
  classId: "--class",
  schools: "--school",
} satisfies Flags<
  SkilvulOrdersOptions &
    AcademyCourseOptions &
    AcademyLearningPathOptions &
    ToolzzPlanOptions &
    ToolzzClassOptions
>;

const mockFlags = { hosts: "--allow-host", cors: "--cors" } satisfies Flags<ServeOptions>;

type Translation = readonly [RegExp, string];

/** Translates an option wherever it is named. */
function everywhere(flags: Readonly<Record<string, string>>): readonly Translation[] {
  return Object.entries(flags).flatMap(([name, flag]): readonly Translation[] => [
    [new RegExp(String.raw`\b(?:the )?(?:option )?${name}: (\d+)`, "g"), `${flag} $1`],
    [new RegExp(String.raw`\b(?:(?:the )?option \`?)?${name}\b(?:: true)?\`?`, "g"), flag],
  ]);
}

/**
 * Translates an option where a message begins with its name, calls it an option or says to set it. Elsewhere the name may be
 * a column, a parameter of an operation or an ordinary word.
 */
function asOption(flags: Readonly<Record<string, string>>): readonly Translation[] {
  return Object.entries(flags).map(([name, flag]): Translation => {
    const beginning = String.raw`^${name}(?:\.\w+)?(?=:| )`;
    const mention = String.raw`\b(?:the target )?(?:the )?option \`?${name}\b\`?|(?<=\b[Ss]et )${name}\b`;
    return [new RegExp(`${beginning}|${mention}`, "g"), flag];
  });
}

/** How a flag is given. */
const verbs: readonly Translation[] = [
  [/\bSet (?=--(?!encoding\b))/g, "Add "],
  [/\bset (?=--(?!encoding\b))/g, "add "],
  [/\bin (?=--)/g, "with "],
];

const callTranslations: readonly Translation[] = [
  ...everywhere(callFlags),
  ...verbs,
  [/ \((?:timeout|totalTimeout)(?:, with(?:out)? waits for the limiter)?\)/g, ""],
];

const enrollTranslations: readonly Translation[] = [
  ...everywhere(runFlags),
  ...everywhere(rosterFlags),
  [/\bwithout remove\b/g, "without --remove"],
  ...asOption({ ...readingFlags, ...targetFlags }),
  // The option `columns`, not the columns of the file.
  [/(?<=\bin )columns\b/g, "--map FIELD=HEADER"],
  [/\bcolumns(?= (?:contains|maps)\b)/g, "--map"],
  [/ \(columns, item, version\)/g, ""],
  // The command proposes a name for the journal itself.
  [/(?<=\bseparate journal for another item), such as .*(?=\.$)/g, ""],
  ...verbs,
];

const mockTranslations = asOption(mockFlags);

function translated(message: string, translations: readonly Translation[]): string {
  return translations.reduce((text, [theirs, ours]) => text.replaceAll(theirs, ours), message);
}

/** A message of a client or a call, with flags in place of options. */
export function callWords(message: string): string {
  return translated(message, callTranslations);
}

/** A message of a source, a target, a run or a journal, with flags in place of options. */
export function enrollWords(message: string): string {
  return translated(message, enrollTranslations);
}

/** A message of a mock server, with flags in place of options. */
export function mockWords(message: string): string {
  return translated(message, mockTranslations);
}

/** The report or an error of an import of routes, where a file takes the place of the option `routes`. */
export function routesWords(report: string): string {
  return report
    .replaceAll(/\b(?:with|in) the option `?routes`?/g, "in the routes file")
    .replaceAll(/\b(?:[Ss]et )?(?:the )?(?:option )?baseUrl(?: to(?= the))?/g, (words) =>
      /^s/i.test(words) ? `${words.startsWith("S") ? "Add" : "add"} --base-url with` : "--base-url",
    );
}

/** Names that only programs use: options of clients and calls, and members of results and errors. */
const namesOfPrograms =
  /\b(?:unverifiedRoutes|allowInsecureHttp|extraParams|tokenStore|useTokens|maxResponseBytes|totalTimeout|baseUrl|withResponse|toArray|await|iterate)\b|\.pages\(|`outcome`|\broutes: \{/;

/** Removes from a description the sentences that are only for programs. */
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
