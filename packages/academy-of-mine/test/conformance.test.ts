import type { DriftReport } from "@kelaskit/core";
import { driftIssues } from "@kelaskit/core/vendor";
import { type MockServer, undeclaredKeys } from "@kelaskit/core/testing";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { createAcademyOfMineClient } from "../src/portal-client.ts";
import { createMockAcademyOfMine } from "../src/mock/index.ts";
import { comparable } from "./support/comparable.ts";
import {
  type ExportedOperation,
  type OperationFacts,
  readFacts,
  readOperations,
  resourceFiles,
  sampledOperations,
  sampleReply,
} from "./support/facts.ts";
import { meaningful, sampleSeed } from "./support/sample-seed.ts";

/** A request that a client sent, in its parts. */
interface SentRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  readonly body: unknown;
}

async function takeApart(request: Request): Promise<SentRequest> {
  const url = new URL(request.url);
  const query: Record<string, string | string[]> = {};
  for (const name of new Set(url.searchParams.keys())) {
    const values = url.searchParams.getAll(name);
    query[name] = name.endsWith("[]") || values.length > 1 ? values : (values[0] ?? "");
  }
  const isForm = request.headers.get("content-type")?.startsWith("multipart/form-data") === true;
  const text = isForm ? "" : await request.text();
  return {
    method: request.method,
    path: url.pathname.replace("/api", ""),
    query,
    body: isForm ? [...(await request.formData()).keys()] : text === "" ? null : JSON.parse(text),
  };
}

/** The parts of a JSON Schema that the tests read. */
interface ParamsSchema {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
}

function paramsSchema({ declaration }: ExportedOperation): ParamsSchema {
  const schema = declaration.params?.() as z.ZodType | undefined;
  // The vendor's own schemas are objects; the library's type says only that there is some schema.
  return schema === undefined
    ? {}
    : (z.toJSONSchema(schema, { unrepresentable: "any", io: "input" }) as ParamsSchema);
}

/** A mock of its own for one operation, and a client of it that rejects every undeclared reply. */
function mockFor(operation: string) {
  const mock = createMockAcademyOfMine({ seed: sampleSeed(operation) });
  const drift: DriftReport[] = [];
  const client = createAcademyOfMineClient({
    ...mock.credentials,
    fetch: mock.fetch,
    unverifiedRoutes: "allow",
    onDrift: (report) => void drift.push(report),
  });
  return { mock, client, drift };
}

/** Has the route of the data, with its evidence. */
function expectRoute(fact: OperationFacts, { declaration, pager }: ExportedOperation): void {
  expect(declaration).toMatchObject({ method: fact.method, path: fact.path, evidence: fact.evidence });
  expect(declaration.optional ?? []).toEqual(fact.optionalPath);
  expect(pager !== undefined).toBe(fact.paging !== null);
}

/** Takes the documented parameters: required, nullable or optional. */
function expectParameters({ parameters }: OperationFacts, exported: ExportedOperation): void {
  const { properties = {}, required = [] } = paramsSchema(exported);
  expect(Object.keys(properties).toSorted()).toEqual(parameters.map(({ name }) => name).toSorted());
  const documented = parameters.filter((parameter) => parameter.required).map(({ name }) => name);
  // The client adds the page: it is always sent, even when the vendor does not require it.
  const isGiven = (name: string): boolean => exported.declaration.clientParams?.includes(name) === true;
  expect(required.filter((name) => !isGiven(name)).toSorted()).toEqual(
    documented.filter((name) => !isGiven(name)).toSorted(),
  );
  for (const { name, nullable } of parameters) {
    // Its type is "null" or has it: in a list of types, or in one of several schemas.
    expect(JSON.stringify(properties[name]).includes('"null"'), `${name} may be null`).toBe(
      nullable === true,
    );
  }
}

