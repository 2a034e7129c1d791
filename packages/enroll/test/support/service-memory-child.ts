// Adds a number of enrollments to a service that sends them to a target in memory, and reports the peak memory.
//   node --conditions=kelaskit-source packages/enroll/test/support/service-memory-child.ts <journal> <adds> [bytes]
import { openEnrollments } from "../../src/service/index.ts";
import type { Target } from "../../src/target.ts";

/** What the service has taken. */
export interface ServiceMeasured {
  readonly done: number;
  /** The most memory of the process at any reply, in megabytes. */
  readonly peak: number;
  /** Enrollments that were added, sent and recorded in a second. */
  readonly perSecond: number;
}

const [, , journal = "", adds = "", noteBytes = "0"] = process.argv;
const count = Number(adds);
/** How many are added at once, as by so many requests of a server. */
const atOnce = 256;

let peak = 0;
const target: Target<{ readonly email: string }> = {
  name: "memory",
  fields: {
    email: { required: true, description: "the address" },
    note: { required: false, description: "a text that takes memory" },
  },
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

const enrollments = await openEnrollments({ target, journal, concurrency: 64 });
const start = performance.now();
const { promise: all, resolve: allDone } = Promise.withResolvers<void>();
let done = 0;
enrollments.on("done", () => {
  done += 1;
  if (done === count) allDone();
});
enrollments.start();
for (let first = 0; first < count; first += atOnce) {
  await Promise.all(
    Array.from({ length: Math.min(atOnce, count - first) }, (_, index) => {
      const number = first + index;
      // Spread over the alphabet, as addresses are: the index of keys is not written at its end only.
      const email = `${Math.imul(number, 0x9e_37_79_b1) >>> 0}-${number}@example.com`;
      return enrollments.add({ email, note: Buffer.alloc(Number(noteBytes), email).toString("latin1") });
    }),
  );
}
await all;
const seconds = (performance.now() - start) / 1000;
await enrollments.close();
const measured: ServiceMeasured = {
  done,
  peak: Math.round(peak / 1024 / 1024),
  perSecond: Math.round(count / seconds),
};
if (process.send === undefined) {
  console.log(JSON.stringify(measured));
} else {
  process.send(measured);
  process.disconnect();
}
