// Sends a number of rows to a target in memory and reports the peak memory.
//   node --conditions=kelaskit-source packages/enroll/test/support/memory-child.ts <journal> <rows> [concurrency] [bytes]
import type { RowSource, SourceRecord } from "../../src/source.ts";
import { runEnrollment } from "../../src/run/run.ts";
import type { Target } from "../../src/target.ts";

/** What a run has taken. */
export interface Measured {
  readonly done: number;
  /** The most memory of the process at any reply, and what it had before the run, in megabytes. */
  readonly peak: number;
  readonly before: number;
  /** In seconds. */
  readonly seconds: number;
}

const [, , journal = "", rows = "", concurrency = "16", noteBytes = "0"] = process.argv;
const count = Number(rows);

const source: RowSource = {
  name: "many",
  hash: async () => rows,
  async *records(): AsyncGenerator<SourceRecord> {
    for (let line = 1; line <= count; line += 1) {
      // Spread over the alphabet, as addresses are: the index of keys is not written at its end only.
      const email = `${Math.imul(line, 0x9e_37_79_b1) >>> 0}-${line}@example.com`;
      // Not a repeated text, of which the engine would keep one copy.
      yield { line, record: { email, note: Buffer.alloc(Number(noteBytes), email).toString("latin1") } };
    }
  },
};
// Not the system's own count of the most: on Linux that begins with the memory of the process that started this one.
let peak = 0;
const target: Target<{ readonly email: string }> = {
  name: "memory",
  fields: { email: { required: true, description: "the address" } },
  parse: ({ email }) => ({ row: { email: String(email) } }),
  keyOf: ({ email }) => ({ learner: email, item: "course" }),
  // Answers in a later turn of the event loop, as a network does.
  send: (batch) =>
    new Promise((resolve) => {
      setImmediate(() => {
        peak = Math.max(peak, process.memoryUsage.rss());
        resolve(batch.map(() => ({ state: "done" })));
      });
    }),
};

const megabytes = (bytes: number): number => Math.round(bytes / 1024 / 1024);
const before = megabytes(process.memoryUsage.rss());
const start = performance.now();
const { done } = await runEnrollment({ target, source, journal, concurrency: Number(concurrency) });
const measured: Measured = {
  done,
  before,
  peak: megabytes(peak),
  seconds: Math.round((performance.now() - start) / 100) / 10,
};
if (process.send === undefined) {
  console.log(JSON.stringify(measured));
} else {
  process.send(measured);
  process.disconnect();
}
