import { CallError, type Client, ConfigurationError, type KelasError } from "@kelaskit/core";
import { checkOptions, type OptionNames } from "@kelaskit/core/vendor";
import * as courses from "@kelaskit/academy-of-mine/courses";
import * as learningPaths from "@kelaskit/academy-of-mine/learning-paths";
import type { ParsedRow, RowOutcome, Settlement, Target, TargetCheck, TargetContext } from "../target.ts";
import { type AcademyContent, anyPortal, courseContent, learningPathContent } from "./academy-contents.ts";
import { LearnerDirectory, type Resolution } from "./academy-directory.ts";
import { type Enrolled, Enrollment, findEnrolled } from "./academy-enrollment.ts";
import { listMembers } from "./academy-members.ts";
import { academyRemoval } from "./academy-removal.ts";
import type { AcademyRow } from "./academy-row.ts";
import { idsOf, type Identity } from "./academy-users.ts";
import {
  concernsAllRows,
  mapSome,
  outcomeOf,
  requireVendor,
  rethrowUnlessFinal,
  stateAfterRefusal,
} from "./failures.ts";
import { courseFields, learningPathFields } from "./fields/academy.ts";
import { fieldsWith } from "./fields/settings.ts";
import { addressKey, RecordReader } from "./record-reader.ts";
import { RowMerge, twoPeople } from "./row-merge.ts";
import { readSetting } from "./settings.ts";
import { checkCredential, checkThing, type Sighting, sightInList, sightOne } from "./settings-check.ts";

export type { AcademyRow } from "./academy-row.ts";

/** Settings for all rows of Academy of Mine. */
export interface AcademyOptions {
  /** Only users of this portal and its sub-portals are enrolled, listed and taken out; -1 for users of any portal. @default -1 */
  readonly portalId?: number | undefined;
  /** Creates learners who have no account; their rows need first and last names. @default true */
  readonly createLearners?: boolean | undefined;
  /** How many learners are enrolled or taken out in one call at most. @default 50 */
  readonly batchSize?: number | undefined;
  /**
   * Refuses rows without `userId`. Then learners in the vendor's lists, which show user ids but hardly any addresses, are compared
   * with rows by their user ids, and none of them is uncertain. @default false
   */
  readonly requireUserId?: boolean | undefined;
}

/** Settings of `academyCourse`. */
export interface AcademyCourseOptions extends AcademyOptions {
  /** The course for rows without one. If it is not set, every row must name a course. */
  readonly courseId?: number | undefined;
}

/** Settings of `academyLearningPath`. */
export interface AcademyLearningPathOptions extends AcademyOptions {
  /** The learning path for rows without one. If it is not set, every row must name a learning path. */
  readonly learningPathId?: number | undefined;
}

const sharedNames = {
  portalId: true,
  createLearners: true,
  batchSize: true,
  requireUserId: true,
} as const satisfies OptionNames<AcademyOptions>;
const courseNames = { ...sharedNames, courseId: true } as const satisfies OptionNames<AcademyCourseOptions>;
const pathNames = {
  ...sharedNames,
  learningPathId: true,
} as const satisfies OptionNames<AcademyLearningPathOptions>;

/** How the two targets differ. */
interface ContentTarget {
  readonly name: string;
  readonly content: AcademyContent;
  /** The reads that check whether the course or learning path exists: by its id, and in the list. */
  readonly reads: (
    client: Client,
    id: number,
    context: TargetContext,
  ) => readonly (() => Promise<Sighting>)[];
  /** The field for its id. */
  readonly idField: string;
  readonly fields: Target["fields"];
  /** The prefix of its items' keys. */
  readonly item: string;
  readonly fallback: number | undefined;
}

/** The shortest password the vendor accepts. */
const shortestPassword = 8;

const itself = <Thing>(thing: Thing): Thing => thing;
const idOf = ({ id }: { readonly id: number }): number => id;
const nameOf = ({ name }: { readonly name?: string | null | undefined }) => name;

const readsOfCourse: ContentTarget["reads"] = (client, id, { signal }) => [
  () => sightOne(courses.get(client, { id }, { signal }), itself, nameOf),
  () => sightInList(courses.list(client, {}, { signal }), id, idOf, nameOf),
];

