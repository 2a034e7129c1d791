import type { Target } from "../../../src/target.ts";

/** A course of a school in memory: one learner and one course. */
export interface CourseRow {
  readonly email: string;
  readonly name: string | undefined;
  readonly course: string;
}

/** A target whose rows are learners of courses. */
export const school: Target<CourseRow> = {
  name: "school",
  fields: {
    email: { required: true, description: "the address" },
    name: { required: false, description: "the name" },
    course: { required: true, description: "the course" },
    password: { required: false, secret: true, description: "a password" },
  },
  parse({ email, name, course }) {
    const issues = [];
    if (typeof email !== "string" || !email.includes("@"))
      issues.push({ field: "email", expected: "an e-mail address", received: `a ${typeof email}` });
    if (typeof course !== "string")
      issues.push({ field: "course", expected: "a course", received: `a ${typeof course}` });
    if (issues.length > 0) return { issues };
    return {
      row: { email: String(email), name: name === undefined ? name : String(name), course: String(course) },
    };
  },
  keyOf: ({ email, course }) => ({ learner: email.toLowerCase(), item: course }),
  send: async (rows) => rows.map(() => ({ state: "done" })),
};

/** The key of an enrollment in a course. */
export function keyOf(email: string, course: string, target = "school"): string {
  return JSON.stringify([target, email, course]);
}
