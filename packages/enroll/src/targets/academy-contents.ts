import type { Client, PagedCall } from "@kelaskit/core";
import * as courses from "@kelaskit/academy-of-mine/courses";
import * as learningPaths from "@kelaskit/academy-of-mine/learning-paths";
import { wholeList } from "./whole-list.ts";

/** The vendor's number for "in any portal". */
export const anyPortal = -1;

/** A learner in the list of a course or a learning path. */
export interface ListedLearner {
  /** The id of the enrollment. */
  readonly id: number;
  readonly user_id?: number | null | undefined;
  readonly first_name?: string | null | undefined;
  readonly last_name?: string | null | undefined;
}

/** Whose learners are meant. */
export interface LearnersOf {
  /** The id of the course or the learning path. */
  readonly id: number;
  /** Only learners of this portal and its sub-portals; -1 for those of any portal. */
  readonly portalId: number;
  /** Whether others may be enrolled while the list is read. @default false */
  readonly mayGrow?: boolean | undefined;
}

/** The calls of a course or of a learning path. */
export interface AcademyContent {
  /** What it is called: `course`. */
  readonly noun: string;
  enroll(
    client: Client,
    id: number,
    studentIds: readonly number[],
    portalId: number,
    signal: AbortSignal,
  ): PromiseLike<{
    readonly enrolledUsersCount?: number | null | undefined;
    readonly notEnrolledUsers?: number | null | undefined;
  }>;
  /** Everyone enrolled in it. @throws PaginationError if the list has changed while it was read. */
  listLearners(client: Client, of: LearnersOf, signal: AbortSignal): AsyncIterable<ListedLearner>;
  /** The addresses of its learners, for the vendor's lists that show them. Who is missing may nevertheless be enrolled. */
  listAddresses?(
    client: Client,
    id: number,
    signal: AbortSignal,
  ): AsyncIterable<{
    readonly user_id?: number | null | undefined;
    readonly email?: string | null | undefined;
  }>;
  /** Ends enrollments, by their own ids. */
  remove(
    client: Client,
    id: number,
    enrollmentIds: readonly string[],
    signal: AbortSignal,
  ): PromiseLike<unknown>;
}

/** The vendor's usual page of learners. */
interface LearnerPage {
  readonly recordsFiltered: number;
  readonly records: readonly ListedLearner[];
}

function wholeListOf<Page extends LearnerPage>(
  client: Client,
  operation: string,
  call: PagedCall<Page, ListedLearner>,
  mayGrow: boolean | undefined,
): AsyncIterable<ListedLearner> {
  const reading = {
    operation,
    itemsOf: ({ records }: Page) => records,
    lengthOf: ({ recordsFiltered }: Page) => recordsFiltered,
    idOf: ({ id }: ListedLearner) => id,
  };
  return wholeList<Page, ListedLearner>(client, call, reading, { mayGrow });
}

/** Courses. */
export const courseContent: AcademyContent = {
  noun: "course",
  enroll: (client, id, studentIds, portalId, signal) =>
    courses.enroll(client, { id, studentIds, portalId }, { signal }),
  listLearners(client, { id, portalId, mayGrow }, signal) {
    const call = courses.listEnrolledLearners(client, { course_id: id, portalId }, { signal });
    return wholeListOf(client, "courses.listEnrolledLearners", call, mayGrow);
  },
  // The list of learners shows no addresses, the report on courses does. Nothing is left out by these values as far as the vendor
  // shows: it names -1 for all portals and none for the others.
  async *listAddresses(client, id, signal) {
    const everything = {
      course_ids: [id],
      order_by: [],
      search_param: [],
      userCategoryId: anyPortal,
      registered_between: [],
      searchPortalIds: [anyPortal],
    };
    for await (const record of courses.listEnrollments(client, everything, { signal }))
      if ((record.course_id ?? id) === id) yield record;
  },
  remove: (client, id, enrollmentIds, signal) =>
    courses.removeLearners(client, { id, enrollmentIds }, { signal }),
};

/** Learning paths. No list of the vendor shows the addresses of their learners. */
export const learningPathContent: AcademyContent = {
  noun: "learning path",
  enroll: (client, id, studentIds, portalId, signal) =>
    learningPaths.enroll(client, { id, studentIds, portalId }, { signal }),
  listLearners(client, { id, portalId, mayGrow }, signal) {
    const call = learningPaths.listEnrolledLearners(client, { learning_path_id: id, portalId }, { signal });
    return wholeListOf(client, "learningPaths.listEnrolledLearners", call, mayGrow);
  },
  remove: (client, id, enrollmentIds, signal) =>
    learningPaths.removeLearners(client, { id, enrollmentIds }, { signal }),
};
