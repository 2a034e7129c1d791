import type { EventEmitter } from "node:events";
import type { Queue } from "bullmq";

/** A field of an object of BullMQ that has no public name. */
export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

/** A client of ioredis has the methods of an emitter, but not its class. */
export function isEmitter(value: unknown): value is EventEmitter {
  return typeof fieldOf(value, "once") === "function";
}

/**
 * Lets a queue or worker that was closed while it was still connecting fail to connect: this is what closing means. BullMQ 5 removes
 * all listeners from its connections when they are closed, so that the failure that follows would be an unhandled rejection, which
 * ends the process. BullMQ 6 takes care of it itself.
 */
export function expectLateErrors(closed: object): void {
  for (const name of ["connection", "blockingConnection"]) {
    const connection = fieldOf(closed, name);
    if (isEmitter(connection)) connection.on("error", () => undefined);
  }
}

/** Closes a queue, which may still be connecting. */
export async function closeQueue(queue: Pick<Queue, "close">): Promise<void> {
  await queue.close();
  expectLateErrors(queue);
}
