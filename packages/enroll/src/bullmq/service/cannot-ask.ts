import type { QueueDoubt } from "../row-states.ts";

/** Why nothing is sent from a queue in doubt. */
export function cannotAsk(queue: string, target: string, doubt: QueueDoubt | undefined): string {
  return `Enrollments of the queue ${queue} may have been sent although their states do not show it (${doubt ?? "no doubt"}), and ${target} cannot be asked. If you know that they were not sent, call confirmEnrollments.`;
}
