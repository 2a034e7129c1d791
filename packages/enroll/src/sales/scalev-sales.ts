import { type Client, ConfigurationError } from "@kelaskit/core";
import { checkOptions, isObject, type JsonObject, type OptionNames } from "@kelaskit/core/vendor";
import { verifyWebhook, type WebhookEvent, WebhookError, type WebhookErrorCode } from "@kelaskit/scalev";
import { checkFunctions, checkOptionalNumber } from "../setting-checks.ts";
import { GroupCommit } from "../run/group-commit.ts";
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
import type { NamedEnrollments, SalesEnrollments } from "./enrollments.ts";
import { momentOfEvent } from "./event-moment.ts";
import { hexadecimal } from "./hexadecimal.ts";
import { type Inbox, prepareInbox, takeDoor } from "./inbox.ts";
import { checkItems, type SaleItems, servicesOf } from "./items.ts";
import type { SaleLearner } from "./learner.ts";
import { printProblem, type ProblemListener } from "./problems.ts";
import { OrderReader } from "./read-order.ts";
import { SaleWorker } from "./sale-work.ts";
import { createSales, type Sales } from "./sales.ts";
import { SalesLoop } from "./sales-loop.ts";
import { type ArrivedEvent, door, type SalesEvent, SalesStore } from "./sales-store.ts";

/** Options of `scalevSales`. */
export interface ScalevSalesOptions {
  /** The signing secrets, one of which must match: several while you rotate one, or for several businesses. */
  readonly secrets: string | readonly string[];
  /**
   * What each variant enrolls in, by its unique id, `variant_…`: fields of the target, or a list of them for a bundle. With several
   * services, `to` names the one it is for.
   */
  readonly items: SaleItems;
  /** The service that enrolls, or several by their names. */
  readonly enrollments: SalesEnrollments | NamedEnrollments;
  /** Where events and sales are kept. */
  readonly inbox: Inbox;
  /**
   * With `on-refund`, enrollments are handed to the service to be taken back when their order was canceled, returned or deleted, or is
   * unpaid again. Listen to its `failed` and `unknown`: they tell when that did not work. The vendor documents no status of a refund.
   * Never for a payment in `conflict`, which a person has to look at.
   *
   * @default nothing is taken back; the sale is listed
   */
  readonly revoke?: "on-refund" | undefined;
  /**
   * Who is enrolled for an order: it receives the data of its latest event with lines. Without one, the customer, or else the
   * recipient. Return undefined if nobody can be.
   */
  readonly learnerOf?:
    | ((order: JsonObject) => SaleLearner | undefined | Promise<SaleLearner | undefined>)
    | undefined;
  /** A client of Scalev with a business key, to read orders that are paid and whose lines have not come. */
  readonly business?: Client | undefined;
  /** How long lines are waited for before the order is read, in milliseconds. @default 60000 */
  readonly readOrderAfter?: number | undefined;
  /** The maximum size of a body in bytes. @default 1048576 (1 MiB) */
  readonly maxBytes?: number | undefined;
  /** With as many orders still to be worked on, events are answered with 503. @default 100000 */
  readonly maxWaiting?: number | undefined;
  /** Receives what an operator should know: refused requests, what is tried again. @default prints it with `console.error` */
  readonly onProblem?: ProblemListener | undefined;
}

/** Receives the vendor's webhooks, and enrolls whoever has paid. */
export interface SalesReceiver extends Receiver {
  /** The sales, for people. */
  readonly sales: Sales;
  /** All events in the order in which they were received, or those about one order. Read in parts. */
  events(filter?: { readonly order?: string | undefined }): AsyncIterable<SalesEvent>;
  /** Resolves when nothing is to be done now: what waits for an event or for a time is not waited for. */
  settled(): Promise<void>;
  /** Stops: requests are answered with 503. Resolves when what was begun has ended; the rest is continued at the next start. */
  close(): Promise<void>;
  /** The same as `close()`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

const optionNames = {
  secrets: true,
  items: true,
  enrollments: true,
  inbox: true,
  revoke: true,
  learnerOf: true,
  business: true,
  readOrderAfter: true,
  maxBytes: true,
  maxWaiting: true,
  onProblem: true,
} as const satisfies OptionNames<ScalevSalesOptions>;

const owner = "scalevSales";

const statusOf: Readonly<Record<WebhookErrorCode, number>> = {
  signature: 401,
  "too-large": 413,
  unreadable: 400,
  incomplete: 400,
  "too-old": 400,
};

/** Refuses at the start what would otherwise refuse every webhook. */
function checkSecrets(given: unknown): void {
  const secrets: readonly unknown[] = Array.isArray(given) ? [...(given as unknown[])] : [given];
  const wrong = secrets.findIndex(
    (secret) => typeof secret !== "string" || ["", "undefined", "null"].includes(secret.trim()),
  );
  if (secrets.length > 0 && wrong === -1) return;
  const place = Array.isArray(given) && secrets.length > 0 ? `secrets[${wrong}]` : "secrets";
  throw new ConfigurationError(
    `${owner}: ${place} is not a signing secret. Check the environment variable or setting that it comes from.`,
  );
}

function checkOthers({ revoke, learnerOf, business, ...options }: ScalevSalesOptions): void {
  checkSecrets(options.secrets);
  checkOptionalNumber(`${owner}: readOrderAfter`, options.readOrderAfter, 0);
  checkOptionalNumber(`${owner}: maxBytes`, options.maxBytes, 1);
  checkOptionalNumber(`${owner}: maxWaiting`, options.maxWaiting, 1);
  if (revoke !== undefined && revoke !== "on-refund")
    throw new ConfigurationError(`${owner}: revoke must be "on-refund", or not given.`);
  checkFunctions(owner, { learnerOf, onProblem: options.onProblem });
  if (business !== undefined && business.vendor !== "scalev")
    throw new ConfigurationError(`${owner}: business must be a client that createScalev returns.`);
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

async function digestOf(event: WebhookEvent): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(event));
  return hexadecimal(await crypto.subtle.digest("SHA-256", bytes));
}

