import { createHash, randomBytes } from "node:crypto";

/** Who confirms: a person whom the client asks, or whoever repeats the call with the code. */
export type ConfirmedBy = "person" | "code";

/** The exact call that is confirmed. */
export interface ConfirmedCall {
  readonly vendor: string;
  readonly operation: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly by: ConfirmedBy;
}

/** What became of a code: `other-call` was issued for another operation or other parameters. */
export type Redemption = "confirmed" | "unknown" | "expired" | "other-call";

/** How long a confirmation is valid, in milliseconds. */
export const confirmationLifetime = 5 * 60_000;

/** A client that asks for confirmations without end must not fill the memory: the oldest is then dropped. */
const mostPending = 100;

/** The same text for the same value, whatever the order of its keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([first], [second]) => (first < second ? -1 : 1)))
      : part,
  );
}

function fingerprint(call: ConfirmedCall): string {
  return createHash("sha256").update(canonical(call)).digest("base64url");
}

/**
 * Codes that each confirm one call, once. They are in memory only: none survives the server. A code is used up by the first
 * attempt to use it, whatever becomes of that.
 */
export class Confirmations {
  readonly #now: () => number;
  readonly #pending = new Map<string, { readonly call: string; readonly until: number }>();

  /** @param now The current time in milliseconds, from any start. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Creates a code for exactly this call. */
  issue(call: ConfirmedCall): string {
    const [oldest] = this.#pending.keys();
    if (this.#pending.size >= mostPending && oldest !== undefined) this.#pending.delete(oldest);
    const code = randomBytes(18).toString("base64url");
    this.#pending.set(code, { call: fingerprint(call), until: this.#now() + confirmationLifetime });
    return code;
  }

  /** Makes a code invalid. */
  withdraw(code: string): void {
    this.#pending.delete(code);
  }

  /** Uses up a code. */
  redeem(code: string, call: ConfirmedCall): Redemption {
    const pending = this.#pending.get(code);
    this.#pending.delete(code);
    if (pending === undefined) return "unknown";
    if (this.#now() > pending.until) return "expired";
    return pending.call === fingerprint(call) ? "confirmed" : "other-call";
  }
}
