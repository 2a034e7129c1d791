import { randomUUID } from "node:crypto";
import type { Queue } from "bullmq";
import type { Target } from "../../target.ts";
import { findQueue } from "../find-queue.ts";
import { QueueError } from "../queue-error.ts";
import { readMemory, writeMemory } from "../queue-memory.ts";
import type { QueueFacts } from "../row-states.ts";
import type { EnrollmentStates } from "./enrollment-states.ts";

/** What is needed to recognize the queue of a service. */
export interface ServicePlace {
  readonly states: EnrollmentStates;
  readonly queue: Queue;
  readonly target: Pick<Target, "name" | "settle">;
  /** The path of the memory file. */
  readonly memory: string | undefined;
  readonly acceptLoss: boolean;
}

function lostBefore(name: string, how: string): QueueError {
  return new QueueError(
    "lost-states",
    `${how} Nothing is added or sent. Check the server, and restore what it has lost. If that is impossible, open the queue ${name} with acceptLoss, and add again what was to be done: the vendor is asked before it is sent.`,
  );
}

async function create(
  { states, queue, target, memory, acceptLoss }: ServicePlace,
  remembered: string | undefined,
): Promise<void> {
  const { name } = states;
  const isLost =
    remembered !== undefined || (await states.hasRows()) || (await queue.getJobCountByTypes()) > 0;
  if (isLost && !acceptLoss)
    throw lostBefore(name, `Redis has lost the queue ${name}, or what is known of it.`);
  if (target.settle === undefined && (isLost || memory === undefined)) {
    const why = isLost
      ? `Redis has lost the queue ${name}, and ${target.name} cannot be asked what it has carried out. Find out what was sent, then use a queue with another name and another memory file.`
      : `The queue ${name} does not exist in this Redis, and ${target.name} cannot be asked whether its enrollments were sent before Redis lost it. Set \`memory\` to a file on a persistent disk: while the file is missing, the queue counts as new.`;
    throw new QueueError("cannot-ask", `${why} Nothing was opened.`);
  }
  const id = randomUUID();
  // The file first: if the process ends here, a later one asks the vendor rather than sends.
  if (memory !== undefined) await writeMemory(memory, name, id);
  const unproven = memory === undefined ? "unproven" : undefined;
  await states.create(id, target.name, isLost ? "lost" : unproven);
}

/** Accepts that some enrollments are lost: the vendor is asked about all that are sent from now on. */
async function acceptMissing({ states }: ServicePlace): Promise<void> {
  await states.trust();
  await states.doubt("lost");
}

/**
 * Creates the queue of a service, or recognizes an existing one.
 *
 * @throws QueueError when it is lost, belongs to another target, or its memory file cannot be used.
 */
export async function openStates(place: ServicePlace): Promise<QueueFacts> {
  const { states, target, memory, acceptLoss } = place;
  const { name } = states;
  const remembered = memory === undefined ? undefined : await readMemory(memory, name);
  if ((await findQueue(states, remembered)) === undefined) await create(place, remembered);
  let facts = await states.find();
  if (facts === undefined) throw lostBefore(name, `Redis lost the queue ${name} as soon as it was created.`);
  if (facts.target !== target.name) {
    throw new QueueError(
      "other-target",
      `The queue ${name} is for enrollments at ${facts.target}, not at ${target.name}. Use one queue for each target.`,
    );
  }
  const isReplaced = remembered !== undefined && remembered !== facts.id && facts.doubt === undefined;
  if ((isReplaced || facts.missing > 0) && !acceptLoss) {
    throw lostBefore(
      name,
      isReplaced
        ? `Redis has lost the queue ${name} that the memory file knows, and another one has its name.`
        : `Redis has lost ${facts.missing} of the enrollments of the queue ${name}.`,
    );
  }
  if (isReplaced || facts.missing > 0) {
    await acceptMissing(place);
    facts = (await states.find()) ?? facts;
  }
  if (memory !== undefined && (await readMemory(memory, name)) !== facts.id)
    await writeMemory(memory, name, facts.id);
  return facts;
}
