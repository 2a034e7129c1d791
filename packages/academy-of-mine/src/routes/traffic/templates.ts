import type { Exchange, ReplyMedia } from "./exchange.ts";
import { mergedShape, type ReplyShape } from "./shape.ts";
import { meaningfulWords } from "../match/words.ts";

/** What the exchanges of one method and path have together. */
export interface TrafficRoute {
  readonly method: string;
  readonly host: string;
  /** The literal parts of the path; `undefined` for a variable. */
  readonly segments: readonly (string | undefined)[];
  /** What comes after the last part: a format, a slash, both or nothing, as in `/courses/{}.json`. */
  readonly ending: string;
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

type Kind = "word" | "id" | "odd";

/** Parts of a path before its first resource. */
const prefix = /^(apis?|rest|v\d+)$/i;

/** Tells words from ids, by how they look and by what the replies of the recording name things. */
class PathParts {
  readonly #names: ReadonlySet<string>;
  readonly #vocabulary: ReadonlySet<string>;
  readonly #kinds = new Map<string, Kind>();

  constructor(names: ReadonlySet<string>, vocabulary: ReadonlySet<string>) {
    this.#names = names;
    this.#vocabulary = vocabulary;
  }

  kindsOf(segments: readonly string[]): readonly Kind[] {
    const resource = segments.findIndex((segment) => !prefix.test(segment));
    return segments.map((segment, at) => {
      const key = `${at > resource ? "/" : ""}${segment}`;
      const kind = this.#kinds.get(key) ?? this.#kindOf(segment, at > resource);
      this.#kinds.set(key, kind);
      return kind;
    });
  }

  /** Anything that is neither a word nor an id may be private. */
  #kindOf(segment: string, mayBeNamed: boolean): Kind {
    if (idForms.some((form) => form.test(segment))) return "id";
    const isWord = word.test(segment) && segment.length <= longestWord && !looksRandom(segment);
    // A page may have the slug "members" or "my-courses": only a longer name, and no resource, is certainly an id.
    const isOurs = isWord && meaningfulWords(segment).every((one) => this.#vocabulary.has(one));
    if (mayBeNamed && !isOurs && /[-_.\d]/.test(segment) && this.#names.has(segment)) return "id";
    return isWord ? "word" : "odd";
  }
}

/** What a path says about the form of its reply, as in `/courses/7.json`: it belongs to the route, not to the id. */
const formatOfReply = /(?<=[^.])\.(json|xml|csv|xlsx?)$/i;

/** An exchange whose last part of the path has no format. */
interface Parted extends Exchange {
  readonly format: string;
}

/** Takes the format off the path, unless a reply names a thing by both. */
function parted(exchange: Exchange, names: ReadonlySet<string>): Parted {
  const last = exchange.segments.at(-1) ?? "";
  const [format = ""] = names.has(last) ? [] : (formatOfReply.exec(last) ?? []);
  if (format === "") return { ...exchange, format };
  const segments = [...exchange.segments.slice(0, -1), last.slice(0, -format.length)];
  return { ...exchange, segments, format };
}

/** Whether a route ends in a slash: in the form that was answered, or else in the more frequent one. */
function hasSlash(group: readonly Exchange[]): boolean {
  const forms = [true, false].map((slash) => group.filter((exchange) => exchange.slash === slash));
  const [answeredWith, answeredWithout] = forms.map((form) =>
    form.some(({ media, reply }) => media === "binary" || reply !== undefined),
  );
  const [countWith = 0, countWithout = 0] = forms.map(({ length }) => length);
  return answeredWith === answeredWithout ? countWith > countWithout : answeredWith === true;
}

/**
 * Groups the exchanges of a recording by method and path; a slash at its end makes no other path. Parts of a path are
 * variables only if they are ids.
 */
export function trafficRoutes(
  exchanges: readonly Exchange[],
  names: ReadonlySet<string>,
  vocabulary: ReadonlySet<string>,
): readonly TrafficRoute[] {
  const parts = new PathParts(names, vocabulary);
  const all = exchanges.map((exchange) => parted(exchange, names));
  const groups = Map.groupBy(all, ({ method, host, segments, format, media }) => {
    const kinds = parts.kindsOf(segments);
    const path = segments.map((segment, at) => (kinds[at] === "word" ? segment : kinds[at] === "id" ? 0 : 1));
    return JSON.stringify([method, host, media === "binary", format, ...path]);
  });
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const kinds = parts.kindsOf(first.segments);
    const literal = first.segments.map((segment, at) => (kinds[at] === "word" ? segment : undefined));
    const variables = literal.flatMap((segment, at) => (segment === undefined ? [at] : []));
    return {
      method: first.method,
      host: first.host,
      segments: literal,
      ending: `${first.format}${hasSlash(group) ? "/" : ""}`,
      withoutPortal: new Set(variables.filter((at) => group.some(({ segments }) => segments[at] === "-1"))),
      odd: kinds.includes("odd"),
      query: new Set(group.flatMap(({ query }) => query)),
      body: new Set(group.flatMap(({ body }) => body)),
      media: group.find(({ media }) => media !== "unknown")?.media ?? "unknown",
      reply: mergedShape(group.flatMap(({ reply }) => reply ?? [])),
    };
  });
}
