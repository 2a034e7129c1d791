import { isSlip, meaningOf } from "./error-meanings.ts";
import { NotSentError } from "./transport.ts";

/** What a failure means for its request. */
interface FailureFacts {
  /** `slip`: a bug in a program, such as the user's `fetch`, and not a failed connection. */
  readonly kind: "connection" | "slip";
  /** The system's or undici's error code, if any. */
  readonly code: string | undefined;
  /** Whether the request certainly was not sent or not read. */
  readonly notSent: boolean;
  /** Whether the failure may be temporary. */
  readonly mayHeal: boolean;
}

/** A request that got no complete answer. Contains the system's code and a sentence, nothing of the request. */
export class TransportFailure extends Error implements FailureFacts {
  override readonly name = "TransportFailure";
  readonly kind: FailureFacts["kind"];
  readonly code: string | undefined;
  readonly notSent: boolean;
  readonly mayHeal: boolean;

  constructor(message: string, facts: Partial<FailureFacts> = {}, options?: ErrorOptions) {
    super(message, options);
    this.kind = facts.kind ?? "connection";
    this.code = facts.code;
    this.notSent = facts.notSent ?? false;
    this.mayHeal = facts.mayHeal ?? true;
  }
}

/** The combined meaning of an error and its wrappers. */
interface Reading extends FailureFacts {
  readonly name: string;
  readonly words: string;
  /** The sentence for a known error. */
  readonly sentence: string | undefined;
  readonly showsWords: boolean;
}

const unreadable: Reading = {
  kind: "connection",
  code: undefined,
  notSent: false,
  mayHeal: true,
  name: "",
  words: "",
  sentence: undefined,
  showsWords: false,
};

function textOf(error: object, key: "code" | "message" | "name" | "syscall"): string | undefined {
  const value: unknown = Reflect.get(error, key);
  return typeof value === "string" ? value : undefined;
}

function readOne(error: object): Reading {
  const code = textOf(error, "code");
  const name = textOf(error, "name") ?? "";
  const words = textOf(error, "message") ?? "";
  const syscall = textOf(error, "syscall") ?? "";
  const meaning = meaningOf(code, words);
  const slip = meaning === undefined && isSlip(name, code, words);
  return {
    kind: slip ? "slip" : "connection",
    code,
    name,
    words,
    sentence: meaning?.sentence,
    showsWords: meaning?.showsWords ?? false,
    notSent:
      meaning?.notSent === true ||
      // Any error of these calls: without a connection, nothing was sent.
      /^(?:connect|getaddrinfo|query\w+)$/.test(syscall) ||
      // undici checks its arguments before it sends.
      code === "UND_ERR_INVALID_ARG",
    mayHeal: meaning?.mayHeal ?? !(slip || (syscall === "connect" && /^E(?:ACCES|PERM)$/.test(code ?? ""))),
  };
}

/** How far a chain of causes is followed. */
const deepestCause = 8;

/**
 * Reads an error of fetch down to its root cause: fetch wraps the system's error, and a host with two addresses has an error for
 * each. Every error is read once, even if it is referenced several times or in a cycle.
 */
function readChain(error: object, known: Map<object, Reading>, depth: number): Reading {
  const before = known.get(error);
  if (before !== undefined) return before;
  known.set(error, unreadable);
  const own = readOne(error);
  const read = (part: unknown): Reading =>
    typeof part === "object" && part !== null && depth < deepestCause
      ? readChain(part, known, depth + 1)
      : unreadable;
  let deeper: Reading | undefined;
  if ("errors" in error && Array.isArray(error.errors) && error.errors.length > 0) {
    const parts = error.errors.map(read);
    // The whole was not sent only if that is true for every address that was tried.
    const worst = parts.find((part) => !part.notSent) ?? parts[0] ?? unreadable;
    deeper = { ...worst, mayHeal: parts.some((part) => part.mayHeal) };
  } else if ("cause" in error && typeof error.cause === "object" && error.cause !== null) {
    deeper = read(error.cause);
  }
  const whole = deeper === undefined || deeper === unreadable ? own : joined(own, deeper);
  // A transport's NotSentError is trusted, whatever its cause.
  const reading: Reading = error instanceof NotSentError ? { ...whole, ...notSent(own) } : whole;
  known.set(error, reading);
  return reading;
}

function notSent({ words }: Reading): Partial<Reading> {
  return { kind: "connection", notSent: true, mayHeal: true, sentence: words, showsWords: true };
}

/** Combines a wrapper and the error in it: the inner one has the reason, and either may prove that nothing was sent. */
function joined(outer: Reading, inner: Reading): Reading {
  // A cause may be anything, even an object without any information.
  if (inner.code === undefined && inner.words === "" && !inner.notSent) return outer;
  return {
    ...inner,
    code: inner.code ?? outer.code,
    words: inner.words === "" ? outer.words : inner.words,
    sentence: inner.sentence ?? outer.sentence,
    notSent: inner.notSent || outer.notSent,
  };
}

/** How much of a foreign error's message is shown, in characters. */
const longestWords = 300;

/**
 * The first line of a foreign error's message, without the queries of its URLs, which may contain a password.
 * Secrets are removed first: one that contains a line break would not be found after cutting there.
 *
 * @param clean Removes known secrets from a text.
 */
export function oneLine(words: string, clean: (text: string) => string): string {
  const [line = ""] = clean(words).split(/[\r\n]/, 1);
  return line.replaceAll(/\?[^\s"']+/g, "?…").slice(0, longestWords);
}

function sentenceOf({ kind, name, words, sentence, showsWords }: Reading): string {
  const start = kind === "slip" ? name : (sentence ?? "the connection failed");
  const isTold = (sentence === undefined || showsWords) && words !== "" && words !== sentence;
  return isTold ? `${start}: ${words}` : start;
}

/**
 * Creates a failure from what a transport threw. A connection's error is not kept as the cause: ky's contains the request with
 * its authorization header, and a custom fetch may throw anything. The error of a bug is kept, because it is needed to fix the bug.
 *
 * @param clean Removes known secrets from a text.
 */
export function toTransportFailure(thrown: unknown, clean: (text: string) => string): TransportFailure {
  if (thrown instanceof TransportFailure) return thrown;
  const reading =
    typeof thrown === "object" && thrown !== null ? readChain(thrown, new Map(), 0) : unreadable;
  return new TransportFailure(
    oneLine(sentenceOf(reading), clean),
    reading,
    reading.kind === "slip" ? { cause: thrown } : undefined,
  );
}
