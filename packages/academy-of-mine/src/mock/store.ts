import { checkMockOptions } from "@kelaskit/core/testing";
import type { Id } from "../shared/shapes.ts";
import { mockTime } from "./dates.ts";
import { copyOf } from "./copy.ts";
import { toNumber } from "./pages.ts";
import type {
  AcademySeed,
  MockCategory,
  MockCourse,
  MockEnrollment,
  MockEnrollmentSeed,
  MockLearningPath,
  MockOrder,
  MockPortal,
  MockUser,
} from "./records.ts";
import { defaultSeed } from "./fixtures.ts";

function refill<Item extends { readonly id: number }>(
  collection: Map<number, Item>,
  items: readonly Item[],
): void {
  collection.clear();
  for (const item of items) collection.set(item.id, item);
}

/** An in-memory Academy of Mine: created records are listed, enrolled users are in the reports. */
export class AcademyStore {
  /** Users by id. */
  readonly users = new Map<number, MockUser>();
  /** Courses by id. */
  readonly courses = new Map<number, MockCourse>();
  /** Learning paths by id. */
  readonly learningPaths = new Map<number, MockLearningPath>();
  /** Enrollments by id, in the order in which they were made. */
  readonly enrollments = new Map<number, MockEnrollment>();
  /** Portals by id. */
  readonly portals = new Map<number, MockPortal>();
  /** Orders by id. */
  readonly orders = new Map<number, MockOrder>();
  /** Categories by id. */
  readonly categories = new Map<number, MockCategory>();
  /** The courses that new users are enrolled in automatically. */
  autoEnrolledCourses: readonly number[] = [];
  readonly #seed: Required<AcademySeed>;
  #lastId = 0;

  constructor(seed: AcademySeed = {}) {
    checkMockOptions("createMockAcademyOfMine: seed", seed, defaultSeed());
    // A copy: the mock changes its records in place.
    this.#seed = copyOf({ ...defaultSeed(), ...seed });
    this.reset();
  }

  /** Resets the content to the seed. */
  reset(): void {
    const seed = copyOf(this.#seed);
    refill(this.users, seed.users);
    refill(this.courses, seed.courses);
    refill(this.learningPaths, seed.learningPaths);
    refill(this.enrollments, seed.enrollments.map(newEnrollment));
    refill(this.portals, seed.portals);
    refill(this.orders, seed.orders);
    refill(this.categories, seed.categories);
    this.autoEnrolledCourses = [];
    this.#lastId = Math.max(0, ...Object.values(seed).flatMap((items) => items.map(({ id }) => id)));
  }

  /** An id that does not exist. */
  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** The enrollments in a course or a learning path. */
  enrollmentsIn(kind: MockEnrollment["kind"], contentId: number): readonly MockEnrollment[] {
    return [...this.enrollments.values()].filter(
      (enrollment) => enrollment.kind === kind && enrollment.contentId === contentId,
    );
  }

  /** The enrollments of a user. */
  enrollmentsOf(kind: MockEnrollment["kind"], userId: number): readonly MockEnrollment[] {
    return [...this.enrollments.values()].filter(
      (enrollment) => enrollment.kind === kind && enrollment.userId === userId,
    );
  }

  /** A user's enrollment in a course or a learning path. */
  enrollmentOf(kind: MockEnrollment["kind"], contentId: number, userId: number): MockEnrollment | undefined {
    return this.enrollmentsOf(kind, userId).find((enrollment) => enrollment.contentId === contentId);
  }

  /** Adds a user and enrolls the user in the courses for all new users. */
  addUser(user: Pick<MockUser, "firstName" | "lastName" | "email"> & Partial<MockUser>): MockUser {
    const added: MockUser = {
      id: this.nextId(),
      disabled: false,
      userType: "learner",
      userCategory: [],
      createdAt: mockTime,
      ...user,
    };
    this.users.set(added.id, added);
    for (const course of this.autoEnrolledCourses) this.enroll("course", course, [added.id]);
    return added;
  }

  /**
   * Enrolls users. Users who are already enrolled, and unknown users, are counted as not enrolled (deduced: the
   * vendor's reply counts both groups without listing them).
   */
  enroll(
    kind: MockEnrollment["kind"],
    contentId: number,
    userIds: readonly Id[],
  ): { readonly enrolled: number; readonly notEnrolled: number } {
    let enrolled = 0;
    for (const userId of userIds.map(toNumber)) {
      if (!this.users.has(userId) || this.enrollmentOf(kind, contentId, userId) !== undefined) continue;
      enrolled += 1;
      const id = this.nextId();
      this.enrollments.set(id, newEnrollment({ id, kind, contentId, userId }));
      // Users who take a learning path take its courses (deduced).
      if (kind === "learningPath") {
        for (const course of this.learningPaths.get(contentId)?.courses ?? []) {
          this.enroll("course", course, [userId]);
        }
      }
    }
    return { enrolled, notEnrolled: userIds.length - enrolled };
  }
}

/** A new enrollment with the given fields. */
function newEnrollment(given: MockEnrollmentSeed): MockEnrollment {
  return {
    status: "Not Started",
    percentComplete: 0,
    isAllowed: true,
    registeredAt: mockTime,
    startedAt: null,
    completedAt: null,
    lastAccessedAt: null,
    expiresAt: null,
    certificates: [],
    moduleStatuses: {},
    ...given,
  };
}
