import type { Credential, CredentialContext } from "../auth/credential.ts";
import { ConfigurationError, type FieldProblem, type Outcome } from "../errors.ts";
import type { Limiter } from "../limiter.ts";
import type { Logger } from "../logging.ts";
import type { ValidationMode } from "../options.ts";
import type { DriftReporter } from "../reply/drift.ts";
import type { Middleware } from "./middleware.ts";
import type { Transport } from "./transport.ts";

/** The classes of `ApiError`, for vendors whose status does not tell. */
export type ErrorCategory =
  | "bad-request"
  | "authentication"
  | "permission"
  | "not-found"
  | "conflict"
  | "validation"
  | "rate-limit"
  | "server";

/** A reply as a vendor's error reader sees it. */
export interface ErrorSource {
  /** The HTTP status; 2xx too, since some vendors report errors in successful replies. */
  readonly status: number;
  /** The parsed JSON body, or the text of a body that is not JSON. */
  readonly body: unknown;
  /** The reply's headers. */
  readonly headers: Headers;
}

/** What a vendor's error reader found. */
export interface VendorProblem {
  /** The vendor's words; the status stands for them when there are none. */
  readonly message?: string | undefined;
  /** The vendor's code. */
  readonly code?: string | undefined;
  /** The fields that the vendor found wrong. */
  readonly fields?: readonly FieldProblem[] | undefined;
  /** The class of the error where the status does not tell. */
  readonly category?: ErrorCategory | undefined;
  /** What is known about the effect where the reply says it. @default by the status: `refused` for 4xx, else `unknown` */
  readonly outcome?: Outcome | undefined;
}

/** Reads a vendor's error out of a reply; gives nothing when the reply is no error. */
export type ErrorReader = (source: ErrorSource) => VendorProblem | undefined;

/** Everything about a client that its calls need, with all defaults in place. */
export interface Engine {
  readonly vendor: string;
  /** The base URL without a slash at its end. Read at the first request, since it may come from the environment. */
  readonly baseUrl: () => string;
  readonly credentials: Readonly<Record<string, Credential>>;
  readonly defaultCredential: string | undefined;
  /** What each credential may do while it renews itself, by its name. */
  readonly credentialContexts: Readonly<Record<string, CredentialContext>>;
  readonly readError: ErrorReader;
  readonly isTokenRejected: (source: ErrorSource) => boolean;
  readonly requestIdHeader: string;
  readonly transport: Transport;
  readonly limiter: Limiter | undefined;
  readonly middleware: readonly Middleware[];
  readonly headers: Readonly<Record<string, string>>;
  readonly timeout: number;
  readonly totalTimeout: number;
  readonly retries: number;
  readonly maxResponseBytes: number;
  readonly validation: ValidationMode;
  readonly drift: DriftReporter;
  readonly logger: () => Logger;
}

/**
 * Finds a credential of a client by its name.
 *
 * @throws ConfigurationError when the client has none of that name.
 */
export function credentialOf(engine: Engine, name: string): Credential {
  const credential = engine.credentials[name];
  if (credential === undefined) {
    throw new ConfigurationError(
      `The ${engine.vendor} client has no credential "${name}"; it has ${Object.keys(engine.credentials).join(", ") || "none"}.`,
    );
  }
  return credential;
}
