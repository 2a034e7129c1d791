import { type Client, KelasError, PaginationError } from "@kelaskit/core";
import type { ParsedRow, RowOutcome, Settlement, TargetContext, TargetRemoval } from "../target.ts";
import { type AcademyContent, anyPortal } from "./academy-contents.ts";
import type { LearnerDirectory } from "./academy-directory.ts";
import { type Enrolled, findEnrolled, isAboutUsers } from "./academy-enrollment.ts";
import type { AcademyRow } from "./academy-row.ts";
import { idsOf, type Identity } from "./academy-users.ts";
import { concernsAllRows, mapSome, outcomeOf, rethrowUnlessFinal, stateAfterRefusal } from "./failures.ts";
import { RecordReader } from "./record-reader.ts";

/** What a removal works on. */
interface RemovalOptions {
  readonly client: Client;
  readonly content: AcademyContent;
  readonly directory: LearnerDirectory;
  /** Only learners of this portal and its sub-portals are taken out. */
  readonly portalId: number;
  readonly batchSize: number;
}

/** Who the learner of a row is, or the error of the question. */
type Found = Identity | { readonly kind: "failed"; readonly error: KelasError };

const nobodyListed: Enrolled = { found: new Map(), isComplete: false };

function parseMember(record: Readonly<Record<string, unknown>>): ParsedRow<AcademyRow> {
  const reader = new RecordReader(record);
  const contentId = reader.numberId("contentId");
  const userId = reader.numberId("userId");
  const email = reader.email("email");
  const firstName = reader.text("firstName");
  const lastName = reader.text("lastName");
  if (reader.value("contentId") === undefined)
    reader.refuse("contentId", "the id of the course or learning path");
  if (reader.value("userId") === undefined && reader.value("email") === undefined)
    reader.refuse("userId", "the user's id, unless email is given");
  if (contentId === undefined || reader.issues.length > 0) return { issues: reader.issues };
  return { row: { contentId, userId, email, firstName, lastName } };
}

/** Why the learner of a row was not taken out. Nothing was sent for it. */
function outcomeWithoutEnrollment(
  identity: Found,
  { content, portalId }: RemovalOptions,
  { isComplete, found }: Enrolled,
): RowOutcome {
  if (identity.kind === "failed") {
    const reason = `The learner was not found and not taken out: ${identity.error.message}`;
    return { state: stateAfterRefusal(identity.error), reason };
  }
  if (identity.kind === "nobody")
    return {
      state: "failed",
      reason: "No user has the row's address, so nobody was taken out: give userId.",
    };
  if (identity.kind === "too-many")
    return { state: "failed", reason: "Too many users match the address: give only userId." };
  if (identity.kind === "mismatch")
    return {
      state: "failed",
      reason: "The row's address does not belong to the user with the row's userId: they may be two people.",
    };
  if (identity.kind === "one-of" && identity.ids.some((id) => found.has(id)))
    return {
      state: "failed",
      reason: "Several users match the row's address, and none can be confirmed as the learner: give userId.",
    };
  if (isComplete) {
    const portal = portalId === anyPortal ? "" : ` of portal ${portalId}`;
    return { state: "done", detail: `was not among the ${content.noun}'s learners${portal}` };
  }
  return {
    state: "retry",
    reason: `The list of the ${content.noun}'s learners does not show for certain whether the learner is among them.`,
  };
}

/** Ends enrollments in one call, or in smaller ones if it is refused because of some of them: a refusal proves that none was ended. */
class Removal {
  readonly #options: RemovalOptions;
  readonly #contentId: number;
  readonly #outcomes = new Map<string, RowOutcome>();

  constructor(options: RemovalOptions, contentId: number) {
    this.#options = options;
    this.#contentId = contentId;
  }

  /** @returns The outcomes by the id of the enrollment. @throws The error of the first call, unless it is about some of them only. */
  async run(ids: readonly string[], context: TargetContext): Promise<ReadonlyMap<string, RowOutcome>> {
    if (ids.length === 0) return this.#outcomes;
    const { client, content } = this.#options;
    try {
      await content.remove(client, this.#contentId, ids, context.signal);
    } catch (error) {
      if (ids.length === 1 || !isAboutUsers(error)) throw error;
      const middle = Math.ceil(ids.length / 2);
      await this.#runPart(ids.slice(0, middle), context);
      await this.#runPart(ids.slice(middle), context);
      return this.#outcomes;
    }
    for (const id of ids) this.#outcomes.set(id, { state: "done" });
    return this.#outcomes;
  }

  async #runPart(ids: readonly string[], context: TargetContext): Promise<void> {
    try {
      await this.run(ids, context);
    } catch (error) {
      const outcome = outcomeOf(error);
      for (const id of ids) this.#outcomes.set(id, outcome);
    }
  }
}

