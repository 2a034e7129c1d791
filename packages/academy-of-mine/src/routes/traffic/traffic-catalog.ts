import { catalog, type CatalogOperation, parameterKey } from "../match/catalog.ts";
import { WordWeights } from "../match/words.ts";
import { type OperationShape, operationShapes } from "../operation-shapes.computed.ts";

/** An operation with everything that matching traffic compares. */
export interface TrafficOperation {
  readonly operation: CatalogOperation;
  readonly shape: OperationShape;
  /** Names of the parameters, by how they are compared. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly required: ReadonlySet<string>;
  readonly keys: ReadonlySet<string>;
  /** Paths below which the keys are not declared. */
  readonly open: ReadonlySet<string>;
  readonly choices: ReadonlySet<string>;
  /** The words of its name, path and title. */
  readonly words: ReadonlySet<string>;
}

/** All operations, and how much each name tells. */
export interface TrafficCatalog {
  readonly operations: readonly TrafficOperation[];
  readonly keyWeights: WordWeights;
  readonly parameterWeights: WordWeights;
  readonly wordWeights: WordWeights;
  /** All words of operations: in a path they are words, never ids. */
  readonly vocabulary: ReadonlySet<string>;
  /** All parameters' names: those of others are not reported. */
  readonly parameterNames: ReadonlySet<string>;
}

let loaded: TrafficCatalog | undefined;

function trafficOperation(operation: CatalogOperation, shape: OperationShape): TrafficOperation {
  const names = [...operation.variables, ...operation.otherParameters];
  return {
    operation,
    shape,
    parameters: new Map(names.map((name) => [parameterKey(name), name])),
    required: new Set(shape.required.map(parameterKey)),
    keys: new Set(shape.keys),
    open: new Set(shape.keys.filter((key) => key.endsWith(".*")).map((key) => key.slice(0, -2))),
    choices: new Set(shape.choices),
    words: new Set([...operation.nameWords, ...operation.pathWords, ...operation.title]),
  };
}

/** The catalog, created at its first use. */
export function trafficCatalog(): TrafficCatalog {
  if (loaded !== undefined) return loaded;
  const shapes = new Map(operationShapes.map((shape) => [shape.name, shape]));
  const all = catalog();
  const operations = all.operations.flatMap((operation) => {
    const shape = shapes.get(operation.name);
    return shape === undefined ? [] : [trafficOperation(operation, shape)];
  });
  loaded = {
    operations,
    keyWeights: new WordWeights(operations.map(({ shape }) => shape.keys)),
    parameterWeights: all.parameterWeights,
    wordWeights: new WordWeights(operations.map(({ words }) => [...words])),
    vocabulary: new Set(operations.flatMap(({ words }) => [...words])),
    parameterNames: new Set(operations.flatMap(({ parameters }) => [...parameters.keys()])),
  };
  return loaded;
}
