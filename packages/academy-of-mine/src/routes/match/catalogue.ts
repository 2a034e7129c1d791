import type { HttpMethod } from "@kelaskit/core";
import rows from "../catalogue.json" with { type: "json" };
import { routeShape, variablesOf } from "../read/published.ts";
import { meaningfulWords, WordWeights } from "./words.ts";

/** One line of `catalogue.json`: what an operation is recognised by. */
interface CatalogueRow {
  /** The operation's name, as in `courses.enroll`. */
  readonly id: string;
  /** What it does to the portal's data. */
  readonly kind: string;
  /** Our method, documented or proposed. */
  readonly method: string;
  /** Our path. */
  readonly path: string;
  /** The words of the vendor's title; empty for the operations whose title is lost. */
  readonly title: string;
  /** The words of the resource. */
  readonly tag: string;
  /** Parameters that the vendor lists under the path. */
  readonly pathParams: readonly string[];
  /** Parameters that the vendor lists under the query. */
  readonly query: readonly string[];
  /** Parameters that the vendor lists under the body. */
  readonly body: readonly string[];
}

/** An operation with everything that matching compares. */
export interface CatalogueOperation {
  readonly name: string;
  /** The first half of the name, as in `courses`. */
  readonly resource: string;
  readonly changes: boolean;
  readonly method: HttpMethod;
  readonly path: string;
  /** Method and path without the names of variables. */
  readonly shape: string;
  /** Names of the variables of our path, in order. */
  readonly variables: readonly string[];
  /** Names of the parameters that our path does not hold. */
  readonly otherParameters: readonly string[];
  readonly title: readonly string[];
  readonly tag: readonly string[];
  /** The words of our name and path, for the operations whose title is lost. */
  readonly nameWords: readonly string[];
  readonly pathWords: readonly string[];
  readonly parameters: ReadonlySet<string>;
}

/** All operations, in the vendor's order, and how telling each word and parameter name is among them. */
export interface Catalogue {
  readonly operations: readonly CatalogueOperation[];
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

function operationOf(row: CatalogueRow): CatalogueOperation {
  const [resource = "", method = ""] = row.id.split(".");
  const variables = variablesOf(row.path);
  const documented = [...row.pathParams, ...row.query, ...row.body];
  return {
    name: row.id,
    resource,
    changes: row.kind === "write" || row.kind === "delete" || row.kind === "upload",
    method: row.method as HttpMethod,
    path: row.path,
    shape: routeShape(row.method, row.path),
    variables,
    otherParameters: documented.filter((name) => !variables.includes(name)),
    title: row.title === "" ? [] : row.title.split(" "),
    tag: row.tag.split(" "),
    nameWords: meaningfulWords(`${resource} ${method}`),
    pathWords: wordsOfPath(row.path),
    parameters: new Set([...documented, ...variables].map(parameterKey)),
  };
}

let loaded: Catalogue | undefined;

/** The catalogue, made at its first use. */
export function catalogue(): Catalogue {
  if (loaded !== undefined) return loaded;
  const operations = (rows as readonly CatalogueRow[]).map(operationOf);
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
