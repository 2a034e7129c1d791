import { type CallUse, ForgottenCalls } from "./forgotten-calls.ts";
import { toResponse } from "./transport/response.ts";
import type { TransportResponse } from "./transport/transport.ts";

/** The result of a call together with the HTTP response it came in. */
export interface WithResponse<Reply> {
  /** The reply, as the call alone would have given it. */
  readonly data: Reply;
  /** The HTTP response, for its status and headers; its body has been read. */
  readonly response: Response;
}

/** The result of a call, with its response as the transport gave it. */
export interface CallResult<Reply> {
  readonly data: Reply;
  readonly response: TransportResponse;
}

/**
 * A promise of a reply whose request has not been sent yet: it is sent when the call is first awaited (or `then`, `catch`,
 * `finally` or `withResponse` is called), and once however often it is awaited. A call that nobody awaits is never sent.
 */
export interface Call<Reply> extends Promise<Reply> {
  /** Sends the call and gives the reply with the HTTP response around it. */
  withResponse(): Promise<WithResponse<Reply>>;
}

function dataOf<Reply>({ data }: CallResult<Reply>): Reply {
  return data;
}

declare const process: { readonly env: { readonly NODE_ENV?: string } };

/**
 * Watches calls in development: one that is collected before anybody has asked for its result gives a warning, once for each
 * operation. In production it does nothing, and bundlers, which replace `process.env.NODE_ENV`, leave out what it would need.
 */
// oxlint-disable-next-line eslint/no-inline-comments -- bundlers read it there
const forgotten: ForgottenCalls | undefined = /* @__PURE__ */ ((): ForgottenCalls | undefined => {
  try {
    if (process.env.NODE_ENV !== "production" && typeof FinalizationRegistry === "function")
      return new ForgottenCalls();
  } catch {
    // Without a `process`, or where it must not be read, nothing says that this is a developer's machine.
  }
  return undefined;
})();

/** What settles the promise that a call is. */
type Settle<Reply> = readonly [resolve: (reply: Reply) => void, reject: (reason: unknown) => void];

/**
 * A call as a promise that starts when somebody asks for its result. It is a real promise, for what tests a value for one, and
 * settled by its own `then`, which everything that waits for a promise calls: `await` does, since the class is not `Promise`.
 */
export class LazyCall<Reply> extends Promise<Reply> implements Call<Reply> {
  /** What is derived from a call is a plain promise. */
  static override readonly [Symbol.species] = Promise;
  readonly #result: Promise<CallResult<Reply>>;
  readonly #use: CallUse;
  #start: (() => void) | undefined;
  #settle: Settle<Reply> | undefined;

  /**
   * @param client Whose call it is.
   * @param operation Which operation it is of.
   */
  constructor(
    client: { readonly vendor: string },
    operation: { readonly name: string },
    send: () => Promise<CallResult<Reply>>,
  ) {
    let settle: Settle<Reply> | undefined;
    super((...both) => {
      settle = both;
    });
    this.#settle = settle;
    // Registered here and not when it is awaited: what follows a promise runs in the asynchronous context of the place that
    // registered it, so that an AsyncLocalStorage of whoever made the call is that of its requests, too.
    this.#result = new Promise<void>((resolve) => {
      this.#start = resolve;
    }).then(send);
    this.#use = forgotten?.add(this, client, operation) ?? { isUsed: false };
  }

  /** Notes that somebody has asked for what the call gives, so that it was not forgotten. */
  protected isUsed(): void {
    this.#use.isUsed = true;
  }

  /** What `console.log` shows of a call in Node: not the reply, which may hold a secret. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return "Call";
  }

  #send(): Promise<CallResult<Reply>> {
    this.isUsed();
    this.#start?.();
    return this.#result;
  }

  withResponse(): Promise<WithResponse<Reply>> {
    return this.#send().then(({ data, response }) => ({ data, response: toResponse(response) }));
  }

  // oxlint-disable-next-line unicorn/no-thenable -- being awaited is what a call is for
  override then<Fulfilled = Reply, Rejected = never>(
    onFulfilled?: ((reply: Reply) => Fulfilled | PromiseLike<Fulfilled>) | null,
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Fulfilled | Rejected> {
    const settle = this.#settle;
    if (settle !== undefined) {
      this.#settle = undefined;
      // Handed on as they are: a function between would cut the stack of an error where the call is awaited.
      void this.#send()
        .then(dataOf)
        .then(...settle);
    }
    return super.then(onFulfilled, onRejected);
  }
}
