import type { AcademySeed, MockCourse, MockOrder, MockUser } from "./records.ts";
import { mockTime } from "./dates.ts";

/** Creates an item for each number from 1. */
function times<Item>(count: number, make: (number: number) => Item): readonly Item[] {
  return Array.from({ length: count }, (_, index) => make(index + 1));
}

function user(id: number): MockUser {
  return {
    id,
    firstName: "Learner",
    lastName: `Number ${id}`,
    email: `learner${id}@example.com`,
    disabled: false,
    userType: id <= 3 ? "staff" : "learner",
    userCategory: [],
    createdAt: mockTime,
  };
}

function course(id: number): MockCourse {
  return { id, name: `Course ${id}`, status: "publish", createdAt: mockTime, details: {} };
}

function order(id: number): MockOrder {
  return {
    id,
    userId: id + 3,
    status: id % 2 === 0 ? "PENDING_PAYMENT" : "COMPLETED",
    orderDate: `2026-10-${String(id).padStart(2, "0")}T08:00:00.000Z`,
    items: [{ productId: id, title: `Product ${id}`, price: 50 * id, quantity: 2 }],
    taxAmount: 0,
    otherFee: 0,
    refunds: [],
    notes: [],
  };
}

const categoryTypes = ["course", "module", "product", "question", "learning_path", "user"];

/**
 * Sixty users, 24 courses, six learning paths, three portals, twelve orders, eighteen categories; two users are
 * enrolled.
 */
export function defaultSeed(): Required<AcademySeed> {
  return {
    users: times(60, user),
    courses: times(24, course),
    learningPaths: times(6, (id) => ({
      id,
      name: `Learning path ${id}`,
      status: "publish",
      courses: [2 * id - 1, 2 * id],
      createdAt: mockTime,
      details: { certificates: [1] },
    })),
    enrollments: [
      { id: 1, kind: "course", contentId: 1, userId: 4 },
      { id: 2, kind: "learningPath", contentId: 6, userId: 5 },
      { id: 3, kind: "course", contentId: 11, userId: 5 },
      { id: 4, kind: "course", contentId: 12, userId: 5 },
    ],
    portals: times(3, (id) => ({
      id,
      name: `Portal ${id}`,
      slug: `portal-${id}`,
      referralCode: `portal${id}`,
      isActive: true,
      createdAt: mockTime,
      totalSeats: 50,
      members: new Map([
        [id, { isAdmin: true, isLearner: false, permissions: ["can_manage_courses"] }],
        [id + 3, { isAdmin: false, isLearner: true, permissions: [] }],
      ]),
      courses: [id],
      learningPaths: [id],
      details: {},
    })),
    orders: times(12, order),
    categories: times(18, (id) => ({
      id,
      name: `Category ${id}`,
      type: categoryTypes[(id - 1) % categoryTypes.length] ?? "course",
      createdAt: mockTime,
    })),
  };
}
