// Adds the learners of a file to the queue. Adding it again adds only what is new.
//
//   node --conditions=kelaskit-source examples/fleet/producer.ts learners.csv
import { csvFile } from "@kelaskit/enroll";
import { enqueueRows } from "@kelaskit/enroll/bullmq";
import { connect, openTarget, queueName } from "./settings.ts";

async function main([file]: readonly string[]): Promise<void> {
  if (file === undefined) throw new Error("Give the file of learners: producer.ts learners.csv");
  const connection = connect();
  try {
    const target = openTarget(connection);
    const { added, known } = await enqueueRows({
      connection,
      name: queueName,
      target,
      source: csvFile(file, { fields: target.fields }),
      // If Redis loses the queue, this file knows that there was one.
      memory: `${file}.queue.json`,
    });
    console.log(`${added} rows added, ${known} were in the queue already.`);
  } finally {
    await connection.quit();
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
