import { isObject } from "@kelaskit/core/vendor";
import { type DeclaredPlace, undeclaredPlace } from "./declared-place.ts";

/** What stands for a name that may be somebody's data. */
const hidden = "*";

/** How many different words of replies are remembered, and how deep a reply is read. */
const mostWords = 500_000;
const deepest = 100;

const wordPattern = /[\p{L}\p{N}]+/gu;
/** How short a word may be that a name is joined from. */
const shortestPart = 3;

/** The words of a name: as it is written, and taken apart at capitals. */
function wordsOf(name: string): ReadonlySet<string> {
  const apart = name.replaceAll(/([a-z\d])([A-Z])/g, "$1 $2");
  return new Set([...`${name} ${apart}`.toLowerCase().matchAll(wordPattern)].map(([word]) => word));
}

/** Whether a name is certainly data, such as an address, a title or an id: no vendor names fields so. */
function isData(name: string): boolean {
  return /.[@.]|\s|\d{3}|[^\p{ASCII}]/u.test(name);
}

/**
 * Decides which names of fields may be written to a file. A vendor's object may be keyed by data, such as e-mail addresses or the
 * titles of courses, so a name that no declaration contains is only written if it looks like the name of a field and is nowhere
 * among the values of the replies.
 */
export class CleanNames {
  readonly #declared: ReadonlySet<string>;
  readonly #seen = new Set<string>();

  /** @param declared All names that the vendor's declarations contain. */
  constructor(declared: ReadonlySet<string>) {
    this.#declared = declared;
  }

  /** Remembers the values of a reply. */
  see(value: unknown, depth = 0): void {
    if (typeof value === "string" || typeof value === "number") {
      for (const [word] of String(value).toLowerCase().matchAll(wordPattern)) {
        if (this.#seen.size <= mostWords) this.#seen.add(word);
      }
    } else if (depth < deepest && Array.isArray(value)) {
      for (const entry of value) this.see(entry, depth + 1);
    } else if (depth < deepest && isObject(value)) {
      for (const entry of Object.values(value)) this.see(entry, depth + 1);
    }
  }

  /** Whether a name may be written. */
  isField(name: string): boolean {
    if (this.#declared.has(name)) return true;
    if (this.#seen.size > mostWords || name.length > 40) return false;
    if (!/^[a-z][a-z\d]*(?:[_-][a-z\d]+)*$/i.test(name)) return false;
    // A long number is an id, and a word of digits and letters is a key.
    if (/\d{3}|\d[a-z]+\d/i.test(name)) return false;
    return ![...wordsOf(name)].some((word) => this.#isValue(word));
  }

  /** Whether a word is among the values, or two of them joined, as the user name of a person is. */
  #isValue(word: string): boolean {
    if (this.#seen.has(word)) return true;
    for (let at = shortestPart; at <= word.length - shortestPart; at += 1) {
      if (this.#seen.has(word.slice(0, at)) && this.#seen.has(word.slice(at))) return true;
    }
    return false;
  }

  /**
   * A copy of a reply in which names that may be data are replaced: the first of an object by `*`, the next by `*2`, which `path`
   * makes one.
   *
   * @param place What is declared about the reply: names that it calls data are, whatever they look like.
   */
  clean(value: unknown, place: DeclaredPlace = undeclaredPlace, depth = 0): unknown {
    if (depth === deepest) return null;
    if (Array.isArray(value)) {
      const inside = place.entry();
      return value.map((entry) => this.clean(entry, inside, depth + 1));
    }
    if (!isObject(value)) return value;
    // Where one name is an address, the plain ones beside it are people too.
    const isKeyed = Object.keys(value).some((name) => !this.#declared.has(name) && isData(name));
    let count = 0;
    return Object.fromEntries(
      Object.entries(value).map(([name, entry]) => {
        const inside = this.clean(entry, place.field(name), depth + 1);
        const isPlain = this.#declared.has(name) || (!isKeyed && this.isField(name));
        if (isPlain && !place.isData(name)) return [name, inside];
        count += 1;
        return [count === 1 ? hidden : `${hidden}${count}`, inside];
      }),
    );
  }

  /** A path such as `data.course[].title`, with `*` for names that have turned out to be among the values since. */
  path(path: string): string {
    if (path === "(body)") return path;
    return path
      .split(".")
      .map((step) => {
        const [, name = "", lists = ""] = /^(.*?)((?:\[\])*)$/s.exec(step) ?? [];
        return `${name === "" || this.isField(name) ? name : hidden}${lists}`;
      })
      .join(".");
  }
}
