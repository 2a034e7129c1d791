import { randomUUID } from "node:crypto";
import type { Queue } from "bullmq";
import type { Target } from "../target.ts";
import { QueueError } from "./queue-error.ts";
import { readMemory, writeMemory } from "./queue-memory.ts";
import { type RowJobData, rowOfJob } from "./row-job.ts";
import type { QueueFacts, RowStates } from "./row-states.ts";

/** What is needed to know a queue again. */
interface QueuePlace<Row extends object> {
  readonly states: RowStates;
  readonly queue: Queue<RowJobData>;
  readonly target: Target<Row>;
  /** The path of the memory file. */
  readonly memory: string | undefined;
}

/** Refuses a target that would read other rows from the jobs than those that were added. */
async function checkTarget<Row extends object>(
  { queue, target }: QueuePlace<Row>,
  facts: QueueFacts,
): Promise<void> {
  if (facts.target !== target.name) {
    throw new QueueError(
      "other-target",
      `The queue ${queue.name} was filled for the target ${facts.target}, not for ${target.name}. Give each target a queue of its own.`,
    );
  }
  const job = facts.sample === undefined ? undefined : await queue.getJob(facts.sample);
  if (job === undefined || rowOfJob(target, job.id, job.data.record) !== undefined) return;
  throw new QueueError(
    "other-target",
    `The queue ${queue.name} was filled with other settings of the target ${target.name}, such as another product: its rows have other keys. Give them a queue of their own, or use the same version and settings.`,
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
        ? `The queue ${queue.name} has lost its states, and ${target.name} cannot be asked what it has carried out. Nothing was added. Find out what was sent, and add the rest to a queue with another name and another memory file.`
        : `This Redis does not know the queue ${queue.name}, and ${target.name} cannot be asked whether an earlier life of the queue has sent its rows. Nothing was added. Name a \`memory\` file on a disk that stays: while it is missing, the queue counts as new.`,
    );
  }
  const id = randomUUID();
  // Before Redis knows it: when all ends here, the file makes a later producer ask rather than send.
  if (memory !== undefined) await writeMemory(memory, queue.name, id);
  await states.create(id, target.name, doubt);
}

/** Makes a queue, or knows it again; what the memory file knows and Redis does not was lost. */
export async function openQueue<Row extends object>(place: QueuePlace<Row>): Promise<QueueFacts> {
  const { states, queue, memory } = place;
  const remembered = memory === undefined ? undefined : await readMemory(memory, queue.name);
  let facts = await states.find();
  if (facts === undefined) {
    await create(place, remembered);
    facts = await states.find();
  }
  if (facts === undefined) {
    throw new QueueError(
      "lost-states",
      `Redis lost the queue ${queue.name} as soon as it was made. Look at the server, and add the rows again.`,
    );
  }
  await checkTarget(place, facts);
  // First the doubt: the file is all that knows of the life before.
  if (remembered !== undefined && remembered !== facts.id && facts.doubt === undefined) {
    await states.doubt("lost");
    facts = { ...facts, doubt: "lost" };
  }
  if (memory !== undefined && (await readMemory(memory, queue.name)) !== facts.id)
    await writeMemory(memory, queue.name, facts.id);
  return facts;
}
