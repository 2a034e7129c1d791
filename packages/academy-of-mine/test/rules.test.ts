import { failureOf } from "@kelaskit/test-support/failure";
import { InvalidParamsError, UnverifiedRouteError } from "@kelaskit/core";
import { describe, expect, it } from "vitest";
import { createAcademyOfMineClient } from "../src/portal-client.ts";
import { type ExportedOperation, readFacts, readOperations, resourceFiles } from "./support/facts.ts";

/** An operation with the vendor's sample request. */
interface Sample {
  readonly run: ExportedOperation;
  readonly call: Readonly<Record<string, unknown>>;
}

const samples = new Map<string, Sample>();
for (const resource of resourceFiles) {
  const operations = await readOperations(resource);
  for (const { operation, call } of readFacts(resource)) {
    const run = operations.get(operation.replace(/^.*\./, ""));
    if (run !== undefined) samples.set(operation, { run, call });
  }
}

function sampleOf(operation: string): Sample {
  const sample = samples.get(operation);
  if (sample === undefined) throw new Error(`There is no ${operation}.`);
  return sample;
}

/** A client whose requests end here, with their number. */
function setUp(unverifiedRoutes: "reads" | "allow") {
  let count = 0;
  const client = createAcademyOfMineClient({
    portal: "demo",
    token: "demo-token",
    unverifiedRoutes,
    validation: "off",
    fetch: async () => {
      count += 1;
      return Response.json({});
    },
  });
  return { client, sent: () => count };
}

const rules: readonly (readonly [string, Readonly<Record<string, unknown>>, string])[] = [
  [
    "announcements.create",
    { sending_rules: "specific_users", user_ids: undefined },
    "user_ids: is required when",
  ],
  [
    "announcements.create",
    { sending_rules: "specific_portals", portal_ids: undefined },
    "portal_ids: is required when",
  ],
  [
    "announcements.update",
    { sending_rules: "specific_course_users", course_ids: undefined },
    "course_ids: is required when",
  ],
  [
    "assignmentModules.create",
    { submission_type: "file", allowed_filetypes: undefined },
    'allowed_filetypes: is required when submission_type is "file"',
  ],
  ["courses.save", { status: "draft", name: undefined }, 'name: is required when status is "draft"'],
  [
    "discussionModules.create",
    { should_be_evaluated: true, minComments: undefined },
    "minComments: is required when",
  ],
  [
    "discussionModules.update",
    { should_be_evaluated: true, minComments: undefined },
    "minComments: is required when",
  ],
  [
    "ecommerceSettings.setInvoiceSettings",
    { invoiceBusinessName: "customBusinessName", businessName: undefined },
    "businessName: is required when",
  ],
  [
    "orders.refund",
    { refundType: "PARTIAL_REFUND", refundAmount: 0 },
    "refundAmount: must be an amount above 0",
  ],
  [
    "orders.refund",
    { refundType: "PARTIAL_REFUND", refundAmount: "-1" },
    "refundAmount: must be an amount above 0",
  ],
  [
    "orders.refund",
    { refundType: "PARTIAL_REFUND", refundAmount: "1,5" },
    "refundAmount: must be an amount above 0",
  ],
  [
    "powerpointModules.create",
    { estimatedCompletion: 5, estimationCompletedUnit: undefined },
    "estimationCompletedUnit: is required together with estimatedCompletion",
  ],
  [
    "powerpointModules.update",
    { estimatedCompletion: 5, estimationCompletedUnit: undefined },
    "estimationCompletedUnit: is required together with estimatedCompletion",
  ],
  [
    "questions.update",
    { type: "match_answers", matchPossibilities: "" },
    'matchPossibilities: must not be empty when type is "match_answers"',
  ],
  ["quizModules.create", { type: "static", questions: undefined }, "questions: is required when"],
  [
    "quizModules.update",
    { type: "dynamic", questionCategories: undefined },
    "questionCategories: is required when",
  ],
];

describe("what is required only together with something else", () => {
  it.each(rules)("%s, %j: is refused before anything is sent", async (operation, change, words) => {
    const { client, sent } = setUp("allow");
    const { run, call } = sampleOf(operation);
    const error = await failureOf(run(client, { ...call, ...change }));
    expect(error).toBeInstanceOf(InvalidParamsError);
    expect(String(error)).toContain(words);
    expect(sent()).toBe(0);
  });

  it("is asked of every operation that has such a rule", () => {
    const withRules = [...samples].filter(([, { run }]) => run.declaration.rules !== undefined);
    const tested = new Set(rules.map(([operation]) => operation));
    expect(withRules.map(([operation]) => operation).toSorted()).toEqual([...tested].toSorted());
  });

  it("counts both courses that a learning path needs", async () => {
    const { client, sent } = setUp("allow");
    const { run, call } = sampleOf("learningPaths.create");
    expect(await failureOf(run(client, { ...call, courses: [1] }))).toBeInstanceOf(InvalidParamsError);
    expect(sent()).toBe(0);
  });
});

it("without imported routes, only reading GETs and documented routes are sent", async () => {
  const { client, sent } = setUp("reads");
  for (const [operation, { run, call }] of samples) {
    const { method, evidence, safe } = run.declaration;
    const mayBeSent = evidence === "documented" || (method === "GET" && safe !== false);
    const before = sent();
    if (mayBeSent) await run(client, call);
    else expect(await failureOf(run(client, call)), operation).toBeInstanceOf(UnverifiedRouteError);
    expect(sent() - before, operation).toBe(mayBeSent ? 1 : 0);
  }
});
