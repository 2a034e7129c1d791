import { type AnyDeclaration, isObject } from "@kelaskit/core/vendor";
import { sampleOf } from "../call/example.ts";
import { isAllowed, type JsonSchema, type Parameter, parametersOf } from "../call/schema.ts";
import { belongTogether, type Found, type FoundIds, type Id, idName, type Wanted } from "./found-ids.ts";
import { nameParts, nameWords } from "./name-words.ts";

/** The parameters of a call. */
export type Parameters = Readonly<Record<string, unknown>>;

/** Where the values of parameters come from. */
export interface ParameterSource {
  readonly found: FoundIds;
  readonly given: GivenValues;
}

/** What the user gave with `--value`, by the names of parameters, of one operation (`courses.get.id`) or of all (`id`). */
export type GivenValues = Readonly<Record<string, string>>;

/** What can be sent, the likeliest parameters first. */
export interface Ready {
  readonly calls: readonly Parameters[];
  /** Whether some of the parameters identify something. */
  readonly hasIds: boolean;
  /** Whether the user gave some of the parameters. */
  readonly isGiven: boolean;
  /** Whether the identifiers of the first call were found together. */
  readonly isTogether: boolean;
}

/** What keeps a call from being sent. */
export interface Missing {
  readonly missing: string;
  /** The parameters that no reply contains. */
  readonly lacking: readonly string[];
}

/** How the reason begins for which a call with an identifier is not sent. */
const nowhere = "no reply contains";
/** Why a call is not sent that its own rules refuse. */
export const noneValid = "no valid parameters could be found";

/** Whether an operation was not tried because of its parameters: other values may help. */
export function lacksParameters(reason: string | undefined): boolean {
  return reason === noneValid || reason?.startsWith(nowhere) === true;
}

/** How many calls are made until one of them finds a record. */
export const mostCalls = 5;
/** How many values of one parameter, and how many combinations of them, are considered. */
const mostCandidates = 50;
const mostCombinations = 2500;

/** The types that a schema accepts. */
function typesOf(schema: JsonSchema): readonly unknown[] {
  const choices: unknown = schema["anyOf"] ?? schema["oneOf"];
  if (Array.isArray(choices)) return choices.filter(isObject).flatMap(typesOf);
  return [schema["type"]];
}

/** A value as its parameter wants it: a number as text, or the other way round; undefined if it cannot be. */
function fitted(value: Id, schema: JsonSchema): unknown {
  const types = typesOf(schema);
  if (types.includes("array")) {
    const { items } = schema;
    const entry = isObject(items) ? fitted(value, items) : value;
    return entry === undefined ? undefined : [entry];
  }
  if (types.includes(typeof value) || (typeof value === "number" && types.includes("integer"))) return value;
  if (typeof value === "number") return types.includes("string") ? String(value) : undefined;
  const number = /^-?\d{1,15}$/.test(value) ? Number(value) : undefined;
  return types.includes("integer") || types.includes("number") ? number : undefined;
}

/** What the identifier in a parameter may belong to, the likeliest first. */
function wantedIds(operation: string, parameter: string): readonly Wanted[] {
  const name = idName(parameter);
  if (name === undefined) return [];
  const { resource, noun, isList } = nameParts(operation);
  if (name.entity !== "") return [{ ...name, resource, isBare: false }];
  // `users.getAddress` with an id wants an address or a user; `users.listBadges` lists the badges of a user.
  const owners = isList ? [resource, noun] : [noun, resource];
  return owners
    .filter((entity) => entity !== "")
    .map((entity) => ({ ...name, entity, resource, isBare: true }));
}

/** The parameter whose value says what another one contains: `by: "email"` for `value`. */
function selectorOf(parameters: readonly Parameter[], { name }: Parameter): string | undefined {
  if (name !== "value") return undefined;
  const selector = parameters.find((other) => other.required && Array.isArray(other.schema["enum"]));
  const choice = Array.isArray(selector?.schema["enum"])
    ? (selector.schema["enum"][0] as unknown)
    : undefined;
  return typeof choice === "string" ? choice : undefined;
}

function isSearch(name: string): boolean {
  return /^(?:search|query|keyword|term)$/.test(nameWords(name)[0] ?? "");
}

/** A value to try for a parameter. */
interface Candidate {
  readonly value: unknown;
  /** Where it was found, if it identifies something. */
  readonly found?: Found;
}

/** An invented value for a parameter that does not identify anything. */
function invented({ name, schema }: Parameter): unknown {
  if ("const" in schema || Array.isArray(schema["enum"])) return sampleOf(name, schema);
  if (isSearch(name) && schema["type"] === "string") return "a";
  if (/between|range/i.test(name) && schema["type"] === "array") return ["2026-01-01", "2026-01-31"];
  return sampleOf(name, schema);
}

