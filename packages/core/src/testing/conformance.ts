import type { Client } from "../client.ts";
import type { AnyDeclaration } from "../declaration.ts";
import { driftIssues, driftText } from "../drift.ts";
import { isObject } from "../json-object.ts";
import type { MockServer } from "./server.ts";
import { undeclaredKeys } from "./undeclared-keys.ts";

/** An operation with any parameters and reply. */
export interface DeclaredOperation {
  /** The operation as data. */
  readonly declaration: AnyDeclaration;
}

/** One operation with a sample of its request and of its reply. */
export interface ConformanceCase {
  /** The operation. */
  readonly operation: DeclaredOperation;
  /** Parameters that the mock answers with a success. @default none */
  readonly params?: object;
  /** The reply as the vendor prints it; omitted where it prints none. */
  readonly reply?: unknown;
}

/** Options of `conformanceProblems`. */
export interface ConformanceOptions {
  /** The vendor's modules of operations, by resource: `{ orders, products }`. */
  readonly modules: Readonly<Record<string, object>>;
  /** A case for every operation; several for an operation with several replies. */
  readonly cases: readonly ConformanceCase[];
  /** A client of the mock, with all methods, that allows proposed routes: `createX({ fetch: mock.fetch, unverifiedRoutes: "allow" })`. */
  readonly client: Client;
  /** The vendor's mock. */
  readonly mock: MockServer;
}

function isOperation(value: unknown): value is DeclaredOperation {
  return typeof value === "function" && "declaration" in value;
}

function withOrderedKeys(_key: string, entry: unknown): unknown {
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) return entry;
  return Object.fromEntries(Object.entries(entry).toSorted(([first], [second]) => (first < second ? -1 : 1)));
}

/** JSON with sorted keys, so that equal values have equal texts. */
function canonical(value: unknown): string | undefined {
  return JSON.stringify(value, withOrderedKeys);
}

function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function namingProblems({ modules, cases }: ConformanceOptions): readonly string[] {
  const covered = new Set(cases.map(({ operation }) => operation.declaration.name));
  return Object.entries(modules).flatMap(([resource, module]) =>
    Object.entries(module).flatMap(([name, member]) => {
      if (!isOperation(member)) return [];
      const expected = `${resource}.${name}`;
      const declared = member.declaration.name;
      if (declared !== expected) return [`${expected}: its declaration is named ${declared}`];
      return covered.has(expected) ? [] : [`${expected}: it has no case`];
    }),
  );
}

/** The client's methods of resources that were left out: a new resource would otherwise be compared with nothing. */
function forgottenProblems({ modules, client }: ConformanceOptions): readonly string[] {
  return Object.entries(client)
    .filter(([resource, methods]) => isObject(methods) && !Object.hasOwn(modules, resource))
    .flatMap(([resource, methods]) =>
      Object.entries(methods as object).flatMap(([name, method]) =>
        typeof method === "function" ? [`${resource}.${name}: it is not in modules`] : [],
      ),
    );
}

function sampleProblems({ declaration }: DeclaredOperation, reply: unknown): readonly string[] {
  const drift = driftIssues(declaration.response, reply);
  const undeclared = undeclaredKeys(declaration.response, reply);
  return [
    ...(drift.length === 0 ? [] : [`the sample reply differs from the declaration: ${driftText(drift)}`]),
    ...undeclared.map((path) => `the sample reply has ${path}, which is not declared`),
  ];
}

async function callProblems(
  { client, mock }: ConformanceOptions,
  { declaration }: DeclaredOperation,
  params: object,
): Promise<readonly string[]> {
  const before = mock.requests.length;
  try {
    await client["~execute"](declaration, params, { validation: "strict" });
  } catch (error) {
    return [`the client refuses the mock's reply: ${errorText(error)}`];
  }
  const [arrived, ...more] = mock.requests
    .slice(before)
    .filter(({ operation }) => operation === declaration.name);
  if (arrived === undefined || more.length > 0)
    return [`expected one request to the mock, got ${more.length + Number(arrived !== undefined)}`];
  const sent = Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined));
  const read = Object.fromEntries(
    Object.entries(arrived.params).filter(
      ([name]) => name in sent || declaration.clientParams?.includes(name) !== true,
    ),
  );
  return canonical(read) === canonical(sent)
    ? []
    : ["the mock received parameters other than those passed to the client"];
}

async function passThroughProblems(
  { client, mock }: ConformanceOptions,
  { declaration }: DeclaredOperation,
  params: object,
  reply: unknown,
): Promise<readonly string[]> {
  mock.fail(declaration.name, { status: 200, body: reply });
  try {
    const { data } = await client["~execute"](declaration, params, { validation: "strict" });
    return canonical(data) === canonical(reply) ? [] : ["the client changes the sample reply"];
  } catch (error) {
    return [`the client refuses the sample reply: ${errorText(error)}`];
  }
}

/**
 * Compares a vendor's declarations, client and mock with each other and with the vendor's samples: every operation has
 * its own name and a case, and none of the client's is left out; its parameters are accepted and reach the mock unchanged; the mock's reply and the vendor's
 * sample pass strict validation unchanged; every key of a sample is declared.
 *
 * @returns The problems, each as `operation: problem`; empty when there are none.
 * @example
 * ```ts
 * expect(await conformanceProblems({ modules: { orders, products }, cases, client, mock })).toEqual([]);
 * ```
 */
export async function conformanceProblems(options: ConformanceOptions): Promise<readonly string[]> {
  const problems: string[] = [...namingProblems(options), ...forgottenProblems(options)];
  for (const { operation, params = {}, ...sample } of options.cases) {
    const { declaration } = operation;
    const add = (found: readonly string[]): void => {
      problems.push(...found.map((problem) => `${declaration.name}: ${problem}`));
    };
    const hasReply = "reply" in sample && declaration.media !== "binary";
    if (hasReply) add(sampleProblems(operation, sample.reply));
    const called = await callProblems(options, operation, params);
    add(called);
    if (hasReply && called.length === 0)
      add(await passThroughProblems(options, operation, params, sample.reply));
  }
  return problems;
}
