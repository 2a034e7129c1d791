// Prints how far the queue is, and every row that has ended and is not done.
//
//   node --conditions=kelaskit-source examples/fleet/report.ts
import { fleetReport, fleetRows } from "@kelaskit/enroll/bullmq";
import { connect, queueName } from "./settings.ts";

const connection = connect();
try {
  const { total, pending, sending, done, failed, unknown } = await fleetReport({
    connection,
    name: queueName,
  });
  console.log(`${total} rows: ${pending + sending} open, ${done} done, ${failed} failed, ${unknown} unknown`);
  for await (const { line, state, reason } of fleetRows({ connection, name: queueName }))
    if (state !== "done") console.log(`line ${line}: ${state}, ${reason ?? "without a reason"}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await connection.quit();
}
