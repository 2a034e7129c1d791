import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { RowOutcome, RowSource, SourceRecord, Target } from "../../src/index.ts";

/** A learner of a list. */
export interface Learner {
  readonly email: string;
}

/** The path of a journal in a folder of its own, which goes with the test. */
export function newJournal(): string {
  const folder = mkdtempSync(join(tmpdir(), "enroll-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return join(folder, "journal");
}

/** A list of addresses as a source; the first is on line 2, as in a file with a header. */
export function listOf(emails: readonly unknown[], name = "learners.csv"): RowSource {
  return {
    name,
    hash: async () => JSON.stringify(emails),
    async *records(): AsyncGenerator<SourceRecord> {
      for (const [index, email] of emails.entries()) yield { line: index + 2, record: { email } };
    },
  };
}

/** Addresses `learner1@example.com` and so on. */
export function learners(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `learner${index + 1}@example.com`);
}

/** A target that takes everything, and remembers what it got. */
export interface RecordingTarget extends Target<Learner> {
  /** Addresses in the order in which they were sent. */
  readonly sent: string[];
}

/** Makes a target in memory; `changes` make it behave in other ways. */
export function newsletter(
  changes: Partial<Omit<Target<Learner>, "send">> & {
    readonly answer?: (email: string, times: number) => RowOutcome | Promise<RowOutcome>;
  } = {},
): RecordingTarget {
  const sent: string[] = [];
  const { answer = () => ({ state: "done" }) as const, ...others } = changes;
  return {
    name: "newsletter",
    fields: { email: { required: true, description: "the address" } },
    parse: ({ email }) =>
      typeof email === "string" && email.includes("@")
        ? { row: { email } }
        : { issues: [{ field: "email", expected: "an e-mail address", received: `a ${typeof email}` }] },
    keyOf: ({ email }) => ({ learner: email.toLowerCase(), item: "weekly" }),
    send: (rows) =>
      Promise.all(
        rows.map(async ({ email }) => {
          sent.push(email);
          return answer(email, sent.filter((other) => other === email).length);
        }),
      ),
    ...others,
    sent,
  };
}
