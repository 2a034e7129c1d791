import { toResponse } from "./body.ts";
import type { AnyDeclaration } from "./declaration.ts";
import type { CallOptions } from "./options.ts";
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

/** Runs declared operations: what an operation needs of its client. */
export interface Caller {
  /** The vendor's short name. */
  readonly vendor: string;
  /** Runs a declared operation; what `operation()` calls. Not for users. */
  "~execute"<Reply>(
    declaration: AnyDeclaration,
    params: object | undefined,
    options: CallOptions | undefined,
  ): Promise<CallResult<Reply>>;
}

/**
 * A call that has not been sent yet: it is sent when it is first awaited (or `then`, `catch`, `finally` or
 * `withResponse` is called), and once however often it is awaited.
 */
export interface Call<Reply> extends Promise<Reply> {
  /** Sends the call and gives the reply with the HTTP response around it. */
  withResponse(): Promise<WithResponse<Reply>>;
}

interface StackHolder {
  stack?: string;
}

interface ErrorClass {
  readonly captureStackTrace?: (holder: StackHolder, below: (...values: never[]) => unknown) => void;
}

const { captureStackTrace } = Error as ErrorClass;

/**
 * Notes where a call was made. Its text is written only when a call fails and somebody reads it: what this costs on success
 * is a walk of the stack.
 */
export function callSite(below: (...values: never[]) => unknown): StackHolder | undefined {
  if (captureStackTrace === undefined) return undefined;
  const site: StackHolder = {};
  captureStackTrace(site, below);
  return site;
}

/** Puts the caller's frames in place of core's own, which end where the call was awaited. */
function showCaller(error: unknown, site: StackHolder | undefined): unknown {
  if (!(error instanceof Error) || site?.stack === undefined) return error;
  const frames = site.stack.slice(site.stack.indexOf("\n"));
  Object.defineProperty(error, "stack", {
    value: `${error.name}: ${error.message}${frames}`,
    configurable: true,
    writable: true,
  });
  return error;
}

/** A call as a promise that starts when somebody asks for its result. */
export class LazyCall<Reply> implements Call<Reply> {
  readonly [Symbol.toStringTag] = "Call";
  readonly #site: StackHolder | undefined;
  #send: (() => void) | undefined;
  readonly #result: Promise<CallResult<Reply>>;

  constructor(start: () => Promise<CallResult<Reply>>, site?: StackHolder) {
    this.#site = site;
    // Registered here and not when it is awaited: what follows a promise runs in the asynchronous context of the place that
    // registered it, so that an AsyncLocalStorage of whoever made the call is that of its requests, too.
    this.#result = new Promise<void>((resolve) => {
      this.#send = resolve;
    }).then(start);
  }

  #start(): Promise<CallResult<Reply>> {
    this.#send?.();
    this.#send = undefined;
    return this.#result;
  }

  withResponse(): Promise<WithResponse<Reply>> {
    return this.#start().then(
      ({ data, response }) => ({ data, response: toResponse(response) }),
      (error: unknown) => {
        throw showCaller(error, this.#site);
      },
    );
  }

  // oxlint-disable-next-line unicorn/no-thenable -- being awaited is what a call is for
  then<Fulfilled = Reply, Rejected = never>(
    onFulfilled?: ((reply: Reply) => Fulfilled | PromiseLike<Fulfilled>) | null,
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Fulfilled | Rejected> {
    return this.#start().then(
      // Without a function to hand the reply to, the promise is the reply itself.
      ({ data }) => (typeof onFulfilled === "function" ? onFulfilled(data) : (data as unknown as Fulfilled)),
      (error: unknown) => {
        const shown = showCaller(error, this.#site);
        if (typeof onRejected === "function") return onRejected(shown);
        throw shown;
      },
    );
  }

  catch<Rejected = never>(
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Reply | Rejected> {
    return this.then(undefined, onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<Reply> {
    return this.then().finally(onFinally);
  }
}
