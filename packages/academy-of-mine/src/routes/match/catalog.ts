import type { HttpMethod } from "@kelaskit/core";
import { type DeclaredOperation, operations as declared } from "../operations.computed.ts";
import { routeShape, variablesOf } from "../read/published.ts";
import titles from "../titles.json" with { type: "json" };
import { meaningfulWords, WordWeights } from "./words.ts";

/** An operation with everything that matching compares. */
export interface CatalogOperation {
  readonly name: string;
  /** The first half of the name, such as `courses`. */
  readonly resource: string;
  readonly changes: boolean;
  readonly method: HttpMethod;
  readonly path: string;
  /** Method and path without the names of variables. */
  readonly shape: string;
  /** Names of the variables of our path, in order. */
  readonly variables: readonly string[];
  /** Names of the parameters that are not in our path. */
  readonly otherParameters: readonly string[];
  readonly title: readonly string[];
  readonly tag: readonly string[];
  /** The words of our name and path, for operations without a title. */
  readonly nameWords: readonly string[];
  readonly pathWords: readonly string[];
  readonly parameters: ReadonlySet<string>;
}

/** All operations, in the vendor's order, and the weight of each word and parameter name. */
export interface Catalog {
  readonly operations: readonly CatalogOperation[];
  readonly titleWeights: WordWeights;
  readonly pathWeights: WordWeights;
  readonly tagWeights: WordWeights;
  readonly parameterWeights: WordWeights;
}

/** A parameter's name as it is compared: `course_ids[]` and `courseIds` are the same. */
export function parameterKey(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}]/gu, "").toLowerCase();
}

/** The words of a path's literal segments. */
export function wordsOfPath(path: string): readonly string[] {
  return meaningfulWords(path.replaceAll(/\{\w+\}/g, "/"));
}

/** @param title The words of the vendor's title; empty for operations without a title. */
function operationOf(
  { name, method, path, changes, parameters }: DeclaredOperation,
  title: string,
): CatalogOperation {
  const [resource = "", action = ""] = name.split(".");
  const variables = variablesOf(path);
  return {
    name,
    resource,
    changes,
    method,
    path,
    shape: routeShape(method, path),
    variables,
    otherParameters: parameters.filter((parameter) => !variables.includes(parameter)),
    title: title === "" ? [] : title.split(" "),
    tag: meaningfulWords(resource),
    nameWords: meaningfulWords(`${resource} ${action}`),
    pathWords: wordsOfPath(path),
    parameters: new Set(parameters.map(parameterKey)),
  };
}

let loaded: Catalog | undefined;

/** The catalog, created at its first use. */
export function catalog(): Catalog {
  if (loaded !== undefined) return loaded;
  const byName = new Map(declared.map((operation) => [operation.name, operation]));
  const operations = Object.entries(titles).flatMap(([name, title]) => {
    const operation = byName.get(name);
    return operation === undefined ? [] : [operationOf(operation, title)];
  });
  loaded = {
    operations,
    titleWeights: new WordWeights(operations.map(({ title }) => title)),
    pathWeights: new WordWeights(operations.map(({ pathWords }) => pathWords)),
    tagWeights: new WordWeights(
      [...new Set(operations.map(({ tag }) => tag.join(" ")))].map((tag) => tag.split(" ")),
    ),
    parameterWeights: new WordWeights(operations.map(({ parameters }) => [...parameters])),
  };
  return loaded;
}
