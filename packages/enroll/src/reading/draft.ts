import { isInvisible, isSpace } from "./characters.ts";
import { characterName } from "./character-names.ts";

/** A text that was read, with what was cleaned in it; or why it was refused, without repeating it. */
export type Reading =
  | { readonly text: string; readonly cleaned: readonly string[] }
  | { readonly expected: string; readonly received: string };

/** A character with its place in the original text, from 1. */
export interface PlacedCharacter {
  readonly character: string;
  readonly place: number;
}

const mostPlaces = 5;

function placesOf(places: readonly number[]): string {
  const [first, ...others] = places;
  if (others.length === 0) return `character ${first}`;
  const shown = places.slice(0, mostPlaces);
  const rest = places.length - shown.length;
  const last = rest > 0 ? `${rest} more` : shown.pop();
  return `characters ${shown.join(", ")} and ${last}`;
}

/** The length of a text, for messages that must not repeat it. */
export function lengthOf(text: string): string {
  const { length } = Array.from(text);
  return `a text of ${length} ${length === 1 ? "character" : "characters"}`;
}

/** A text while it is cleaned, with the original place of each character and what was done. */
export class Draft {
  /** The characters that remain. */
  characters: readonly PlacedCharacter[];
  readonly #original: string;
  readonly #steps = new Map<string, number[]>();

  constructor(text: string) {
    this.#original = text;
    this.characters = Array.from(text, (character, at) => ({ character, place: at + 1 }));
  }

  get text(): string {
    return this.characters.map(({ character }) => character).join("");
  }

  /** What was done, one sentence for each kind. */
  get cleaned(): readonly string[] {
    return Array.from(this.#steps, ([what, places]) =>
      places.length === 0 ? what : `${what} at ${placesOf(places.toSorted((one, other) => one - other))}`,
    );
  }

  /** Notes what was done, once for each place. */
  note(what: string, place?: number): void {
    const places = this.#steps.get(what) ?? [];
    if (place !== undefined && !places.includes(place)) places.push(place);
    this.#steps.set(what, places);
  }

  /**
   * Replaces characters; an empty text removes one, `undefined` keeps it. `before` was already kept, `after` may still be
   * removed.
   */
  rewrite(change: (character: string, before: string, after: string) => string | undefined): void {
    const left: PlacedCharacter[] = [];
    for (const [at, placed] of this.characters.entries()) {
      const { character, place } = placed;
      const after = this.characters[at + 1]?.character ?? "";
      const other = change(character, left.at(-1)?.character ?? "", after) ?? character;
      if (other !== character) {
        const what =
          other === ""
            ? `removed ${characterName(character)}`
            : `replaced ${characterName(character)} with "${other}"`;
        this.note(what, place);
      }
      if (other !== "") left.push({ character: other, place });
    }
    this.characters = left;
  }

  /** Removes matching characters at the ends. */
  trim(isCut: (character: string) => boolean, ends: "start" | "end" | "both" = "both"): void {
    let start = 0;
    let end = this.characters.length;
    const cutAt = (at: number): boolean => {
      const placed = this.characters[at];
      return placed !== undefined && isCut(placed.character);
    };
    if (ends !== "end") while (start < end && cutAt(start)) start += 1;
    if (ends !== "start") while (start < end && cutAt(end - 1)) end -= 1;
    for (const [at, { character, place }] of this.characters.entries()) {
      // Removing plain spaces around a text surprises no one, so it is not noted.
      if ((at < start || at >= end) && character !== " ")
        this.note(`removed ${characterName(character)}`, place);
    }
    this.keep(start, end);
  }

  /** Keeps only a part, counted in characters, and notes why. */
  keep(start: number, end?: number, why?: string): void {
    if (why !== undefined) this.note(why);
    this.characters = this.characters.slice(start, end);
  }

  trimSpaces(): void {
    this.trim(isSpace);
  }

  removeInvisible(): void {
    this.rewrite((character) => (isInvisible(character) ? "" : undefined));
  }

  /** Extracts the text from a formula that is only a text, with which spreadsheets keep leading zeros: `="007"`. */
  openFormula(): void {
    if (/^="[^"]*"$/.test(this.text)) this.keep(2, -1, "extracted the text from a formula");
  }

  /** The current text, with what was cleaned. */
  read(): Reading {
    return { text: this.text, cleaned: this.cleaned };
  }

  /** Refuses the text because of something in it, with its place. */
  refuse(expected: string, what: string, at?: number): Reading {
    const place = at === undefined ? undefined : this.characters[at]?.place;
    return {
      expected,
      received: `${lengthOf(this.#original)} with ${what}${place === undefined ? "" : ` at character ${place}`}`,
    };
  }
}
