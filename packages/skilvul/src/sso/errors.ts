import { KelasError } from "@kelaskit/core";

/** Why a learner who came back was not accepted. */
export type SsoErrorCode =
  /** The address does not have one `sso` and one `sig`, or what is signed is not a form in base64 with each field once. */
  | "malformed"
  /** The signature is wrong: the address is not from Skilvul, was changed, or was signed with another secret. */
  | "signature"
  /** What is signed lacks a field. */
  | "missing-field"
  /** The answer belongs to another browser, or this one has not started a login. */
  | "browser"
  /** The nonce is unknown, has expired, or was used before. */
  | "nonce";

/** A learner who came back from Skilvul was not accepted; `code` is the reason. Contains no part of the address and no secret. */
export class SsoError extends KelasError {
  static override readonly brand: string = "SsoError";
  /** Why the learner was not accepted. */
  readonly code: SsoErrorCode;
  /** The parameter or field that is missing or wrong, if it is one. */
  readonly field: string | undefined;

  constructor(code: SsoErrorCode, message: string, options?: ErrorOptions & { readonly field?: string }) {
    super(`skilvul verifySso: ${message}.`, options);
    this.code = code;
    this.field = options?.field;
  }
}