const readsOfLearningPath: ContentTarget["reads"] = (client, id, { signal }) => [
  () => sightOne(learningPaths.get(client, { id }, { signal }), itself, nameOf),
  () => sightInList(learningPaths.list(client, {}, { signal }), id, idOf, nameOf),
];

function parseRow(
  record: Readonly<Record<string, unknown>>,
  { idField, fallback, content }: ContentTarget,
  { requireUserId = false }: AcademyOptions,
): ParsedRow<AcademyRow> {
  const reader = new RecordReader(record);
  const userId = reader.numberId("userId");
  const email = reader.email("email");
  const firstName = reader.text("firstName");
  const lastName = reader.text("lastName");
  const password = reader.password("password", shortestPassword);
  const contentId = reader.numberId(idField) ?? fallback;
  if (reader.value("userId") === undefined && requireUserId)
    reader.refuse("userId", "the user's id, which requireUserId demands");
  else if (reader.value("userId") === undefined && reader.value("email") === undefined)
    reader.refuse("email", "the learner's e-mail address, unless userId is given");
  if (contentId === undefined && reader.value(idField) === undefined)
    reader.refuse(idField, `the ${content.noun}'s id, unless the target has one`);
  if (reader.issues.length > 0 || contentId === undefined) return { issues: reader.issues };
  return { row: { contentId, userId, email, firstName, lastName, password }, cleaned: reader.cleaned };
}

/** Merges two rows for one learner and course or learning path, unless they contradict each other. */
function mergeRows(noun: string, first: AcademyRow, second: AcademyRow): ParsedRow<AcademyRow> {
  const merge = new RowMerge(`learner and ${noun}`);
  const row: AcademyRow = {
    ...first,
    email: merge.agree("email", first.email, second.email),
    firstName: merge.agree("firstName", first.firstName, second.firstName, { advice: twoPeople }),
    lastName: merge.agree("lastName", first.lastName, second.lastName, { advice: twoPeople }),
    password: merge.agree("password", first.password, second.password, { isSame: Object.is }),
  };
  return merge.parsed(row);
}

/** The outcome of a row whose learner was not found. */
function outcomeWithoutUser(resolution: Exclude<Resolution, { readonly kind: "user" }>): RowOutcome {
  if (resolution.kind === "refused")
    return { state: resolution.mayPass === true ? "retry" : "failed", reason: resolution.reason };
  if (resolution.kind === "uncertain") return { state: "unknown", reason: resolution.reason };
  const reason = `The learner was not found, created or enrolled: ${resolution.error.message}`;
  return { state: stateAfterRefusal(resolution.error), reason };
}

/** The error with which the call must end because of its learners, before anyone was enrolled. */
function errorForAll(resolved: readonly Resolution[]): KelasError | undefined {
  // Throwing it would claim that nothing was carried out for any row, but a learner may have been created.
  if (resolved.some(({ kind }) => kind === "uncertain")) return undefined;
  const errors = resolved.flatMap((resolution) => (resolution.kind === "failed" ? [resolution.error] : []));
  const stopping = errors.find(concernsAllRows);
  if (stopping !== undefined || errors.length < resolved.length) return stopping;
  // Any other error is about one learner, and becomes the outcome of that row.
  return errors.find((error) => CallError.isInstance(error));
}

/** Whether the error of an enrollment is the complete result of every row, so that it may be thrown. */
function isResultOfAll(error: unknown, resolved: readonly Resolution[]): boolean {
  if (resolved.some(({ kind }) => kind === "uncertain")) return false;
  if (concernsAllRows(error)) return true;
  if (!resolved.every(({ kind }) => kind === "user")) return false;
  // For a learner who was created, the outcome must also report that, unless the row is sent again anyway.
  const isAnyNew = resolved.some((resolution) => resolution.kind === "user" && resolution.isNew);
  return !isAnyNew || outcomeOf(error).state === "retry";
}

/** Adds to an outcome that the learner was created. */
function withCreation(outcome: RowOutcome): RowOutcome {
  if (outcome.state === "done") return { ...outcome, detail: outcome.detail ?? "the learner was created" };
  return { ...outcome, reason: `The learner was created. ${outcome.reason}` };
}

