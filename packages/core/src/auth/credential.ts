import type { Call } from "../call.ts";
import type { Operation } from "../operation.ts";

/** What one try sends to prove who calls. */
export interface Authorization {
  /** Header names (lower case) and values. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What a credential may do while it gets or renews itself. */
export interface CredentialContext {
  /** Calls an operation with the same client, without this credential: a token request. */
  call<Params extends object, Reply>(operation: Operation<Params, Reply>, params: Params): Call<Reply>;
}

/** One way of proving who calls. A client may have several; each operation says which it takes. */
export interface Credential {
  /**
   * Makes sure that something usable is at hand; asked before every try. Gives nothing, not even a promise, when it
   * already is.
   *
   * @throws ConfigurationError when an option or environment variable is missing.
   */
  prepare(context: CredentialContext): Promise<void> | undefined;
  /** What is sent now; asked after `prepare`. */
  authorize(): Authorization;
  /**
   * The vendor rejected what was sent. Gets something newer if it can.
   *
   * @returns Whether there is something newer, so that the request may be sent once more.
   */
  renew(rejected: Authorization, operation: string, context: CredentialContext): Promise<boolean>;
  /** The vendor rejected even what had just been renewed, so the reason is another: not every call need renew again. */
  stillRejected?(rejected: Authorization, operation: string): void;
  /** Every secret it holds now, so that errors can be cleaned of them. */
  secrets(): Iterable<string>;
}
