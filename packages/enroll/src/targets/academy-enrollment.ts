import {
  BadRequestError,
  CallError,
  type Client,
  ConflictError,
  KelasError,
  NotFoundError,
  ValidationError,
} from "@kelaskit/core";
import type { RowOutcome, TargetContext } from "../target.ts";
import { type AcademyContent, anyPortal } from "./academy-contents.ts";
import { outcomeOf } from "./failures.ts";

/** Which of some users are enrolled. */
export interface Enrolled {
  /** Ids of enrollments by the user's id: the first, or every one if that was asked for. */
  readonly found: ReadonlyMap<number, readonly string[]>;
  /** Whether a user who was not found is proven not to be enrolled. */
  readonly isComplete: boolean;
}

/** Whom to look for in which course or learning path. */
export interface EnrolledSearch {
  readonly content: AcademyContent;
  readonly id: number;
  /** Only among the learners of this portal and its sub-portals. @default any portal */
  readonly portalId?: number | undefined;
  /** Ids of users. */
  readonly wanted: ReadonlySet<number>;
  /** Whether to find every enrollment of a user, for which the list is read to its end. @default false */
  readonly findEvery?: boolean | undefined;
  readonly signal: AbortSignal;
}

/**
 * Looks for users among those enrolled; reads no further than necessary and keeps no list.
 *
 * @throws PaginationError if the list has lost entries while it was read, so that who is missing is not known.
 */
export async function findEnrolled(
  client: Client,
  { content, id, portalId = anyPortal, wanted, findEvery = false, signal }: EnrolledSearch,
): Promise<Enrolled> {
  const found = new Map<number, readonly string[]>();
  let isComplete = true;
  if (wanted.size === 0) return { found, isComplete };
  for await (const learner of content.listLearners(client, { id, portalId, mayGrow: true }, signal)) {
    // The vendor documents that the field may be absent: then it is not known who is enrolled.
    const userId: unknown = learner.user_id;
    if (typeof userId !== "number") isComplete = false;
    else if (wanted.has(userId)) found.set(userId, [...(found.get(userId) ?? []), String(learner.id)]);
    if (found.size === wanted.size && !findEvery) break;
  }
  return { found, isComplete };
}

/** Whether a refusal may be about one of many users or enrollments, so that the others are worth another call. */
export function isAboutUsers(error: unknown): boolean {
  if (!CallError.isInstance(error) || error.outcome !== "refused") return false;
  if (NotFoundError.isInstance(error)) {
    // The names of the operation and the route contain such words whatever is missing.
    const words = error.message.replaceAll(error.operation, "").replaceAll(error.path, "");
    return /user|student|learner|enrollment/i.test(words);
  }
  return [ValidationError, BadRequestError, ConflictError].some((type) => type.isInstance(error));
}

/** Enrolls users in one course or learning path and finds out the outcome of each. */
export class Enrollment {
  readonly #client: Client;
  readonly #content: AcademyContent;
  readonly #id: number;
  readonly #portalId: number;
  readonly #outcomes = new Map<number, RowOutcome>();

  constructor(client: Client, content: AcademyContent, id: number, portalId: number) {
    this.#client = client;
    this.#content = content;
    this.#id = id;
    this.#portalId = portalId;
  }

  /**
   * Enrolls users in one call, or in smaller ones if it is refused because of some of them. That is safe: a refusal proves
   * that no one was enrolled.
   *
   * @returns The outcomes by the user's id.
   * @throws The error of the first call, unless it is about some of the users only.
   */
  async run(userIds: readonly number[], context: TargetContext): Promise<ReadonlyMap<number, RowOutcome>> {
    if (userIds.length === 0) return this.#outcomes;
    let counts: Awaited<ReturnType<AcademyContent["enroll"]>>;
    try {
      counts = await this.#content.enroll(this.#client, this.#id, userIds, this.#portalId, context.signal);
    } catch (error) {
      if (userIds.length === 1 || !isAboutUsers(error)) throw error;
      const middle = Math.ceil(userIds.length / 2);
      await this.#runPart(userIds.slice(0, middle), context);
      await this.#runPart(userIds.slice(middle), context);
      return this.#outcomes;
    }
    const { enrolledUsersCount: enrolled, notEnrolledUsers: left } = counts;
    if (enrolled === userIds.length && (left ?? 0) === 0) {
      for (const userId of userIds) this.#outcomes.set(userId, { state: "done" });
    } else {
      await this.#findOutcomes(userIds, typeof enrolled === "number" ? enrolled : undefined, context);
    }
    return this.#outcomes;
  }

  /** Enrolls a part of a refused batch. Its error is about this part only: every other user has an outcome already. */
  async #runPart(userIds: readonly number[], context: TargetContext): Promise<void> {
    try {
      await this.run(userIds, context);
    } catch (error) {
      const outcome = outcomeOf(error);
      for (const userId of userIds) this.#outcomes.set(userId, outcome);
    }
  }

  /** The reply contains only counts: the list of learners shows who is enrolled now. */
  async #findOutcomes(
    userIds: readonly number[],
    enrolled: number | undefined,
    { signal }: TargetContext,
  ): Promise<void> {
    const { noun } = this.#content;
    let listed: Enrolled;
    try {
      listed = await findEnrolled(this.#client, {
        content: this.#content,
        id: this.#id,
        wanted: new Set(userIds),
        signal,
      });
    } catch (error) {
      if (!KelasError.isInstance(error)) throw error;
      const reason = `The vendor enrolled ${enrolled ?? "some"} of ${userIds.length} without naming them, and the ${noun}'s learners could not be listed: ${error.message}`;
      for (const userId of userIds) this.#outcomes.set(userId, { state: "unknown", reason });
      return;
    }
    const { found, isComplete } = listed;
    const wereBefore = enrolled === 0 ? "was already enrolled" : "is enrolled, by this call or earlier";
    const detail = found.size === enrolled ? undefined : wereBefore;
    // A list with fewer users than the vendor counted lags behind: missing ones may still appear.
    const isProven = isComplete && enrolled !== undefined && found.size >= enrolled;
    for (const userId of userIds) {
      const vendorId = found.get(userId)?.[0];
      if (vendorId !== undefined) this.#outcomes.set(userId, { state: "done", detail, vendorId });
      else if (isProven) {
        const reason = `The vendor did not enroll the learner and gave no reason; the ${noun}'s learners do not include the learner. Check that the user exists${this.#portalId === -1 ? "" : ` and belongs to portal ${this.#portalId}`}.`;
        this.#outcomes.set(userId, { state: "failed", reason });
      } else {
        const reason = `The vendor does not name the users it enrolled, and the list of the ${noun}'s learners does not show for certain who is missing.`;
        this.#outcomes.set(userId, { state: "unknown", reason });
      }
    }
  }
}
