import type { Call, CallResult } from "./call.ts";
import type { AnyDeclaration, HttpMethod } from "./declaration.ts";
import type { CallOptions } from "./options.ts";

/** Runs declared operations: the part of a client that operations need. */
export interface Caller {
  /** The vendor's short name. */
  readonly vendor: string;
  /** Runs a declared operation; called by `operation()`. Not for users. */
  "~execute"<Reply>(
    declaration: AnyDeclaration,
    params: object | undefined,
    options: CallOptions | undefined,
    isUnread?: boolean,
  ): Promise<CallResult<Reply>>;
}

/** Settings of a request through the escape hatch. */
export interface RequestOptions extends CallOptions {
  /** The query: strings, numbers, booleans, or lists of these, which repeat the name. */
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  /** The fields of the body. */
  readonly body?: Readonly<Record<string, unknown>> | undefined;
  /** How the body is encoded. @default the vendor's, usually "json" */
  readonly bodyType?: "json" | "form" | "multipart" | undefined;
  /** Which of the client's credentials to use; `false` for none. @default the client's first */
  readonly auth?: string | false | undefined;
  /** Sending it twice has the same effect as sending it once, so it may be retried. @default true for GET, HEAD, PUT and DELETE */
  readonly idempotent?: boolean | undefined;
  /** The format of a successful reply; `binary` returns a `BinaryReply`. @default "json" */
  readonly media?: "json" | "binary" | undefined;
}

/** A vendor's client: address, credentials and rules for every call. Create one with the vendor's `createX`. */
export interface Client extends Caller {
  /** The base URL of the API. */
  readonly baseUrl: string;
  /**
   * Sends a request that no operation declares, with the same credentials, retries and errors. The reply is not
   * validated.
   *
   * @param path The path after the base URL, with its leading slash, already percent-encoded.
   * @throws InvalidParamsError when the path, query or body cannot be sent.
   */
  request(method: HttpMethod, path: string, options?: RequestOptions): Call<unknown>;
  /** The names of the operations in the option `routes`, which `bind()` checks. Not for users. */
  readonly "~overridden": readonly string[];
  /** Creates a client that shares all that is not changed; called by `withOptions()`. Not for users. */
  "~changed"(
    change: <Settings extends { readonly headers: Readonly<Record<string, string>> }>(
      settings: Settings,
    ) => Settings,
  ): Client;
}
