import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { RowSource, SourceRecord, Target, TargetMember } from "../../src/index.ts";
import { type ApplyOptions, applyRoster, type PlanOptions, planRoster } from "../../src/roster/index.ts";

/** A learner in a course. */
export interface Pupil {
  readonly email: string;
  readonly course: string;
  readonly name?: string | undefined;
}

/** An entry of a course's list; without an address it is uncertain whose it is. */
export interface Entry {
  readonly email?: string | undefined;
  readonly name?: string | undefined;
  readonly otherLearners?: readonly string[] | undefined;
}

/** A school in memory: its courses' lists, and a target for them. */
export interface School {
  readonly target: Target<Pupil>;
  /** The lists, by course. */
  readonly lists: Map<string, Entry[]>;
  /** Addresses in the order in which they were sent, such as `+ann@example.com` and `-bob@example.com`. */
  readonly sent: string[];
  /** The sorted addresses in a course. */
  members(course: string): readonly string[];
}

/** What the school does otherwise. */
export interface SchoolChanges extends Partial<Omit<Target<Pupil>, "name" | "fields">> {
  /** Called before and after anything is carried out; may throw. */
  readonly at?: ((moment: string) => void) | undefined;
}

/** Starts a school with the addresses in each course. */
export function schoolWith(
  courses: Readonly<Record<string, readonly (string | Entry)[]>>,
  { at = () => undefined, ...changes }: SchoolChanges = {},
): School {
  const lists = new Map(
    Object.entries(courses).map(([course, entries]) => [
      course,
      entries.map((entry) => (typeof entry === "string" ? { email: entry } : entry)),
    ]),
  );
  const sent: string[] = [];
  const isIn = ({ email, course }: Pupil): boolean =>
    (lists.get(course) ?? []).some((entry) => entry.email === email);
  const target: Target<Pupil> = {
    name: "school",
    fields: {
      email: { required: true, description: "the address" },
      course: { required: true, description: "the course" },
      name: { required: false, description: "the name" },
      password: { required: false, description: "the password", secret: true },
    },
    parse: ({ email, course = "maths", name }) =>
      typeof email === "string" && email.includes("@")
        ? {
            row: {
              email: email.toLowerCase(),
              course: String(course),
              name: typeof name === "string" ? name : undefined,
            },
          }
        : { issues: [{ field: "email", expected: "an e-mail address", received: `a ${typeof email}` }] },
    keyOf: ({ email, course }) => ({ learner: email, item: `course:${course}` }),
    nameOf: ({ name }) => name,
    async send(rows) {
      return rows.map(({ email, course, name }) => {
        at("before adding");
        sent.push(`+${email}`);
        lists.set(course, [...(lists.get(course) ?? []), { email, name }]);
        at("after adding");
        return { state: "done" };
      });
    },
    async settle(rows) {
      return rows.map((row) => (isIn(row) ? "done" : "not-done"));
    },
    async *members({ course }): AsyncGenerator<TargetMember<Pupil>> {
      for (const { email, name, otherLearners } of [...(lists.get(course) ?? [])]) {
        at("listing");
        yield {
          identity: { learner: email ?? "", item: `course:${course}` },
          row: { email: email ?? "", course },
          name,
          otherLearners,
          isUncertain: email === undefined,
        };
      }
    },
    removal: {
      async send(rows) {
        return rows.map(({ email, course }) => {
          at("before removing");
          sent.push(`-${email}`);
          lists.set(
            course,
            (lists.get(course) ?? []).filter((entry) => entry.email !== email),
          );
          at("after removing");
          return { state: "done" };
        });
      },
      async settle(rows) {
        return rows.map((row) => (isIn(row) ? "not-done" : "done"));
      },
    },
    ...changes,
  };
  return {
    target,
    lists,
    sent,
    members: (course) => (lists.get(course) ?? []).flatMap(({ email }) => email ?? []).toSorted(),
  };
}

/** Records as a source; the first is on line 2, as in a file with a header. */
export function recordsOf(records: readonly object[], name = "class.csv"): RowSource {
  return {
    name,
    hash: async () => JSON.stringify(records),
    async *records(): AsyncGenerator<SourceRecord> {
      for (const [index, record] of records.entries()) yield { line: index + 2, record: { ...record } };
    },
  };
}

/** The addresses of one course as a source. */
export function addresses(emails: readonly string[], course = "maths"): RowSource {
  return recordsOf(emails.map((email) => ({ email, course })));
}

/** The path of a plan in a folder of its own, which goes with the test. */
export function newPlan(): string {
  const folder = mkdtempSync(join(tmpdir(), "roster-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return join(folder, "class.roster.jsonl");
}

/** Plans for a school, in a file of its own. */
export function planFor(
  { target }: Pick<School, "target">,
  source: RowSource,
  options: Partial<PlanOptions<Pupil>> = {},
) {
  return planRoster({ target, source, plan: newPlan(), ...options });
}

/** Applies a plan without waiting for requests that may be on their way. */
export function apply(
  { target }: Pick<School, "target">,
  plan: string,
  options: Partial<ApplyOptions<Pupil>> = {},
) {
  return applyRoster({ target, plan, settleAfter: 0, ...options });
}

/** Addresses `learner1@example.com` and so on. */
export function pupils(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `learner${index + 1}@example.com`);
}