/** The outcome for a learner, of whom the list may show several enrollments: done only if each was ended. */
function outcomeOfAll(outcomes: readonly (RowOutcome | undefined)[]): RowOutcome {
  const notKnown: RowOutcome = { state: "unknown", reason: "The result of the removal is not known." };
  const all = outcomes.map((outcome) => outcome ?? notKnown);
  const open = all.find((outcome) => outcome.state !== "done");
  if (open === undefined || all.every(({ state }) => state === open.state)) return open ?? { state: "done" };
  return { state: "unknown", reason: `Not every enrollment of the learner was ended: ${open.reason}` };
}

/** Runs tasks for one course or learning path one after another: a removal changes the list that the next one reads. */
class Turns {
  readonly #last = new Map<number, Promise<unknown>>();

  async take<Result>(contentId: number, task: () => Promise<Result>): Promise<Result> {
    const before = this.#last.get(contentId);
    const turn = (async () => {
      await before;
      return task();
    })();
    // Its failure is that of its own caller.
    const over = turn.then(
      () => undefined,
      () => undefined,
    );
    this.#last.set(contentId, over);
    try {
      return await turn;
    } finally {
      if (this.#last.get(contentId) === over) this.#last.delete(contentId);
    }
  }
}

/** Looks for users in a list that may change while it is read: then who was found is certain, and nothing else. */
async function findListed(
  { client, content, portalId }: RemovalOptions,
  id: number,
  identities: readonly (Found | undefined)[],
  { signal }: TargetContext,
): Promise<Enrolled> {
  const wanted = new Set(identities.flatMap((identity) => idsOf(identity)));
  try {
    return await findEnrolled(client, { content, id, portalId, wanted, findEvery: true, signal });
  } catch (error) {
    if (!PaginationError.isInstance(error)) throw error;
    return nobodyListed;
  }
}

async function sendRows(
  options: RemovalOptions,
  rows: readonly AcademyRow[],
  context: TargetContext,
): Promise<RowOutcome[]> {
  const { content, directory } = options;
  const [first] = rows;
  if (first === undefined) return [];
  if (rows.some(({ contentId }) => contentId !== first.contentId))
    throw new TypeError(`Rows of one ${content.noun} are taken out per call; nothing was sent.`);
  const identities = await mapSome(rows, async (row): Promise<Found> => {
    try {
      return await directory.identify(row, context.signal);
    } catch (error) {
      if (!KelasError.isInstance(error) || concernsAllRows(error)) throw error;
      return { kind: "failed", error };
    }
  });
  const listed = await findListed(options, first.contentId, identities, context);
  const enrollments = identities.map((identity) =>
    identity.kind === "user" ? listed.found.get(identity.id) : undefined,
  );
  const ids = new Set(enrollments.flatMap((own) => own ?? []));
  let outcomes: ReadonlyMap<string, RowOutcome>;
  try {
    outcomes = await new Removal(options, first.contentId).run([...ids], context);
  } catch (error) {
    if (concernsAllRows(error) || enrollments.every((own) => own !== undefined)) throw error;
    outcomes = new Map([...ids].map((id) => [id, outcomeOf(error)]));
  }
  return identities.map((identity, index) => {
    const own = enrollments[index];
    return own === undefined
      ? outcomeWithoutEnrollment(identity, options, listed)
      : outcomeOfAll(own.map((id) => outcomes.get(id)));
  });
}

function settlementOf(identity: Identity | undefined, { found, isComplete }: Enrolled): Settlement {
  if (identity === undefined || (identity.kind !== "user" && identity.kind !== "one-of"))
    return "cannot-tell";
  if (!idsOf(identity).some((id) => found.has(id))) return isComplete ? "done" : "cannot-tell";
  // One of several is still enrolled, perhaps not the one who is meant.
  return identity.kind === "user" ? "not-done" : "cannot-tell";
}

/** The answer to a question; undefined after an error that would be the same again. Throws any other. */
async function unlessFinal<Answer>(question: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await question;
  } catch (error) {
    rethrowUnlessFinal(error);
    return undefined;
  }
}

async function settleRows(
  options: RemovalOptions,
  rows: readonly AcademyRow[],
  context: TargetContext,
): Promise<Settlement[]> {
  const identities = await mapSome(rows, (row) =>
    unlessFinal(options.directory.identify(row, context.signal)),
  );
  const settlements: Settlement[] = [];
  const places = Map.groupBy(rows.keys(), (index) => rows[index]?.contentId ?? 0);
  for (const [contentId, indexes] of places) {
    const own = indexes.map((index) => identities[index]);
    const listed = (await unlessFinal(findListed(options, contentId, own, context))) ?? nobodyListed;
    for (const index of indexes) settlements[index] = settlementOf(identities[index], listed);
  }
  return settlements;
}

/**
 * Takes learners out of courses or learning paths. The vendor removes enrollments by their own ids, which its list of learners
 * shows: each call reads it first.
 */
export function academyRemoval(options: RemovalOptions): TargetRemoval<AcademyRow> {
  const turns = new Turns();
  return {
    batchSize: options.batchSize,
    parse: parseMember,
    send: (rows, context) => turns.take(rows[0]?.contentId ?? 0, () => sendRows(options, rows, context)),
    settle: (rows, context) => settleRows(options, rows, context),
  };
}
