import { randomUUID } from "node:crypto";
import type { Queue } from "bullmq";
import type { Target } from "../target.ts";
import { findQueue } from "./find-queue.ts";
import { QueueError } from "./queue-error.ts";
import { readMemory, writeMemory } from "./queue-memory.ts";
import { type RowJobData, rowOfJob } from "./row-job.ts";
import type { QueueFacts, RowStates } from "./row-states.ts";

/** What is needed to recognize a queue. */
interface QueuePlace<Row extends object> {
  readonly states: RowStates;
  readonly queue: Queue<RowJobData>;
  readonly target: Target<Row>;
  /** The path of the memory file. */
  readonly memory: string | undefined;
}

/** Refuses a target that would read different rows from the jobs than those that were added. */
async function checkTarget<Row extends object>(
  { queue, target }: QueuePlace<Row>,
  facts: QueueFacts,
): Promise<void> {
  if (facts.target !== target.name) {
    throw new QueueError(
      "other-target",
      `The queue ${queue.name} was filled for the target ${facts.target}, not for ${target.name}. Use one queue for each target.`,
    );
  }
  const job = facts.sample === undefined ? undefined : await queue.getJob(facts.sample);
  if (job === undefined || rowOfJob(target, job.id, job.data.record) !== undefined) return;
  throw new QueueError(
    "other-target",
    `The queue ${queue.name} was filled with other settings of the target ${target.name}, such as another product: its rows have different keys. Use another queue, or the same version and settings.`,
  );
}

async function create<Row extends object>(
  { states, queue, target, memory }: QueuePlace<Row>,
  remembered: string | undefined,
): Promise<void> {
  const isFound = (await states.hasRows()) || (await queue.getJobCountByTypes()) > 0;
  const isLost = isFound || remembered !== undefined;
  const doubt = isLost ? "lost" : memory === undefined ? "unproven" : undefined;
  if (doubt !== undefined && target.settle === undefined) {
    throw new QueueError(
      "cannot-ask",
      isLost
        ? `The queue ${queue.name} has lost its states, and ${target.name} cannot be asked what it has carried out. Nothing was added. Find out what was sent, then add the rest to a queue with another name and another memory file.`
        : `The queue ${queue.name} does not exist in this Redis, and ${target.name} cannot be asked whether its rows were sent before Redis lost it. Nothing was added. Set \`memory\` to a file on a persistent disk: while the file is missing, the queue counts as new.`,
    );
  }
  const id = randomUUID();
  // The file first: if the process ends here, a later producer asks the vendor rather than sends.
  if (memory !== undefined) await writeMemory(memory, queue.name, id);
  await states.create(id, target.name, doubt);
}

/** Creates a queue, or recognizes an existing one. A queue that is in the memory file but not in Redis was lost. */
export async function openQueue<Row extends object>(place: QueuePlace<Row>): Promise<QueueFacts> {
  const { states, queue, memory } = place;
  const remembered = memory === undefined ? undefined : await readMemory(memory, queue.name);
  let facts = await findQueue(states, remembered);
  if (facts === undefined) {
    await create(place, remembered);
    facts = await states.find();
  }
  if (facts === undefined) {
    throw new QueueError(
      "lost-states",
      `Redis lost the queue ${queue.name} as soon as it was created. Check the server, then add the rows again.`,
    );
  }
  await checkTarget(place, facts);
  // The doubt first: only the file still shows that the queue existed before.
  if (remembered !== undefined && remembered !== facts.id && facts.doubt === undefined) {
    await states.doubt("lost");
    facts = { ...facts, doubt: "lost" };
  }
  if (memory !== undefined && (await readMemory(memory, queue.name)) !== facts.id)
    await writeMemory(memory, queue.name, facts.id);
  return facts;
}
