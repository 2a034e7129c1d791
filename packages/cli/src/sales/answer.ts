import { printable } from "../output/printable.ts";

/** What came back from a receiver: a status, or the reason why nothing came. */
export interface Answer {
  /** The status; undefined without an answer. */
  readonly status: number | undefined;
  /** For people: `204`, or `none (ECONNREFUSED)`. */
  readonly label: string;
  /** After how many milliseconds the receiver wants it again, if it says so. */
  readonly retryAfter: number | undefined;
}

/** Longer waits are cut, in milliseconds. */
const longestWait = 60_000;

/** Whether it was acknowledged. */
export function isAcknowledged({ status }: Answer): boolean {
  return status !== undefined && status >= 200 && status <= 299;
}

/** Whether the same delivery may be acknowledged later. */
export function isTemporary({ status }: Answer): boolean {
  return status === undefined || status === 429 || status >= 500;
}

/** What an answer means for the delivery, in a few words. */
export function meaningOf(answer: Answer): string {
  const { status } = answer;
  if (isAcknowledged(answer)) return "acknowledged";
  if (status === undefined) return "no answer";
  if (isTemporary(answer)) return "not now, perhaps later";
  if (status === 401) return "the signature is not accepted";
  return status < 400 ? "a redirect, which is not followed" : "refused";
}

/** Reads an answer. */
export function answerOf({ status, headers }: Response): Answer {
  const seconds = headers.get("retry-after") ?? "";
  const retryAfter = /^\d{1,9}$/.test(seconds) ? Math.min(Number(seconds) * 1000, longestWait) : undefined;
  return { status, label: String(status), retryAfter };
}

/** The system's code, or else what the platform says, such as `bad port`. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error) {
    return printable("code" in cause && typeof cause.code === "string" ? cause.code : cause.message);
  }
  return error instanceof Error ? error.name : typeof error;
}

/** Whether fetch failed because of the network, a time-out or an abort, and not because of a mistake in a program. */
function isOfNetwork(error: unknown): boolean {
  return error instanceof DOMException || (error instanceof TypeError && error.cause !== undefined);
}

/** Describes why there is no answer. An error that is not the network's is thrown again. */
export function noAnswer(error: unknown): Answer {
  if (!isOfNetwork(error)) throw error;
  return { status: undefined, label: `none (${reasonOf(error)})`, retryAfter: undefined };
}
