import { isObject } from "@kelaskit/core/vendor";
import { nameParts, nameWords } from "./name-words.ts";

/** Words at the end of a name that say that its value identifies something. */
const kinds: ReadonlySet<string> = new Set(["id", "uuid", "slug", "hash", "code", "email", "cpf"]);

/** Fields that contain records of any kind. */
const containers: ReadonlySet<string> = new Set([
  "body",
  "content",
  "data",
  "entry",
  "item",
  "list",
  "meta",
  "page",
  "payload",
  "record",
  "response",
  "result",
  "row",
]);

/** Vendors have several words for the people who learn. */
const synonyms: ReadonlyMap<string, string> = new Map([
  ["learner", "user"],
  ["student", "user"],
  ["member", "user"],
]);

/** How deep a reply is read, how many entries of each of its lists, and how many values of one name are kept. */
const deepest = 8;
const entriesOfList = 5;
const valuesOfName = 25;

/** A value that identifies something: text or a number. */
export type Id = string | number;

/** The identifiers of what something belongs to, by what they identify. */
type Owners = ReadonlyMap<string, Id>;

/** An identifier that a reply contains. */
export interface Found {
  /** What it identifies: `course`. */
  readonly entity: string;
  /** The resource of the operation whose reply contains it. */
  readonly resource: string;
  readonly value: Id;
  /** What it was found in: the course in whose list of learners it stands. */
  readonly owners: Owners;
}

/** Whether one of two identifiers was found in what the other identifies. */
export function belongTogether(first: Found, second: Found): boolean {
  return first.owners.get(second.entity) === second.value || second.owners.get(first.entity) === first.value;
}

/** The name of an identifier, taken apart. */
export interface IdName {
  /** What it identifies; empty if the name does not say. */
  readonly entity: string;
  /** `id`, `uuid`, `slug` … */
  readonly kind: string;
}

/** Takes the name of an identifier apart: `course_id` is the `id` of a `course`. Undefined if it does not identify anything. */
export function idName(name: string): IdName | undefined {
  const words = nameWords(name).map((word) => synonyms.get(word) ?? word);
  const kind = words.at(-1);
  if (kind === undefined || !kinds.has(kind)) return undefined;
  return { entity: words.slice(0, -1).join(" "), kind };
}

/** What a call needs an identifier for. */
export interface Wanted extends IdName {
  /** The resource of the operation: its own replies are the best source. */
  readonly resource: string;
  /** Whether the parameter's name does not say what it identifies, such as `slug`: anything of the same resource may be meant. */
  readonly isBare: boolean;
}

/** The identifiers in the replies so far. They stay in memory: no file contains them. */
export class FoundIds {
  readonly #byKind = new Map<string, Found[]>();

  /** Collects the identifiers of a reply. */
  collect(operation: string, params: Readonly<Record<string, unknown>>, reply: unknown): void {
    const { resource, noun } = nameParts(operation);
    const entity = synonymOf(noun === "" ? resource : noun);
    this.#read(reply, entity, { resource, owners: idsIn(params, synonymOf(resource)) }, 0);
  }

  #read(value: unknown, entity: string, place: Pick<Found, "resource" | "owners">, depth: number): void {
    if (depth > deepest) return;
    if (Array.isArray(value)) {
      for (const entry of value.slice(0, entriesOfList)) this.#read(entry, entity, place, depth + 1);
      return;
    }
    if (!isObject(value)) return;
    const owners: Owners = new Map([...place.owners, ...idsIn(value, entity)]);
    for (const [key, entry] of Object.entries(value)) {
      if (isId(entry)) this.#add(key, entry, entity, { ...place, owners });
      else this.#read(entry, entityOf(key, entity), { ...place, owners }, depth + 1);
    }
  }

  #add(key: string, value: Id, owner: string, place: Pick<Found, "resource" | "owners">): void {
    const name = idName(key);
    if (name === undefined) return;
    const found = this.#byKind.get(name.kind) ?? [];
    this.#byKind.set(name.kind, found);
    const entity = name.entity === "" ? owner : name.entity;
    const same = found.filter((other) => other.entity === entity && other.resource === place.resource);
    if (same.length < valuesOfName) found.push({ entity, value, ...place });
  }

  /**
   * The values that may be meant, the likeliest first.
   *
   * @param loosely Also those of something with a similar name, such as a `pdf module` for a `module`.
   */
  find(wanted: Wanted, loosely: boolean): readonly Found[] {
    return this.#ranked(wanted, loosely).map(({ found }) => found);
  }

  /** How likely the likeliest of them is, less being likelier; undefined if there is none. */
  likelihood(wanted: Wanted, loosely: boolean): number | undefined {
    return this.#ranked(wanted, loosely)[0]?.rank;
  }

  #ranked(
    { entity, kind, resource, isBare }: Wanted,
    loosely: boolean,
  ): readonly { readonly found: Found; readonly rank: number }[] {
    const wanted = synonymOf(entity);
    const anyOfResource = 6;
    const worst = loosely ? (isBare ? anyOfResource : 5) : 1;
    return (this.#byKind.get(kind) ?? [])
      .map((found) => ({
        found,
        rank: likeness(found.entity, wanted) * 2 + (found.resource === resource ? 0 : 1),
      }))
      .filter(({ rank }) => rank <= worst)
      .toSorted((first, second) => first.rank - second.rank);
  }
}

/** How alike two things are by their names: 0 the same, 1 the one is a kind of the other, 2 related, 3 not at all. */
function likeness(first: string, second: string): number {
  if (first === second) return 0;
  if (first.endsWith(` ${second}`) || second.endsWith(` ${first}`)) return 1;
  const [shorter = [], longer = []] = [first.split(" "), second.split(" ")].toSorted(
    (one, other) => one.length - other.length,
  );
  return shorter.every((word) => longer.includes(word)) ? 2 : 3;
}

/** The identifiers among the fields of an object. */
function idsIn(value: Readonly<Record<string, unknown>>, entity: string): Owners {
  return new Map(
    Object.entries(value).flatMap(([key, entry]): [string, Id][] => {
      const name = idName(key);
      if (name?.kind !== "id" || !isId(entry)) return [];
      return [[name.entity === "" ? entity : name.entity, entry]];
    }),
  );
}

function synonymOf(entity: string): string {
  return synonyms.get(entity) ?? entity;
}

/** What the objects in a field are: `courses` are courses, `data` are whatever was asked for. */
function entityOf(key: string, owner: string): string {
  const entity = nameWords(key).join(" ");
  return entity === "" || containers.has(entity) || /^\d+$/.test(entity) ? owner : synonymOf(entity);
}

function isId(value: unknown): value is Id {
  if (typeof value === "string") return value.trim() !== "" && value.length <= 200;
  return typeof value === "number" && Number.isSafeInteger(value);
}
