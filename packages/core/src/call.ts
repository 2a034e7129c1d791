/** The result of a call together with the HTTP response it came in. */
export interface WithResponse<Reply> {
  /** The reply, as the call alone would have given it. */
  readonly data: Reply;
  /** The HTTP response, for its status and headers; its body has been read. */
  readonly response: Response;
}

/**
 * A call that has not been sent yet: it is sent when it is first awaited (or `then`, `catch`, `finally` or
 * `withResponse` is called), and once however often it is awaited.
 */
export interface Call<Reply> extends Promise<Reply> {
  /** Sends the call and gives the reply with the HTTP response around it. */
  withResponse(): Promise<WithResponse<Reply>>;
}

/** A call as a promise that starts when somebody asks for its result. */
export class LazyCall<Reply> implements Call<Reply> {
  readonly [Symbol.toStringTag] = "Call";
  #start: (() => Promise<WithResponse<Reply>>) | undefined;
  #started: Promise<WithResponse<Reply>> | undefined;

  constructor(start: () => Promise<WithResponse<Reply>>) {
    this.#start = start;
  }

  withResponse(): Promise<WithResponse<Reply>> {
    if (this.#started === undefined) {
      const start = this.#start;
      // Let go of the parameters: a kept call must not keep them alive.
      this.#start = undefined;
      this.#started =
        start === undefined ? Promise.reject(new TypeError("A call was started twice.")) : start();
    }
    return this.#started;
  }

  // oxlint-disable-next-line unicorn/no-thenable -- being awaited is what a call is for
  then<Fulfilled = Reply, Rejected = never>(
    onFulfilled?: ((reply: Reply) => Fulfilled | PromiseLike<Fulfilled>) | null,
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Fulfilled | Rejected> {
    const started = this.withResponse();
    // One promise instead of two for what nearly every call is: awaited.
    return typeof onFulfilled === "function"
      ? started.then((result) => onFulfilled(result.data), onRejected)
      : (started.then(dataOf, onRejected) as Promise<Fulfilled | Rejected>);
  }

  catch<Rejected = never>(
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Reply | Rejected> {
    return this.then(undefined, onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<Reply> {
    return this.withResponse().then(dataOf).finally(onFinally);
  }
}

function dataOf<Reply>(result: WithResponse<Reply>): Reply {
  return result.data;
}
