import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CallFacts } from "@kelaskit/core";
import { onTestFinished } from "vitest";
import type { RowSource } from "../../../src/source.ts";
import type { RowOutcome, Settlement, Target } from "../../../src/target.ts";

export const facts: CallFacts = {
  vendor: "sample",
  operation: "orders.create",
  method: "POST",
  path: "/orders",
  attempts: 1,
  outcome: "unknown",
};

export interface Row {
  readonly email: string;
}

/** A vendor that behaves as the test says, and records what it was sent and asked. */
export class SampleVendor {
  readonly sent: string[] = [];
  readonly asked: string[] = [];
  onSend: (row: Row, signal: AbortSignal) => Promise<RowOutcome> = () => Promise.resolve({ state: "done" });
  onSettle: (row: Row) => Promise<Settlement> = () => Promise.resolve("cannot-tell");

  /** The target of a vendor that cannot be asked. */
  readonly muteTarget: Target<Row> = {
    name: "sample",
    fields: { email: { required: true, description: "the learner's address" } },
    parse: ({ email }) =>
      typeof email === "string"
        ? { row: { email } }
        : { issues: [{ field: "email", expected: "a text", received: "nothing" }] },
    keyOf: ({ email }) => ({ learner: email.toLowerCase(), item: "course" }),
    send: async (rows, { signal }) => {
      this.sent.push(...rows.map(({ email }) => email));
      return Promise.all(rows.map((row) => this.onSend(row, signal)));
    },
  };

  readonly target: Target<Row> = {
    ...this.muteTarget,
    settle: async (rows) => {
      this.asked.push(...rows.map(({ email }) => email));
      return Promise.all(rows.map((row) => this.onSettle(row)));
    },
  };
}

export function sourceOf(...emails: readonly (string | undefined)[]): RowSource {
  return {
    name: "learners.csv",
    hash: () => Promise.resolve("content"),
    async *records() {
      for (const [index, email] of emails.entries()) yield { line: index + 2, record: { email } };
    },
  };
}

/** The path of a memory file in its own folder, which is deleted after the test. */
export function newMemory(): string {
  const folder = mkdtempSync(join(tmpdir(), "kelaskit-memory-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return join(folder, "autumn.queue.json");
}
