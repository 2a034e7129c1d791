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
 * A call that has not been sent yet: it is sent when it is first awaited (or `then`, `catch`, `finally` or
 * `withResponse` is called), and once however often it is awaited.
 */
export interface Call<Reply> extends Promise<Reply> {
  /** Sends the call and gives the reply with the HTTP response around it. */
  withResponse(): Promise<WithResponse<Reply>>;
}

/** Whether a value is a promise of any kind. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

function dataOf<Reply>({ data }: CallResult<Reply>): Reply {
  return data;
}

/** A call as a promise that starts when somebody asks for its result. */
export class LazyCall<Reply> implements Call<Reply> {
  readonly [Symbol.toStringTag] = "Call";
  readonly #result: Promise<CallResult<Reply>>;
  #data: Promise<Reply> | undefined;
  #start: (() => void) | undefined;

  constructor(send: () => Promise<CallResult<Reply>>) {
    // Registered here and not when it is awaited: what follows a promise runs in the asynchronous context of the place that
    // registered it, so that an AsyncLocalStorage of whoever made the call is that of its requests, too.
    this.#result = new Promise<void>((resolve) => {
      this.#start = resolve;
    }).then(send);
  }

  withResponse(): Promise<WithResponse<Reply>> {
    this.#start?.();
    return this.#result.then(({ data, response }) => ({ data, response: toResponse(response) }));
  }

  // oxlint-disable-next-line unicorn/no-thenable -- being awaited is what a call is for
  then<Fulfilled = Reply, Rejected = never>(
    onFulfilled?: ((reply: Reply) => Fulfilled | PromiseLike<Fulfilled>) | null,
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Fulfilled | Rejected> {
    this.#start?.();
    this.#data ??= this.#result.then(dataOf);
    // Handed on as they are: a function between would cut the stack of an error where the call is awaited.
    return this.#data.then(onFulfilled, onRejected);
  }

  catch<Rejected = never>(
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Reply | Rejected> {
    return this.then(undefined, onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<Reply> {
    return this.then(undefined, undefined).finally(onFinally);
  }
}
