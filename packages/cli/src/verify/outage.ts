import {
  ApiError,
  AuthenticationError,
  ConnectionError,
  PermissionError,
  RateLimitError,
  ResponseMismatchError,
  TimeoutError,
} from "@kelaskit/core";

/**
 * What a failure may be about besides its operation: rejected credentials, no connection, too many requests; or, more often about
 * the operation, an error of the server, or a denial such as a 403 or a page in place of the reply.
 */
export type Outage = "credentials" | "connection" | "limit" | "server" | "denial";

/** What a failure may be about besides its operation; undefined if it certainly is an answer to the operation. */
export function outageOf(error: unknown): Outage | undefined {
  if (AuthenticationError.isInstance(error)) return "credentials";
  if (ConnectionError.isInstance(error) || TimeoutError.isInstance(error)) return "connection";
  if (RateLimitError.isInstance(error)) return "limit";
  if (ApiError.isInstance(error) && error.status >= 500) return "server";
  return PermissionError.isInstance(error) || ResponseMismatchError.isInstance(error) ? "denial" : undefined;
}

/** Whether it is the vendor that sends what may be an outage, so that it can be reached. */
export function isFromVendor(outage: Outage): boolean {
  return outage === "server" || outage === "denial";
}

/** How many failures in a row end a run in which the vendor has not answered anything yet. */
export function mostFailures(outage: Outage): number {
  if (outage === "denial") return Number.POSITIVE_INFINITY;
  return outage === "server" ? 10 : suspicious;
}

/** A vendor that fails in the same way this often in a row is asked whether it still answers what it answered before. */
export const suspicious = 3;

/** Whether a login was rejected, not a call with its token. */
export function isRejectedLogin(error: unknown): boolean {
  return AuthenticationError.isInstance(error) && error.cause !== undefined;
}

/** What to do about an outage before the same command continues; undefined for another error. */
export function adviceOn(error: unknown, vendor: string): string | undefined {
  switch (outageOf(error)) {
    case "credentials":
      return (
        "The vendor now rejects the credentials: renew them, " +
        `for example with kelaskit auth login ${vendor}, or leave out with --skip what they are not for.`
      );
    case "connection":
      return "The vendor can no longer be reached: check the network, or wait until the vendor is back.";
    case "limit":
      return "The vendor accepts no more requests for now: wait, and send fewer with --rate.";
    case "server":
      return "The vendor now answers everything with an error of its server: wait until that is mended.";
    case "denial":
      return "The vendor now denies what it answered before: find out why before you continue.";
    default:
      return undefined;
  }
}

/** A failure that is a result of its operation, unless the vendor no longer answers anything. */
export interface Doubt {
  readonly outage: Outage;
  readonly error: unknown;
  /** Which of the client's credentials the call was sent with. */
  readonly auth: string;
}

/** Failures of which it is not known yet whether they are results or an outage. */
export class Doubts {
  #held: { readonly doubt: Doubt; readonly settle: () => void }[] = [];

  /**
   * Holds a failure back.
   *
   * @param settle Called when it has turned out to be a result.
   * @returns How many failures of its kind are held back now.
   */
  add(doubt: Doubt, settle: () => void): number {
    this.#held.push({ doubt, settle });
    return this.#held.filter((other) => other.doubt.outage === doubt.outage).length;
  }

  /** The first failure that is held back. */
  get first(): Doubt | undefined {
    return this.#held[0]?.doubt;
  }

  /** Takes the failures for results: the vendor has replied as it should. */
  dispel(): void {
    this.#settle(() => true);
  }

  /** Takes those failures for results that an error of one operation disproves: a 404 does not show that credentials are accepted. */
  dispelByError(): void {
    this.#settle(({ outage }) => outage !== "credentials");
  }

  #settle(isResult: (doubt: Doubt) => boolean): void {
    const results = this.#held.filter(({ doubt }) => isResult(doubt));
    this.#held = this.#held.filter(({ doubt }) => !isResult(doubt));
    for (const { settle } of results) settle();
  }
}
