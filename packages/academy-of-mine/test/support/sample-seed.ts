import type {
  AcademySeed,
  MockCourse,
  MockLearningPath,
  MockOrder,
  MockPortal,
} from "../../src/mock/index.ts";

const createdAt = "2026-01-05T09:00:00.000Z";

function course(id: number): MockCourse {
  return { id, name: `Course ${id}`, status: "publish", createdAt, details: {} };
}

function learningPath(id: number): MockLearningPath {
  const details = { certificates: [1] };
  return { id, name: `Learning path ${id}`, status: "publish", courses: [1], createdAt, details };
}

function portal(id: number): MockPortal {
  return {
    id,
    name: `Portal ${id}`,
    slug: `portal-${id}`,
    referralCode: `code${id}`,
    isActive: true,
    createdAt,
    members: new Map(
      [1, 2, 3, 19].map((userId) => [userId, { isAdmin: true, isLearner: true, permissions: [] }]),
    ),
    courses: [1],
    learningPaths: [1],
    details: {},
  };
}

function order(id: number): MockOrder {
  return {
    id,
    userId: 1,
    status: "COMPLETED",
    orderDate: createdAt,
    items: [{ title: "Product", price: 50, quantity: 1 }],
    taxAmount: 0,
    otherFee: 0,
    refunds: [],
    notes: id === 3 ? [{ id: 2, note: "A note", type: "PRIVATE", createdAt }] : [],
  };
}

/**
 * A learner who takes the first course or learning path. For the third one, the vendor's sample requests the first
 * enrollment.
 */
function enrollment(kind: "course" | "learningPath", id: number) {
  const certificates = [{ id, title: "A certificate", issuedAt: createdAt, validTill: null }];
  return { id, kind, contentId: 1, userId: id <= 3 ? 4 - id : id, certificates };
}

/**
 * What a mock must contain so that the vendor's sample request of an operation, with its ids, succeeds. The id of an
 * enrollment is a course's in some samples and a learning path's in others; both share their ids.
 */
export function sampleSeed(operation: string): AcademySeed {
  const kind = operation.startsWith("learningPaths.") ? "learningPath" : "course";
  return {
    courses: [1, 2, 3, 10, 20, 101, 102, 201, 202].map(course),
    learningPaths: [1, 2, 3, 5, 6, 201, 202, 301, 302, 401].map(learningPath),
    enrollments: [1, 2, 3, 6, 7, 8, 9].map((userId) => enrollment(kind, userId)),
    portals: [1, 5, 12, 17, 42].map(portal),
    orders: [1, 2, 3, 123, 1023].map(order),
  };
}

/**
 * Parameters for which the vendor's page has a nonsense word, such as `["fugiat"]`, where its text requires an id or a
 * day. No seed has such an id, so these replace them.
 */
export const meaningful: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "courses.assignCertificate": { enrollmentIds: [2] },
  "courses.listEnrollments": { registered_between: ["2026-01-01", "2026-12-31"] },
  "courses.setExpiry": { enrollmentIds: [2], expiryDate: "2026-12-31" },
  "portals.assignLearners": { userIds: [3] },
  "portals.removeUsers": { userIds: [3], type: "learner" },
  "portals.updateStatus": { ids: [1], status: "InActive" },
  "portals.updateUserStatus": { userIds: [3], status: "inactive" },
};
