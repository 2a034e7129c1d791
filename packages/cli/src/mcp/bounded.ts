import { isObject } from "@kelaskit/core/vendor";

/** A reply that fits into a result. */
export interface Bounded {
  readonly value: unknown;
  /** What was left out, in sentences; empty if nothing was. */
  readonly omitted: readonly string[];
}

/** The most characters of a reply's JSON: about eight thousand tokens of a model. */
export const mostCharacters = 32_000;

/** From generous to strict: the entries of each list, and the characters of each text. */
const steps: readonly { readonly entries: number; readonly characters: number }[] = [
  { entries: 100, characters: 4000 },
  { entries: 25, characters: 1000 },
  { entries: 10, characters: 400 },
  { entries: 5, characters: 200 },
  { entries: 2, characters: 100 },
];

/** Deeper than anything that a vendor documents. */
const mostDepth = 40;

/** The longest place in a note. */
const mostOfPlace = 160;

/** The name of a field in a note, which is not marked as data of the vendor: only a plain name is repeated. */
function placeIn(place: string, name: string): string {
  return `${place}.${/^\w{1,40}$/.test(name) ? name : "…"}`.slice(0, mostOfPlace);
}

/** More notes would fill the result themselves. */
const mostNotes = 12;

class Cutter {
  readonly notes: string[] = [];
  readonly #entries: number;
  readonly #characters: number;

  constructor({ entries, characters }: (typeof steps)[number]) {
    this.#entries = entries;
    this.#characters = characters;
  }

  cut(value: unknown, place: string, depth = 0): unknown {
    if (depth > mostDepth && typeof value === "object" && value !== null) {
      this.notes.push(`${place}: what is nested more than ${mostDepth} times`);
      return "…";
    }
    if (typeof value === "string" && value.length > this.#characters) {
      this.notes.push(`${place}: ${value.length - this.#characters} of ${value.length} characters`);
      return `${value.slice(0, this.#characters)}…`;
    }
    if (Array.isArray(value)) {
      const kept: readonly unknown[] = value.slice(0, this.#entries);
      if (kept.length < value.length) {
        this.notes.push(`${place}: ${value.length - kept.length} of ${value.length} entries`);
      }
      return kept.map((entry) => this.cut(entry, `${place}[]`.slice(0, mostOfPlace), depth + 1));
    }
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => [name, this.cut(part, placeIn(place, name), depth + 1)]),
    );
  }
}

function notesOf(notes: readonly string[]): readonly string[] {
  const different = [...new Set(notes)];
  const more = different.length - mostNotes;
  return [...different.slice(0, mostNotes), ...(more > 0 ? [`${more} other places`] : [])];
}

/** Only the names and kinds of a value's fields. */
function outline(value: unknown): unknown {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (!isObject(value)) return typeof value;
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, 100)
      .map(([name, part]) => [
        name.slice(0, 100),
        Array.isArray(part) ? `a list of ${part.length}` : typeof part,
      ]),
  );
}

/** Leaves out as little as possible of a JSON value until it fits, and says what. */
export function bounded(value: unknown): Bounded {
  for (const step of steps) {
    const cutter = new Cutter(step);
    const cut = cutter.cut(value, "reply");
    if ((JSON.stringify(cut) ?? "").length <= mostCharacters) {
      return { value: cut, omitted: notesOf(cutter.notes) };
    }
  }
  return {
    value: outline(value),
    omitted: ["reply: all values, because it is too large; only its fields are shown"],
  };
}

function valueAt(value: unknown, names: readonly string[]): unknown {
  const [name, ...rest] = names;
  if (name === undefined) return value;
  if (Array.isArray(value)) return value.map((entry: unknown) => valueAt(entry, names));
  return isObject(value) && Object.hasOwn(value, name) ? valueAt(value[name], rest) : undefined;
}

/** Keeps the fields at some paths of each item, such as `["id", "owner.email"]`. */
export function pick(value: unknown, fields: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((entry: unknown) => pick(entry, fields));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    fields.flatMap((field) => {
      const found = valueAt(value, field.split("."));
      return found === undefined ? [] : [[field, found]];
    }),
  );
}