/** What is stored of an event. */
async function arrivalOf(event: WebhookEvent, receivedAt: number): Promise<ArrivedEvent> {
  const data = isObject(event.data) ? event.data : {};
  const name = event.event ?? event.type;
  const isAboutOrder = name.startsWith("order.") || name.startsWith("payment.");
  // The vendor's older samples have only the number of an order.
  const number = textOf(data["order_id"]);
  const id = textOf(data["id"]) ?? number;
  const order = isAboutOrder && id !== undefined ? { id, number: number ?? id } : undefined;
  return {
    id: textOf(event.unique_id) ?? `digest:${await digestOf(event)}`,
    name,
    moment: momentOfEvent(name, { timestamp: event.timestamp, data }, receivedAt),
    order,
    data,
  };
}

/** Creates the receiver; with an inbox of its own, it closes it. */
export function createSalesReceiver(options: ScalevSalesOptions, ownsInbox: boolean): SalesReceiver {
  checkOptions(`${owner}()`, options, optionNames);
  checkOthers(options);
  const { secrets, maxBytes, maxWaiting = 100_000, inbox, business } = options;
  const onProblem = guarded(options.onProblem ?? printProblem);
  const services = servicesOf(owner, options.enrollments);
  const settings = {
    items: checkItems(owner, options.items, services),
    services,
    revokes: options.revoke === "on-refund",
    learnerOf: options.learnerOf,
    reader: business === undefined ? undefined : new OrderReader(business),
    readOrderAfter: options.readOrderAfter ?? 60_000,
    onProblem,
    now: () => Date.now(),
  };
  prepareInbox(owner, inbox);
  const leaveDoor = takeDoor(owner, inbox, door);
  const store = new SalesStore(inbox, settings.now);
  const worker = new SaleWorker(store, settings);
  const loop = new SalesLoop(store, worker, settings);
  const commits = new GroupCommit(store);
  const closing = new AbortController();
  const sales = createSales(store, worker, loop, {
    hasReader: business !== undefined,
    signal: closing.signal,
  });

  const stored = async (event: WebhookEvent): Promise<Refusal | undefined> => {
    try {
      const arrival = await arrivalOf(event, settings.now());
      if (closing.signal.aborted) throw new ConfigurationError("The receiver is closed.");
      if (store.hasDue(maxWaiting)) {
        const message = `${owner}: ${maxWaiting} orders are waiting to be worked on, as many as maxWaiting allows. The sender was asked to send the event again.`;
        return { status: 503, kind: "not-stored", message };
      }
      await commits.write(() => {
        store.add(arrival);
      });
      loop.wake();
      return undefined;
    } catch (error) {
      return refusalOfStorage(owner, error);
    }
  };

  const handle = async (delivery: Delivery): Promise<Response> => {
    const { headers, body } = delivery;
    const wrongForm = refusalOfForm(owner, delivery);
    if (wrongForm !== undefined) return refused(wrongForm, onProblem);
    try {
      const event = await verifyWebhook({ headers, body }, { secrets, maxBytes });
      if (event.type === "ping" || event.type === "business.test_event") return received(200);
      const refusal = await stored(event);
      return refusal === undefined ? received(204) : refused(refusal, onProblem);
    } catch (error) {
      const refusal: Refusal = WebhookError.isInstance(error)
        ? { status: statusOf[error.code], kind: "refused", message: error.message, cause: error }
        : refusalOfSetUp(owner, error);
      return refused(refusal, onProblem);
    }
  };

  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    closing.abort();
    commits.flush();
    await loop.stop();
    leaveDoor();
    if (ownsInbox) inbox.close();
  };
  const closeOnce = (): Promise<void> => (closed ??= close());
  loop.start();
  return Object.assign(receiverOf(handle), {
    sales,
    async *events({ order }: { readonly order?: string | undefined } = {}) {
      yield* store.events(order);
    },
    settled: () => loop.settled(),
    close: closeOnce,
    [Symbol.asyncDispose]: closeOnce,
  });
}

/**
 * Receives the webhooks of Scalev and enrolls whoever has paid, once for each order and variant, in whatever order the events come
 * and however often.
 *
 * An event is acknowledged when it is on the disk. What it leads to is continued after the process was killed: an enrollment is
 * added to the service by its key and then recorded, so that a repetition has no effect. Nobody is enrolled before the order is
 * `paid` or `settled`, and nothing is taken back unless `revoke` is set. What a person has to decide is listed in `sales`; what becomes
 * of an enrollment afterwards is told by the service's own events.
 *
 * @throws ConfigurationError when an option is wrong, or no learner could be enrolled in one of the items.
 * @see https://docs.scalev.com/en/verifying-a-webhook-request.md
 */
export function scalevSales(options: ScalevSalesOptions): SalesReceiver {
  return createSalesReceiver(options, false);
}