/** What the user gave for a parameter of an operation; undefined if nothing. */
export function givenFor(
  { name: operation }: AnyDeclaration,
  { name }: Parameter,
  given: GivenValues,
): string | undefined {
  return [`${operation}.${name}`, name].flatMap((key) => (Object.hasOwn(given, key) ? [given[key]] : []))[0];
}

/** What a required parameter identifies, the likeliest first; empty if its value is given, chosen or invented. */
function wantedFor(declaration: AnyDeclaration, parameter: Parameter, given: GivenValues): readonly Wanted[] {
  const { name, schema } = parameter;
  if (givenFor(declaration, parameter, given) !== undefined) return [];
  if ("const" in schema || Array.isArray(schema["enum"])) return [];
  const kind = selectorOf(parametersOf(declaration), parameter);
  const { resource } = nameParts(declaration.name);
  if (kind !== undefined) return [{ entity: resource, kind, resource, isBare: true }];
  const wanted = wantedIds(declaration.name, name);
  // An e-mail address is also something that people type: an invented one is an answer to most questions.
  return wanted[0]?.kind === "email" ? [] : wanted;
}

/** The identifiers that an operation requires, by the names of its parameters. */
export function wantedBy(
  declaration: AnyDeclaration,
  given: GivenValues,
): ReadonlyMap<string, readonly Wanted[]> {
  return new Map(
    parametersOf(declaration)
      .filter(({ required }) => required)
      .map((parameter) => [parameter.name, wantedFor(declaration, parameter, given)] as const)
      .filter(([, wanted]) => wanted.length > 0),
  );
}

/** The values to try for a required parameter, each once; none if an identifier was not found. */
function candidatesFor(
  declaration: AnyDeclaration,
  parameter: Parameter,
  { found, given }: ParameterSource,
  loosely: boolean,
): readonly Candidate[] {
  const { schema } = parameter;
  const own = givenFor(declaration, parameter, given);
  if (own !== undefined) return [{ value: fitted(own, schema) ?? own }];
  const wanted = wantedFor(declaration, parameter, given);
  if (wanted.length === 0) return [{ value: invented(parameter) }];
  const candidates = new Map<unknown, Candidate>();
  for (const one of wanted.flatMap((want) => found.find(want, loosely))) {
    const value = fitted(one.value, schema);
    const key = JSON.stringify([value, [...one.owners]]);
    if (value !== undefined && !candidates.has(key)) candidates.set(key, { value, found: one });
  }
  return [...candidates.values()].slice(0, mostCandidates);
}

/** All ways to choose one of each. */
function combined(choices: readonly (readonly Candidate[])[]): readonly (readonly Candidate[])[] {
  return choices.reduce<readonly (readonly Candidate[])[]>(
    (combinations, candidates) =>
      combinations
        .flatMap((combination) => candidates.map((candidate) => [...combination, candidate]))
        .slice(0, mostCombinations),
    [[]],
  );
}

function idsOf(combination: readonly Candidate[]): readonly Found[] {
  return combination.flatMap(({ found }) => found ?? []);
}

/** How many pairs of identifiers were found together: a learner is only in a course if the course's list says so. */
function togetherness(combination: readonly Candidate[]): number {
  const ids = idsOf(combination);
  return ids.flatMap((first, at) => ids.slice(at + 1).filter((second) => belongTogether(first, second)))
    .length;
}

/**
 * Finds parameters for a call that reads: identifiers from earlier replies, the first of several choices, invented values for the
 * rest.
 *
 * @param loosely Also takes identifiers of something with a similar name.
 */
export function parametersFor(
  declaration: AnyDeclaration,
  source: ParameterSource,
  loosely: boolean,
): Ready | Missing {
  const required = parametersOf(declaration).filter((parameter) => parameter.required);
  const choices = required.map((parameter) => candidatesFor(declaration, parameter, source, loosely));
  const lacking = required.filter((_, at) => choices[at]?.length === 0).map(({ name }) => name);
  if (lacking.length > 0) return { missing: `${nowhere} ${lacking.join(" and ")}`, lacking };
  const combinations = combined(choices).toSorted(
    (first, second) => togetherness(second) - togetherness(first),
  );
  const calls = new Map<string, Parameters>();
  let likeliest: readonly Candidate[] | undefined;
  for (const combination of combinations) {
    const params = Object.fromEntries(required.map(({ name }, at) => [name, combination[at]?.value]));
    if (!isAllowed(declaration, params)) continue;
    calls.set(JSON.stringify(params), params);
    likeliest ??= combination;
    if (calls.size === mostCalls) break;
  }
  if (likeliest === undefined) return { missing: noneValid, lacking: [] };
  return {
    calls: [...calls.values()],
    hasIds: required.some(({ name }) => idName(name) !== undefined),
    isTogether: togetherness(likeliest) >= idsOf(likeliest).length - 1,
    isGiven: required.some((parameter) => givenFor(declaration, parameter, source.given) !== undefined),
  };
}
