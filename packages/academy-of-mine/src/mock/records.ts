import type { Id, NamedOption } from "../shared/shapes.ts";
import type { CustomFieldInput } from "../shared/user-account.ts";

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
  /** When it was created, as `toISOString` writes it. */
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
  /** The name of the completed content. */
  readonly title: string;
  issuedAt: string;
  validTill: string | null;
}

/**
 * A user's enrollment in a course or a learning path. Its id is what the vendor calls registration or enrollment.
 * Moments are written as `toISOString` does; the replies print them in the vendor's forms.
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
  /** The learner's progress in modules of the course, by their ids. */
  moduleStatuses: Readonly<Record<string, string>>;
}

/** The required fields of an enrollment; the others default to those of a new one. */
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
  /** Its URL slug; no two portals have the same. */
  slug: string;
  referralCode: string;
  isActive: boolean;
  /** When it was created, as `toISOString` writes it. */
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

/** Money that was refunded. */
export interface MockRefund {
  /** The gateway, such as `MANUALLY`. */
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
  /** For example, `PENDING_PAYMENT` and `COMPLETED`. */
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
  /** Its refunds so far, in order. */
  refunds: readonly MockRefund[];
  notes: readonly MockOrderNote[];
}

/** What things are sorted into. */
export interface MockCategory {
  readonly id: number;
  name: string;
  /** What it is for: `course`, `module`, `product`, `question`, `learning_path`, `user`. */
  type: string;
  /** When it was created, as `toISOString` writes it. */
  readonly createdAt: string;
  /** The quizzes that draw questions from it: while there are any, it cannot be deleted. */
  readonly quizzes?: readonly NamedOption[] | undefined;
}

/** The initial content of a mock; omitted parts are invented. */
export interface AcademySeed {
  readonly users?: readonly MockUser[];
  readonly courses?: readonly MockCourse[];
  readonly learningPaths?: readonly MockLearningPath[];
  readonly enrollments?: readonly MockEnrollmentSeed[];
  readonly portals?: readonly MockPortal[];
  readonly orders?: readonly MockOrder[];
  readonly categories?: readonly MockCategory[];
}
