import { ConfigurationError } from "./errors.ts";
import { type CallUse, ForgottenCalls } from "./forgotten-calls.ts";
import { toResponse } from "./transport/response.ts";
import type { TransportResponse } from "./transport/transport.ts";

/** The result of a call together with its HTTP response. */
export interface WithResponse<Reply> {
  /** The reply, as returned by awaiting the call. */
  readonly data: Reply;
  /** The HTTP response, for its status and headers; its body has been read. */
  readonly response: Response;
}

/** The result of a call, with the transport's response. */
export interface CallResult<Reply> {
  readonly data: Reply;
  readonly response: TransportResponse;
}

/**
 * A promise of a reply whose request is sent when the call is first awaited (or `then`, `catch`, `finally` or
 * `withResponse` is called). It is sent once, however often it is awaited. A call that is not awaited is never sent.
 */
export interface Call<Reply> extends Promise<Reply> {
  /** Sends the call and returns the reply together with its HTTP response. */
  withResponse(): Promise<WithResponse<Reply>>;
  /**
   * Sends the call and returns its HTTP response as soon as the headers of a success are here, with the body unread. Until then all is as
   * usual: credentials, retries, limits, and errors for other statuses. `totalTimeout` ends with the headers; `timeout` also limits
   * each wait for more of the body, and the `signal` still ends it. Read the body to its end or cancel it: it holds a connection.
   * Its size is not limited, and it is not compared with the declaration. Reading it throws `ConnectionError` if it breaks off,
   * `TimeoutError` if it stalls, and `AbortedError` if the signal aborts it.
   *
   * For an operation that returns a file, a reply in JSON or HTML is read first, because it may be the vendor's error. For one that
   * returns JSON it is not: what the vendor refuses with a status of success is in the body for you to read.
   *
   * @throws ConfigurationError when the call was awaited before: its body has been read. Nor can it be awaited afterwards.
   */
  asResponse(): Promise<Response>;
}

function dataOf<Reply>({ data }: CallResult<Reply>): Reply {
  return data;
}

/** Whether a value is a promise or another object with `then`. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

declare const process: { readonly env: { readonly NODE_ENV?: string } };

/**
 * In development, warns once per operation about a call that is garbage-collected before its result was requested. In production
 * it does nothing, and bundlers, which replace `process.env.NODE_ENV`, drop its code.
 */
// oxlint-disable-next-line eslint/no-inline-comments -- bundlers read it there
const forgotten: ForgottenCalls | undefined = /* @__PURE__ */ ((): ForgottenCalls | undefined => {
  try {
    if (process.env.NODE_ENV !== "production" && typeof FinalizationRegistry === "function")
      return new ForgottenCalls();
  } catch {
    // There is no `process`, or it must not be read, so nothing indicates development.
  }
  return undefined;
})();

/** Settles the promise of a call. */
type Settle<Reply> = readonly [resolve: (reply: Reply) => void, reject: (reason: unknown) => void];

/**
 * A call as a promise that starts when its result is requested. It is a real promise, so checks for promises work. Its `then`
 * sends it; everything that waits for a promise calls `then`, including `await`, because the class is not `Promise` itself.
 */
export class LazyCall<Reply> extends Promise<Reply> implements Call<Reply> {
  /** Promises derived from a call are plain promises. */
  static override readonly [Symbol.species] = Promise;
  readonly #result: Promise<CallResult<Reply>>;
  readonly #use: CallUse;
  /** How the first use of it wants the body. */
  #isUnread: boolean | undefined;
  #start: (() => void) | undefined;
  #settle: Settle<Reply> | undefined;

  /**
   * @param client The client that the call belongs to.
   * @param operation The operation that is called.
   */
  constructor(
    client: { readonly vendor: string },
    operation: { readonly name: string },
    send: (isUnread: boolean) => Promise<CallResult<Reply>>,
  ) {
    let settle: Settle<Reply> | undefined;
    super((...both) => {
      settle = both;
    });
    this.#settle = settle;
    // Registered here and not when the call is awaited: `then` callbacks run in the asynchronous context of their registration,
    // so the requests see the AsyncLocalStorage of the code that created the call.
    this.#result = new Promise<void>((resolve) => {
      this.#start = resolve;
    }).then(() => send(this.#isUnread === true));
    this.#use = forgotten?.add(this, client, operation) ?? { isUsed: false };
  }

  /** Notes that the call's result was requested, so the call was not forgotten. */
  protected isUsed(): void {
    this.#use.isUsed = true;
  }

  /** What `console.log` shows for a call in Node: not the reply, which may contain a secret. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return "Call";
  }

  #send(isUnread = false): Promise<CallResult<Reply>> {
    this.isUsed();
    this.#isUnread ??= isUnread;
    if (this.#isUnread !== isUnread) {
      const message = "A call cannot be both awaited and read with asResponse(): use one.";
      return Promise.reject(new ConfigurationError(message));
    }
    this.#start?.();
    return this.#result;
  }

  withResponse(): Promise<WithResponse<Reply>> {
    return this.#send().then(({ data, response }) => ({ data, response: toResponse(response) }));
  }

  asResponse(): Promise<Response> {
    return this.#send(true).then(({ response }) => toResponse(response));
  }

  // oxlint-disable-next-line unicorn/no-thenable -- a call is meant to be awaited
  override then<Fulfilled = Reply, Rejected = never>(
    onFulfilled?: ((reply: Reply) => Fulfilled | PromiseLike<Fulfilled>) | null,
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Fulfilled | Rejected> {
    const settle = this.#settle;
    if (settle !== undefined) {
      this.#settle = undefined;
      // Passed on directly: a wrapper function would cut the line that awaits the call from an error's stack.
      void this.#send()
        .then(dataOf)
        .then(...settle);
    }
    return super.then(onFulfilled, onRejected);
  }
}
