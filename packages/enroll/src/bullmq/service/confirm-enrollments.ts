import { QueueError } from "../queue-error.ts";
import type { BullmqOptions } from "./bullmq.ts";
import { EnrollmentStates } from "./enrollment-states.ts";
import { checkPlace } from "./keys.ts";

/**
 * Confirms that the states of a service's enrollments are complete: you know that everything that was sent is recorded as sent. From
 * then on, enrollments are sent without asking the vendor first. Those that were held back (`unknown`, never sent) continue at the
 * next start of a process.
 *
 * Call it by hand after checking, never from an automated program: if states were lost, it causes enrollments to be sent twice.
 *
 * @throws QueueError when the queue does not exist in Redis.
 */
export async function confirmEnrollments(options: Pick<BullmqOptions, "connection" | "name">): Promise<void> {
  const name = checkPlace(options.connection, options.name);
  if (await new EnrollmentStates(options.connection, name).trust()) return;
  throw new QueueError(
    "unknown-queue",
    `The queue ${name} of a service does not exist in this Redis: it was never opened, or Redis has lost it. Nothing was confirmed.`,
  );
}