function settlementOf(identity: Identity | undefined, { found, isComplete }: Enrolled): Settlement {
  if (identity === undefined || identity.kind === "too-many") return "cannot-tell";
  if (identity.kind === "nobody") return "not-done";
  if (!idsOf(identity).some((id) => found.has(id))) return isComplete ? "not-done" : "cannot-tell";
  // One of several is enrolled, perhaps not the one who is meant.
  return identity.kind === "user" ? "done" : "cannot-tell";
}

function checkContent(
  client: Client,
  { content, reads, fallback }: ContentTarget,
  context: TargetContext,
): Promise<TargetCheck> {
  const { noun } = content;
  if (fallback === undefined)
    return checkCredential("Academy of Mine", noun, () =>
      courses.list(client, { page_size: 1 }, { signal: context.signal }),
    );
  const subject = { vendor: "Academy of Mine", thing: `the ${noun} ${fallback}` };
  return checkThing(subject, reads(client, fallback, context));
}

function withUserId(fields: Target["fields"]): Target["fields"] {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      name === "userId" ? { ...field, required: true } : field,
    ]),
  );
}

function requireCount(name: string, value: unknown, expected: string): void {
  if (typeof value === "number" && Number.isSafeInteger(value) && value > 0) return;
  throw new ConfigurationError(`${name}: expected ${expected}, got ${String(value)}. Nothing was sent.`);
}

function academyTarget(client: Client, kind: ContentTarget, options: AcademyOptions): Target<AcademyRow> {
  const { portalId = anyPortal, createLearners = true, batchSize = 50, requireUserId = false } = options;
  if (portalId !== anyPortal) requireCount("portalId", portalId, "the id of a portal, or -1 for any");
  requireCount("batchSize", batchSize, "a whole number of 1 or more");
  const { content } = kind;
  const directory = new LearnerDirectory(client, createLearners);

  const send = async (rows: readonly AcademyRow[], context: TargetContext): Promise<RowOutcome[]> => {
    const [first] = rows;
    if (first === undefined) return [];
    if (rows.some(({ contentId }) => contentId !== first.contentId))
      throw new TypeError(`${kind.name} sends rows of one ${content.noun} per call; nothing was sent.`);
    const resolved = await mapSome(rows, (row) => directory.resolve(row, context.signal));
    const ids = new Set(
      resolved.flatMap((resolution) => (resolution.kind === "user" ? [resolution.id] : [])),
    );
    const failure = errorForAll(resolved);
    if (failure !== undefined) throw failure;
    let outcomes: ReadonlyMap<number, RowOutcome>;
    try {
      outcomes = await new Enrollment(client, content, first.contentId, portalId).run([...ids], context);
    } catch (error) {
      if (isResultOfAll(error, resolved)) throw error;
      outcomes = new Map([...ids].map((id) => [id, outcomeOf(error)]));
    }
    return resolved.map((resolution): RowOutcome => {
      if (resolution.kind !== "user") return outcomeWithoutUser(resolution);
      const outcome = outcomes.get(resolution.id) ?? {
        state: "unknown",
        reason: "The result of the enrollment is not known.",
      };
      return resolution.isNew ? withCreation(outcome) : outcome;
    });
  };

  const identify = async (row: AcademyRow, { signal }: TargetContext): Promise<Identity | undefined> => {
    try {
      return await directory.identify(row, signal);
    } catch (error) {
      rethrowUnlessFinal(error);
      return undefined;
    }
  };

  const listed = async (
    contentId: number,
    wanted: ReadonlySet<number>,
    { signal }: TargetContext,
  ): Promise<Enrolled> => {
    try {
      return await findEnrolled(client, { content, id: contentId, wanted, signal });
    } catch (error) {
      rethrowUnlessFinal(error);
      return { found: new Map(), isComplete: false };
    }
  };

  return {
    name: kind.name,
    fields: fieldsWith(requireUserId ? withUserId(kind.fields) : kind.fields, {
      [kind.idField]: kind.fallback,
    }),
    parse: (record) => parseRow(record, kind, options),
    keyOf: ({ userId, email, contentId }) => ({
      learner: userId === undefined ? addressKey(email ?? "") : String(userId),
      item: `${kind.item}:${contentId}`,
    }),
    merge: (first, second) => mergeRows(content.noun, first, second),
    batchSize,
    groupOf: ({ contentId }) => String(contentId),
    send,
    async settle(rows, context) {
      const identities = await mapSome(rows, (row) => identify(row, context));
      const wanted = new Map<number, Set<number>>();
      for (const [index, { contentId }] of rows.entries()) {
        wanted.set(contentId, new Set([...(wanted.get(contentId) ?? []), ...idsOf(identities[index])]));
      }
      const lists = new Map<number, Enrolled>();
      for (const [contentId, ids] of wanted) lists.set(contentId, await listed(contentId, ids, context));
      return rows.map(({ contentId }, index) =>
        settlementOf(identities[index], lists.get(contentId) ?? { found: new Map(), isComplete: false }),
      );
    },
    check: (context) => checkContent(client, kind, context),
    nameOf: ({ firstName, lastName }) => [firstName, lastName].filter(Boolean).join(" ") || undefined,
    removal: academyRemoval({ client, content, directory, portalId, batchSize }),
    members: ({ contentId: id }, context) =>
      listMembers(
        client,
        { content, id, portalId, item: `${kind.item}:${id}`, byUserId: requireUserId },
        context,
      ),
  };
}

