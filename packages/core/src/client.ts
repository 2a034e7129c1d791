import type { Call, CallResult } from "./call.ts";
import type { AnyDeclaration, HttpMethod } from "./declaration.ts";
import type { CallOptions } from "./options.ts";

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

/** Settings of a request through the escape hatch. */
export interface RequestOptions extends CallOptions {
  /** The query: text, numbers, booleans, or lists of these, which are repeated. */
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  /** The fields of the body. */
  readonly body?: Readonly<Record<string, unknown>> | undefined;
  /** How the body is written. @default as the vendor wants it, mostly "json" */
  readonly bodyType?: "json" | "form" | "multipart" | undefined;
  /** Which of the client's credentials it takes; `false` for none. @default the client's first */
  readonly auth?: string | false | undefined;
  /** Sending it twice has the effect of sending it once, so it may be retried. @default whether the method is GET, HEAD, PUT or DELETE */
  readonly idempotent?: boolean | undefined;
  /** What a successful reply holds; `binary` gives a `BinaryReply`. @default "json" */
  readonly media?: "json" | "binary" | undefined;
}

/** A vendor's client: address, credentials and rules for every call. Make one with the vendor's `createX`. */
export interface Client extends Caller {
  /** Where the API is. */
  readonly baseUrl: string;
  /**
   * Sends a request that no operation declares, with the same credentials, retries and errors. The reply is not
   * validated.
   *
   * @param path The path after the base URL, from its slash on, already percent-encoded.
   * @throws InvalidParamsError when the path, query or body cannot be sent.
   */
  request(method: HttpMethod, path: string, options?: RequestOptions): Call<unknown>;
  /** Says which of the option `routes` name no operation that is known; what `bind()` asks. Not for users. */
  "~checkRoutes"(operations: () => ReadonlySet<string>): void;
}
