import { ConfigurationError } from "@kelaskit/core";
import { GroupCommit } from "../run/group-commit.ts";
import { checkFunctions, checkOptionalNumber } from "../setting-checks.ts";
import {
  type Delivery,
  guarded,
  received,
  type Receiver,
  receiverOf,
  type Refusal,
  refusalOfForm,
  refusalOfSetUp,
  refusalOfStorage,
  refused,
} from "./delivery.ts";
import { type EventContext, EventQueue, type QueuedEvent } from "./event-queue.ts";
import { type Inbox, prepareInbox, takeDoor } from "./inbox.ts";
import { printProblem, type ProblemListener } from "./problems.ts";
import { openInbox } from "./sqlite-inbox.node.ts";

/** Options of every receiver of events. */
export interface EventsOptions<Event> {
  /**
   * The secrets, one of which must be in the address, as the query parameter `secret` or as the last segment of the path: several
   * while you replace one. Each has at least 16 letters, digits and `-_.~`.
   */
  readonly secrets: string | readonly string[];
  /** The path of the file where events are kept, which is created if it is missing; or an inbox that several receivers share. */
  readonly inbox: string | Inbox;
  /**
   * Receives the events, one after another in the order in which they came. It is called again with the same event until it
   * returns or resolves, also after the process was killed: at least once, so what it does must be repeatable.
   */
  readonly on: (event: Event, context: EventContext) => void | Promise<void>;
  /** An equal body within so many milliseconds is the same event again: events have no id. @default 600000 */
  readonly duplicatesWithin?: number | undefined;
  /** The maximum size of a body in bytes. @default 1048576 (1 MiB) */
  readonly maxBytes?: number | undefined;
  /** Receives what an operator should know. @default prints it with `console.error` */
  readonly onProblem?: ProblemListener | undefined;
}

/** Receives a vendor's events, and hands them to a function. */
export interface EventsReceiver extends Receiver {
  /** All events in the order in which they were received. Read in parts. */
  events(): AsyncIterable<QueuedEvent>;
  /** Resolves when no event is waiting, or the first of them must be tried again later. */
  settled(): Promise<void>;
  /** Stops: requests are answered with 503. Resolves when the function that was called has ended. */
  close(): Promise<void>;
  /** The same as `close()`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** An event that was read. */
interface ReadEvent<Event> {
  readonly name: string;
  /** Equal for equal bodies. */
  readonly digest: string;
  readonly event: Event;
}

/** What distinguishes the receivers of two vendors. */
export interface EventsDoor<Event> {
  /** The function that was called, for errors. */
  readonly owner: string;
  /** The name of the events in the inbox. */
  readonly door: string;
  /** Reads a request. @throws The vendor's own error, for `refusalOf`. */
  read(delivery: Delivery): Promise<ReadEvent<Event>>;
  /** The refusal of a request that could not be read; `undefined` if the error is another one. */
  refusalOf(error: unknown): Refusal | undefined;
}

function checkOthers<Event>(owner: string, options: EventsOptions<Event>): void {
  checkOptionalNumber(`${owner}: duplicatesWithin`, options.duplicatesWithin, 0);
  checkOptionalNumber(`${owner}: maxBytes`, options.maxBytes, 1);
  // Without `on`, events would be received and never passed on.
  checkFunctions(owner, { on: options.on ?? null, onProblem: options.onProblem });
}

/** Opens the inbox, and creates the receiver of a vendor. */
export function createEventsReceiver<Event>(
  vendor: EventsDoor<Event>,
  options: EventsOptions<Event>,
): EventsReceiver {
  const { owner, door } = vendor;
  checkOthers(owner, options);
  const { inbox: given, on, duplicatesWithin = 600_000 } = options;
  const onProblem = guarded(options.onProblem ?? printProblem);
  const ownsInbox = typeof given === "string";
  const inbox = ownsInbox ? openInbox(given) : given;
  let leaveDoor: () => void;
  try {
    prepareInbox(owner, inbox);
    leaveDoor = takeDoor(owner, inbox, door);
  } catch (error) {
    if (ownsInbox) inbox.close();
    throw error;
  }
  const queue = new EventQueue<Event>({ inbox, door, on, duplicatesWithin, onProblem });
  const commits = new GroupCommit(inbox);
  let isClosed = false;

  const stored = async ({ name, digest, event }: ReadEvent<Event>): Promise<Refusal | undefined> => {
    try {
      if (isClosed) throw new ConfigurationError("The receiver is closed.");
      await commits.write(() => {
        queue.add(name, digest, event);
      });
      queue.wake();
      return undefined;
    } catch (error) {
      return refusalOfStorage(owner, error);
    }
  };

  const handle = async (delivery: Delivery): Promise<Response> => {
    const wrongForm = refusalOfForm(owner, delivery);
    if (wrongForm !== undefined) return refused(wrongForm, onProblem);
    try {
      const refusal = await stored(await vendor.read(delivery));
      return refusal === undefined ? received(204) : refused(refusal, onProblem);
    } catch (error) {
      return refused(vendor.refusalOf(error) ?? refusalOfSetUp(owner, error), onProblem);
    }
  };

  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    isClosed = true;
    commits.flush();
    await queue.stop();
    leaveDoor();
    if (ownsInbox) inbox.close();
  };
  const closeOnce = (): Promise<void> => (closed ??= close());
  queue.wake();
  return Object.assign(receiverOf(handle), {
    async *events() {
      yield* queue.events();
    },
    settled: () => queue.settled(),
    close: closeOnce,
    [Symbol.asyncDispose]: closeOnce,
  });
}