/**
 * Enrolls learners in courses of Academy of Mine: a row is one learner and one course. Learners are identified by `userId`,
 * or by `email` with first and last name; a learner without an account gets one, with a random password if the row has
 * none.
 *
 * The vendor's list of users can be searched by address but does not show addresses, so a learner counts as found only if
 * the row's first and last name match, or if the vendor shows the address after all. Otherwise the row fails, and no one
 * else is enrolled in the learner's place. An address beside a `userId` must find that user.
 *
 * Enrollments are sent in batches, whose reply contains only counts: if these do not show who was enrolled, the course's
 * learners are listed. The same list settles rows whose reply was lost.
 *
 * Lists and removes as well. The list shows user ids; addresses are those of the vendor's report on courses. A learner whose address is
 * not known is uncertain, unless all rows have a user id (`requireUserId`). A removal ends the enrollment and nothing else. If its reply
 * was lost, the list settles it; a learner who is not in the list is out already.
 *
 * @param client An Academy of Mine client, with its own limiter and routes. Every route of the vendor is proposed: pass the
 * real ones, or `unverifiedRoutes: "allow"`.
 * @throws ConfigurationError if the client is another vendor's, or an option is not an id.
 * @example
 * ```ts
 * const target = academyCourse(createAcademyOfMine({ portal, token, routes }), { courseId: 12 });
 * ```
 */
export function academyCourse(client: Client, options: AcademyCourseOptions = {}): Target<AcademyRow> {
  requireVendor("academyCourse", client, "academy-of-mine");
  checkOptions("academyCourse()", options, courseNames);
  const kind: ContentTarget = {
    name: "academy-course",
    content: courseContent,
    reads: readsOfCourse,
    idField: "courseId",
    fields: courseFields,
    item: "course",
    fallback: readSetting("courseId", options.courseId, (reader, name) => reader.numberId(name)),
  };
  return academyTarget(client, kind, options);
}

/**
 * Enrolls learners in learning paths of Academy of Mine; otherwise the same as `academyCourse`. No list shows the addresses of a
 * learning path's learners: all of them are uncertain, unless all rows have a user id (`requireUserId`).
 *
 * @throws ConfigurationError if the client is another vendor's, or an option is not an id.
 * @example
 * ```ts
 * const target = academyLearningPath(createAcademyOfMine({ portal, token, routes }), { learningPathId: 3 });
 * ```
 */
export function academyLearningPath(
  client: Client,
  options: AcademyLearningPathOptions = {},
): Target<AcademyRow> {
  requireVendor("academyLearningPath", client, "academy-of-mine");
  checkOptions("academyLearningPath()", options, pathNames);
  const kind: ContentTarget = {
    name: "academy-learning-path",
    content: learningPathContent,
    reads: readsOfLearningPath,
    idField: "learningPathId",
    fields: learningPathFields,
    item: "learning-path",
    fallback: readSetting("learningPathId", options.learningPathId, (reader, name) => reader.numberId(name)),
  };
  return academyTarget(client, kind, options);
}