/** Sends the sample request as documented. */
async function expectRequest(
  { method, call, wire }: OperationFacts,
  { declaration }: ExportedOperation,
): Promise<void> {
  const sent: SentRequest[] = [];
  const client = createAcademyOfMineClient({
    portal: "demo",
    token: "demo-token",
    unverifiedRoutes: "allow",
    fetch: async (input, init) => {
      sent.push(await takeApart(new Request(input, init)));
      return Response.json({});
    },
  });
  await client["~execute"](declaration, call, { validation: "off" });
  expect(sent).toEqual([{ method, ...wire }]);
}

/** Is answered by the mock, which reads what was given. */
async function expectMock(
  { mock, client }: ReturnType<typeof mockFor>,
  fact: OperationFacts,
  { declaration }: ExportedOperation,
): Promise<void> {
  const { operation, call } = fact;
  const params = { ...call, ...meaningful[operation] };
  await client["~execute"](declaration, params, { validation: "strict" });
  expect(mock.requests.map((request) => request.operation)).toEqual([operation]);
  expect(await comparable(fact, mock.requests[0]?.params)).toEqual(await comparable(fact, params));
}

/** Declares every key of the sample reply, and its types. */
function expectDeclaredSample(sample: unknown, { declaration }: ExportedOperation): void {
  expect(driftIssues(declaration.response, sample)).toEqual([]);
  expect(undeclaredKeys(declaration.response, sample)).toEqual([]);
}

/** Returns the sample reply as it came, without drift. */
async function expectSample(
  { mock, client, drift }: ReturnType<typeof mockFor>,
  { operation, call }: OperationFacts,
  sample: unknown,
  { declaration }: ExportedOperation,
): Promise<void> {
  if (declaration.media === "binary") return;
  (mock as MockServer).fail(operation, { status: 200, body: JSON.stringify(sample) }, { times: 2 });
  for (const validation of ["strict", "warn"] as const) {
    const { data } = await client["~execute"](declaration, call, { validation });
    expect(data).toEqual(sample);
  }
  expect(drift).toEqual([]);
}

const allFacts = resourceFiles.flatMap(readFacts);

describe("the vendor's operations", () => {
  it("are 503, each with a name of its own", () => {
    expect(allFacts).toHaveLength(503);
    expect(new Set(allFacts.map(({ operation }) => operation)).size).toBe(503);
  });

  it("are all that the resources export", async () => {
    const exported = await Promise.all(
      resourceFiles.map(async (file) => [...(await readOperations(file)).values()]),
    );
    const names = exported.flat().map(({ declaration }) => declaration.name);
    expect(names.toSorted()).toEqual(allFacts.map(({ operation }) => operation).toSorted());
  });

  it("are all that there are sample replies of", () => {
    const names = new Set(allFacts.map(({ operation }) => operation));
    expect(sampledOperations.filter((operation) => !names.has(operation))).toEqual([]);
  });
});

describe.each(resourceFiles)("%s", (resource) => {
  const facts = readFacts(resource);
  const exportOf = async (operation: string): Promise<ExportedOperation> => {
    const found = (await readOperations(resource)).get(operation.replace(/^.*\./, ""));
    if (found === undefined) throw new Error(`${operation} is not declared`);
    return found;
  };

  it("has one operation for each of the vendor's, and no other", async () => {
    const operations = await readOperations(resource);
    const declared = [...operations.values()].map(({ declaration }) => declaration.name);
    expect(declared.toSorted()).toEqual(facts.map(({ operation }) => operation).toSorted());
    for (const [name, { declaration }] of operations)
      expect(declaration.name.replace(/^.*\./, "")).toBe(name);
  });

  it.each(facts)("declares, sends and mocks $operation as documented", async (fact) => {
    const exported = await exportOf(fact.operation);
    expectRoute(fact, exported);
    expectParameters(fact, exported);
    await expectRequest(fact, exported);
    const mocked = mockFor(fact.operation);
    await expectMock(mocked, fact, exported);
    const sample = sampleReply(fact.operation);
    if (sample === undefined) return;
    expectDeclaredSample(sample, exported);
    await expectSample(mocked, fact, sample, exported);
  });
});
