import { ConfigurationError } from "@kelaskit/core";
import { callUserFunction } from "@kelaskit/core/vendor";
import type { ProblemListener, ProblemReport } from "./problems.ts";

/** A request as a receiver takes it. */
export interface Delivery {
  readonly method: string;
  /** The address, or its path with the query. */
  readonly url: string;
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The body as it came: a text, bytes, an unread stream of fetch or of Node, or null for none. */
  readonly body: string | Uint8Array | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array> | null;
  /** Whether something has read the body before, so that it cannot be checked any more. @default false */
  readonly isBodyRead?: boolean | undefined;
}

/** What a receiver has in common with all others: it answers requests. */
export interface Receiver {
  /**
   * Receives a request. It never rejects, and its answers have no body: they tell a stranger nothing.
   *
   * 2xx: the event is on the disk, or was before. 400: it cannot be read. 401: its sender is not the vendor. 405: the method is not POST.
   * 413: it is too large. 500: the receiver is set up wrongly. 503: it cannot be stored now, and is to be sent again.
   */
  (request: Request): Promise<Response>;
  /** The same for the parts of a request, such as those that a framework has read. */
  handle(delivery: Delivery): Promise<Response>;
}

/** Why a request is refused. */
export interface Refusal {
  readonly status: number;
  readonly kind: "refused" | "not-stored";
  readonly message: string;
  readonly cause?: unknown;
}

/** After how many seconds a sender is asked to send an event again that could not be stored. */
const retryAfter = "30";

/** The answer to an event that was received. */
export function received(status: 200 | 204): Response {
  return new Response(null, { status });
}

/** The answer to a refused request; the reason goes to the operator only. */
export function refused({ status, kind, message, cause }: Refusal, onProblem: ProblemReport): Response {
  onProblem({ kind, message, status, cause });
  const headers = new Headers();
  if (status === 405) headers.set("allow", "POST");
  if (status === 503) headers.set("retry-after", retryAfter);
  return new Response(null, { status, headers });
}

/** The refusal of a request that cannot be a webhook, or cannot be read; `undefined` if it may be one. */
export function refusalOfForm(owner: string, { method, isBodyRead = false }: Delivery): Refusal | undefined {
  if (method !== "POST") {
    const message = `${owner}: the method is not POST, so it is not a webhook.`;
    return { status: 405, kind: "refused", message };
  }
  if (!isBodyRead) return undefined;
  const message = `${owner}: the body of the request was already read, so it cannot be checked. Turn off the body parser of this route, or register the route before it.`;
  return { status: 500, kind: "refused", message };
}

/** The refusal of an event that could not be stored. */
export function refusalOfStorage(owner: string, cause: unknown): Refusal {
  const name = cause instanceof Error ? cause.name : typeof cause;
  return {
    status: 503,
    kind: "not-stored",
    message: `${owner}: an event could not be stored (${name}), and its sender was asked to send it again. Check the disk and the inbox.`,
    cause,
  };
}

/** The refusal when a vendor's own check throws something other than its own error: the receiver is set up wrongly. */
export function refusalOfSetUp(owner: string, cause: unknown): Refusal {
  const message = ConfigurationError.isInstance(cause)
    ? `${owner}: ${cause.message}`
    : `${owner}: the request could not be read (${cause instanceof Error ? cause.name : typeof cause}).`;
  return { status: 500, kind: "refused", message, cause };
}

/** Calls the operator's function, which must not end the receiver. */
export function guarded(listener: ProblemListener): ProblemReport {
  return (problem) => {
    void callUserFunction(
      () => listener(problem),
      (error) => {
        console.error(`onProblem threw ${error instanceof Error ? error.name : typeof error}.`);
      },
    );
  };
}

/** Makes a receiver of a function that answers. */
export function receiverOf(handle: (delivery: Delivery) => Promise<Response>): Receiver {
  const receive = async (request: Request): Promise<Response> => {
    const { method, url, headers, body, bodyUsed } = request;
    return handle({ method, url, headers, body, isBodyRead: bodyUsed });
  };
  return Object.assign(receive, { handle });
}
