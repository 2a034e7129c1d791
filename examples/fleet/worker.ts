// Sends rows of the queue until SIGTERM or Ctrl-C. Run it as often as you like, on as many machines as you like.
//
//   node --conditions=kelaskit-source examples/fleet/worker.ts
import { enrollWorker } from "@kelaskit/enroll/bullmq";
import { connect, lockDuration, openTarget, queueName, settleAfter } from "./settings.ts";

const connection = connect();
let ended = 0;
const worker = enrollWorker({
  connection,
  name: queueName,
  target: openTarget(connection),
  settleAfter,
  lockDuration,
  stalledInterval: lockDuration,
  onRow: () => {
    ended += 1;
  },
});

async function stop(): Promise<void> {
  await worker.close();
  await connection.quit();
  console.log(`${ended} rows ended here.`);
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop());
console.log("Working.");
