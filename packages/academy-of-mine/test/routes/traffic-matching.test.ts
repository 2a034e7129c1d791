import { byDepth, cases } from "@kelaskit/test-support/depth";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createAcademyOfMine } from "../../src/client.ts";
import { createMockAcademyOfMine } from "../../src/mock/index.ts";
import { importRoutes, type RoutesImport } from "../../src/routes/index.ts";
import { calls, type Convention, formats, idsFirst, opaque, rest, slashes, swapped } from "./conventions.ts";
import { allFacts, type RecordedOperation, Recorder, recordSession } from "./recorded-session.ts";

function portal(
  convention: (fact: (typeof allFacts)[number], at: number) => string,
): readonly RecordedOperation[] {
  return allFacts.map((fact, at) => ({ fact, route: convention(fact, at) }));
}

function wrongMatches({ routes }: RoutesImport, operations: readonly RecordedOperation[]): readonly string[] {
  const truth = new Map(operations.map(({ fact, route }) => [fact.operation, route]));
  return Object.entries(routes)
    .filter(([operation, route]) => truth.get(operation) !== route)
    .map(([operation, route]) => `${operation}: ${route}, not ${truth.get(operation)}`);
}

/** How many operations of a session were recovered: reads and writes apart. */
function recall({ routes }: RoutesImport): { readonly reads: number; readonly writes: number } {
  const found = allFacts.filter(({ operation }) => operation in routes);
  const reads = found.filter(({ method }) => method === "GET").length;
  return { reads, writes: found.length - reads };
}

const randomOrder = fc.shuffledSubarray(
  allFacts.map((_, at) => at),
  { minLength: allFacts.length, maxLength: allFacts.length },
);

describe("a session with every operation of a portal whose paths are all others", () => {
  // Of 260 reads and 243 writes. The rest share parameters, reply and words with another, or were answered with nothing.
  it.each<[string, Convention, number, number]>([
    ["plural snake_case under /v2, ids in the middle, PATCH for PUT", rest, 250, 230],
    ["a POST for everything, reads too", calls, 244, 237],
    ["ids first, PUT for POST", idsFirst, 250, 238],
    ["a slash at the end of every path", slashes, 250, 230],
    [".json at the end of every path", formats, 250, 230],
  ])("%s: no wrong match, and nearly all are found", async (_, convention, reads, writes) => {
    const operations = portal(convention);
    const imported = await importRoutes(JSON.stringify(await recordSession(operations)));

    expect(wrongMatches(imported, operations)).toEqual([]);
    const found = recall(imported);
    expect(found.reads).toBeGreaterThanOrEqual(reads);
    expect(found.writes).toBeGreaterThanOrEqual(writes);
    expect(imported.report).toMatchObject({ format: "har", evidence: "observed", routesRead: 503 });
    const { matched, ambiguous, missing } = imported.report;
    expect(matched.length + ambiguous.length + missing.length).toBe(503);
  });

  it("names without a meaning: no wrong match, and what parameters and replies tell is found", async () => {
    await fc.assert(
      fc.asyncProperty(randomOrder, async (order) => {
        const operations = portal(opaque(order));
        const imported = await importRoutes(await recordSession(operations));

        expect(wrongMatches(imported, operations)).toEqual([]);
        const found = recall(imported);
        expect(found.reads).toBeGreaterThanOrEqual(185);
        expect(found.writes).toBeGreaterThanOrEqual(150);
        expect(imported.report.matched.every(({ certainty }) => certainty === "certain")).toBe(true);
      }),
      { numRuns: byDepth({ usual: 3, deep: 20 }) },
    );
  });

  it("words that mean other things: no wrong match, as soon as one match is certain without them", async () => {
    const sizes = fc.constantFrom(3, 10, 40, 200);
    await fc.assert(
      fc.asyncProperty(randomOrder, sizes, async (order, size) => {
        const all = swapped(allFacts, order);
        const operations = order.slice(0, size).flatMap((at) => all[at] ?? []);
        const imported = await importRoutes(await recordSession(operations)).catch((error: unknown) => {
          // A few requests may be files only.
          expect(error).toMatchObject({ name: "RoutesDocumentError" });
          return undefined;
        });
        if (imported === undefined) return;
        const { matched } = imported.report;
        // In a session of a few requests that say nothing else, there is nothing that could contradict the words.
        if (matched.some(({ certainty }) => certainty === "certain"))
          expect(wrongMatches(imported, operations)).toEqual([]);
      }),
      { numRuns: byDepth({ usual: 6, deep: 60 }) },
    );
  });

  it("replies with other fields than the samples': no wrong match", async () => {
    const operations = portal(rest);
    const recorded = JSON.stringify(await recordSession(operations));
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.constantFrom(5, 10, 30, 50), async (seed, share) => {
        const imported = await importRoutes(changedReplies(recorded, seed, share));
        expect(wrongMatches(imported, operations)).toEqual([]);
        expect(imported.report.matched.length).toBeGreaterThan(150);
      }),
      { numRuns: cases(5) },
    );
  });
});

