import type { Exchange, ReplyMedia } from "./exchange.ts";
import { mergedShape, type ReplyShape } from "./shape.ts";
import { meaningfulWords } from "../match/words.ts";

/** What the exchanges of one method and path have together. */
export interface TrafficRoute {
  readonly method: string;
  readonly host: string;
  /** The literal parts of the path; `undefined` for a variable. */
  readonly segments: readonly (string | undefined)[];
  /** Variables that had the value -1, with which the vendor's pages say "no portal". */
  readonly withoutPortal: ReadonlySet<number>;
  /** Whether a part of the path is neither a word nor an id: such a route cannot be written down. */
  readonly odd: boolean;
  readonly query: ReadonlySet<string>;
  readonly body: ReadonlySet<string>;
  readonly media: ReplyMedia;
  readonly reply: ReplyShape | undefined;
}

const idForms = [
  /^-?\d+$/,
  /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i,
  /^(?=.*\d)[\da-f]{16,}$/i,
  /^(?=.*\d)[\da-hjkmnp-tv-z]{26}$/i,
  // What a page's script makes of an id that it does not have.
  /^(undefined|null|NaN)$/,
];

/** Words with `-`, `_`, `.` or capitals between them, and names such as `v2`, `h5p` or `x17`. */
const word = /^_?[a-z]\d?[a-z]*\d{0,3}([-_.][a-z]+\d?)*(\.json)?$/i;
const longestWord = 48;

/** Letters at random, as in a token: `aQxZrT`. */
function looksRandom(segment: string): boolean {
  const turns = segment.match(/[a-z](?=[A-Z])|[A-Z](?=[A-Z][a-z])/g)?.length ?? 0;
  return turns > 2 && turns * 4 > segment.length;
}

/** What a part of a path is. Anything that is neither a word nor an id may be private. */
function kindOf(
  segment: string,
  names: ReadonlySet<string>,
  vocabulary: ReadonlySet<string>,
): "word" | "id" | "odd" {
  if (idForms.some((form) => form.test(segment))) return "id";
  const isWord = word.test(segment) && segment.length <= longestWord && !looksRandom(segment);
  // A type such as `course` is in replies too, but in a path it is a word.
  const isOurs = isWord && meaningfulWords(segment).every((one) => vocabulary.has(one));
  if (names.has(segment) && !isOurs) return "id";
  return isWord ? "word" : "odd";
}

/** Groups the exchanges of a recording by method and path. Parts of a path are variables only if they are ids. */
export function trafficRoutes(
  exchanges: readonly Exchange[],
  names: ReadonlySet<string>,
  vocabulary: ReadonlySet<string>,
): readonly TrafficRoute[] {
  const kinds = new Map<string, "word" | "id" | "odd">();
  const kind = (segment: string): "word" | "id" | "odd" => {
    const known = kinds.get(segment) ?? kindOf(segment, names, vocabulary);
    kinds.set(segment, known);
    return known;
  };
  const groups = Map.groupBy(exchanges, ({ method, host, segments, media }) =>
    JSON.stringify([
      method,
      host,
      media === "binary",
      ...segments.map((segment) => (kind(segment) === "word" ? segment : kind(segment) === "id" ? 0 : 1)),
    ]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const literal = first.segments.map((segment) => (kind(segment) === "word" ? segment : undefined));
    const variables = literal.flatMap((segment, at) => (segment === undefined ? [at] : []));
    return {
      method: first.method,
      host: first.host,
      segments: literal,
      withoutPortal: new Set(variables.filter((at) => group.some(({ segments }) => segments[at] === "-1"))),
      odd: first.segments.some((segment) => kind(segment) === "odd"),
      query: new Set(group.flatMap(({ query }) => query)),
      body: new Set(group.flatMap(({ body }) => body)),
      media: group.find(({ media }) => media !== "unknown")?.media ?? "unknown",
      reply: mergedShape(group.flatMap(({ reply }) => reply ?? [])),
    };
  });
}
