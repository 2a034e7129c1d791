import type { Credential } from "./auth/credential.ts";
import type { TokenStore } from "./auth/token-store.ts";
import type { ErrorReader, ErrorSource } from "./execute/engine.ts";

/** What a vendor's package knows about its vendor. */
export interface VendorDefinition {
  /** The vendor's short name, as in `skilvul`: for errors, logs and token keys. */
  readonly vendor: string;
  /** The documented address; a function where it depends on an option, asked at the first request. */
  readonly baseUrl: string | (() => string);
  /** The environment variable that replaces it. */
  readonly baseUrlVariable?: string;
  /**
   * The ways of proving who calls, by name; the first is the one that operations take when they name none.
   *
   * @param baseUrl Gives the client's address, for a token's key in the store.
   */
  readonly credentials?: (
    baseUrl: () => string,
    tokenStore: TokenStore,
  ) => Readonly<Record<string, Credential>>;
  /**
   * Parameters that are the same in every call, by name, for operations that declare them as `defaults`. Asked when a
   * call that needs one does not give it; throws ConfigurationError when there is none.
   */
  readonly defaultParams?: Readonly<Record<string, () => string | number>>;
  /** How bodies are written where neither the declaration nor the request says it. @default "json" */
  readonly bodyType?: "json" | "form" | "multipart";
  /** Reads the vendor's error out of a reply. @default no words, the status alone */
  readonly readError?: ErrorReader;
  /** Whether a reply says that the token is not accepted. @default status 401 */
  readonly isTokenRejected?: (source: ErrorSource) => boolean;
  /** The header that names a request for the vendor's support. @default "x-request-id" */
  readonly requestIdHeader?: string;
}