/** Takes fields out of all replies of a recording, and puts others in. @param share How many, in percent. */
function changedReplies(recorded: string, seed: number, share: number): object {
  let state = seed >>> 0;
  const chance = (): boolean => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % 100 < share;
  };
  const change = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(change);
    if (typeof value !== "object" || value === null) return value;
    const kept = Object.entries(value).flatMap(([name, below]) => {
      if (name !== "records" && chance()) return chance() ? [[`portal_${name}`, below] as const] : [];
      return [[name, change(below)] as const];
    });
    return Object.fromEntries(kept);
  };
  const har = JSON.parse(recorded) as Awaited<ReturnType<typeof recordSession>>;
  for (const { response } of har.log.entries) {
    const { content } = response;
    if (content.mimeType.includes("json"))
      content.text = JSON.stringify(change(JSON.parse(content.text ?? "null")));
  }
  return har;
}

/** What the demonstration of the repository does. */
async function demoSession(routes: Readonly<Record<string, string>>): Promise<Recorder> {
  const recorder = new Recorder();
  const mock = createMockAcademyOfMine({ routes });
  const academy = createAcademyOfMine({
    ...mock.credentials,
    routes,
    fetch: recorder.wrap(mock.fetch),
    logger: false,
  });
  await academy.users.list();
  await academy.users.list({ page_size: 20 }).toArray({ limit: 1000 });
  const { id } = await academy.users.create({
    firstName: "Ada",
    lastName: "Learner",
    email: "ada@example.com",
    password: "demo-password-1",
  });
  await academy.users.get({ id });
  await academy.courses.enroll({ id: 2, studentIds: [id] });
  await academy.courses.listEnrolledLearners({ course_id: 2, portalId: -1 });
  await academy.learningPaths.get({ id: 2 });
  await academy.learningPaths.enroll({ id: 2, studentIds: [5] });
  await academy.media.upload({ file: new File(["handout"], "handout.pdf", { type: "application/pdf" }) });
  await academy.quizModules.downloadResponse({ statusRowId: 1 });
  return recorder;
}

describe("the session of the demonstration", () => {
  const used = [
    "users.list",
    "users.create",
    "users.get",
    "courses.enroll",
    "courses.listEnrolledLearners",
    "learningPaths.get",
    "learningPaths.enroll",
    "media.upload",
    "quizModules.downloadResponse",
  ];

  it.each([
    ["snake_case", rest],
    ["POST for everything", calls],
    ["ids first", idsFirst],
    ["a slash at the end", slashes],
    [".json at the end", formats],
  ])("is recovered whole: %s", async (_, convention) => {
    const routes = Object.fromEntries(allFacts.map((fact) => [fact.operation, convention(fact)]));
    const imported = await importRoutes((await demoSession(routes)).har());

    expect(imported.routes).toEqual(Object.fromEntries(used.map((name) => [name, routes[name]])));
    expect(imported.report).toMatchObject({ ambiguous: [], new: [] });
  });

  it("works with the routes that were found in it", async () => {
    const routes = Object.fromEntries(allFacts.map((fact) => [fact.operation, rest(fact)]));
    const imported = await importRoutes((await demoSession(routes)).har());
    const mock = createMockAcademyOfMine({ routes });
    const academy = createAcademyOfMine({ ...mock.credentials, routes: imported.routes, fetch: mock.fetch });

    await academy.courses.enroll({ id: 3, studentIds: [7] });

    expect(mock.store.enrollmentsIn("course", 3)).toHaveLength(1);
  });
});
