import { checkMockOptions } from "@kelaskit/core/testing";
import type { Id, NamedOption } from "../shared/shapes.ts";
import type { CustomFieldInput } from "../shared/user-account.ts";
import { mockTime } from "./dates.ts";
import { copyOf } from "./copy.ts";
import { toNumber } from "./pages.ts";
import { type AcademySeed, defaultSeed } from "./seed.ts";

/** A person with an account. */
export interface MockUser {
  readonly id: number;
  firstName: string;
  lastName: string;
  email: string;
  disabled: boolean;
  /** The kind of account: `learner`, `staff`, `admin`. */
  readonly userType: string;
  /** Ids or names of the categories. */
  userCategory: readonly Id[];
  /** When it was made, as `toISOString` writes it. */
  readonly createdAt: string;
  membershipId?: number | undefined;
  internalNote?: string | undefined;
  /** What was written into custom fields, by their key. */
  customFields?: Readonly<Record<string, CustomFieldInput>> | undefined;
}

/** A course. */
export interface MockCourse {
  readonly id: number;
  name: string;
  /** `draft` or `publish`. */
  status: string;
  readonly createdAt: string;
  /** The user who wrote it. */
  authorId?: number | undefined;
  /** What else was saved of it, by the vendor's names. */
  details: Readonly<Record<string, unknown>>;
}

/** A learning path. */
export interface MockLearningPath {
  readonly id: number;
  name: string;
  status: string;
  courses: readonly number[];
  readonly createdAt: string;
  details: Readonly<Record<string, unknown>>;
}

/** A certificate that a learner was given. Moments are written as `toISOString` does. */
export interface MockCertificate {
  readonly id: number;
  /** The name of what it was given for. */
  readonly title: string;
  issuedAt: string;
  validTill: string | null;
}

/**
 * That a user takes a course or a learning path. Its id is what the vendor calls registration or enrollment. Moments are
 * written as `toISOString` does; the replies print them in the vendor's forms.
 */
export interface MockEnrollment {
  readonly id: number;
  readonly kind: "course" | "learningPath";
  /** The course or the learning path. */
  readonly contentId: number;
  readonly userId: number;
  status: "Not Started" | "In Progress" | "Completed";
  percentComplete: number;
  /** Whether the learner may open it. */
  isAllowed: boolean;
  registeredAt: string;
  startedAt: string | null;
  completedAt: string | null;
  lastAccessedAt: string | null;
  /** When access ends; null for never. */
  expiresAt: string | null;
  certificates: readonly MockCertificate[];
  /** How far the learner is in modules of the course, by their ids. */
  moduleStatuses: Readonly<Record<string, string>>;
}

/** What an enrollment cannot do without; the rest is as if it were just made. */
export type MockEnrollmentSeed = Pick<MockEnrollment, "id" | "kind" | "contentId" | "userId"> &
  Partial<MockEnrollment>;

/** What a user is in a portal: an administrator may learn there too. */
export interface MockPortalMember {
  readonly isAdmin: boolean;
  /** Whether the user learns there, and takes a seat. */
  readonly isLearner: boolean;
  /** What an administrator may do there. */
  readonly permissions: readonly string[];
}

/** A portal of a customer. */
export interface MockPortal {
  readonly id: number;
  name: string;
  /** The part of its address that names it; no two portals have the same. */
  slug: string;
  referralCode: string;
  isActive: boolean;
  /** When it was made, as `toISOString` writes it. */
  readonly createdAt: string;
  /** The portal that it is a sub-portal of. */
  readonly parentId?: number | undefined;
  /** How many learners it has room for; without a number for any. */
  totalSeats?: number | undefined;
  /** Its members by user id. */
  readonly members: Map<number, MockPortalMember>;
  /** Ids of the courses that it offers, the private ones included. */
  courses: readonly number[];
  /** Ids of the learning paths that it offers, the private ones included. */
  learningPaths: readonly number[];
  privateCourses?: readonly number[] | undefined;
  privateLearningPaths?: readonly number[] | undefined;
  /** What else was saved of it, by the names of `portals.get`. */
  details: Readonly<Record<string, unknown>>;
}

/** A note of an order. */
export interface MockOrderNote {
  readonly id: number;
  readonly note: string;
  /** `PRIVATE` or `PUBLIC`. */
  readonly type: string;
  /** When it was written, as `toISOString` writes it. */
  readonly createdAt: string;
}

/** A line of an order. */
export interface MockOrderItem {
  readonly productId?: number | undefined;
  readonly title: string;
  /** The price of one. */
  readonly price: number;
  readonly quantity: number;
}

/** Money that was paid back. */
export interface MockRefund {
  /** The gateway, as in `MANUALLY`. */
  readonly via: string;
  /** `FULL_REFUND` or `PARTIAL_REFUND`. */
  readonly type: string;
  readonly amount: number;
  readonly reason: string;
}

/** An order. */
export interface MockOrder {
  readonly id: number;
  userId: number;
  /** As in `PENDING_PAYMENT` and `COMPLETED`. */
  status: string;
  /** When it was placed, as `toISOString` writes it. */
  orderDate: string;
  /** The portal in which it was placed. */
  readonly portalId?: number | undefined;
  items: readonly MockOrderItem[];
  taxAmount: number;
  otherFee: number;
  billingAddressId?: number | undefined;
  shippingAddressId?: number | undefined;
  /** What was paid back of it so far, in the order in which it was. */
  refunds: readonly MockRefund[];
  notes: readonly MockOrderNote[];
}

/** What things are sorted into. */
export interface MockCategory {
  readonly id: number;
  name: string;
  /** What it is for: `course`, `module`, `product`, `question`, `learning_path`, `user`. */
  type: string;
  /** When it was made, as `toISOString` writes it. */
  readonly createdAt: string;
  /** The quizzes that draw questions from it: while there are any, it cannot be deleted. */
  readonly quizzes?: readonly NamedOption[] | undefined;
}

function refill<Item extends { readonly id: number }>(
  collection: Map<number, Item>,
  items: readonly Item[],
): void {
  collection.clear();
  for (const item of items) collection.set(item.id, item);
}

/** An Academy of Mine in memory: what was created is listed, who was enrolled is in the reports. */
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
  /** The courses that new users are enrolled in by themselves. */
  autoEnrolledCourses: readonly number[] = [];
  readonly #seed: Required<AcademySeed>;
  #lastId = 0;

  constructor(seed: AcademySeed = {}) {
    checkMockOptions("createMockAcademyOfMine: seed", seed, defaultSeed());
    // A copy: what the mock is asked to do changes its things in place.
    this.#seed = copyOf({ ...defaultSeed(), ...seed });
    this.reset();
  }

  /** Holds its seed again, and nothing else. */
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

  /** An id that nothing has. */
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

  /** Adds a user, who is enrolled in the courses that everybody gets. */
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
   * Enrols users. Who is enrolled already, and who does not exist, is counted as not enrolled (deduced: the vendor's
   * reply counts both groups and does not say who is in which).
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
      // Who takes a learning path takes its courses (deduced).
      if (kind === "learningPath") {
        for (const course of this.learningPaths.get(contentId)?.courses ?? []) {
          this.enroll("course", course, [userId]);
        }
      }
    }
    return { enrolled, notEnrolled: userIds.length - enrolled };
  }
}

/** An enrollment that was just made, but for what is given. */
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
