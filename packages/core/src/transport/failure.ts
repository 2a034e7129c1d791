import { isSlip, meaningOf } from "./error-meanings.ts";
import { NotSentError } from "./transport.ts";

/** What a failure says about its request. */
interface FailureFacts {
  /** `slip`: not a connection failed but a program, such as a `fetch` of the user's. */
  readonly kind: "connection" | "slip";
  /** The system's or undici's error code, where there is one. */
  readonly code: string | undefined;
  /** Whether it is proved that nobody has looked at anything of the request. */
  readonly notSent: boolean;
  /** Whether the same request may fare better in a moment. */
  readonly mayHeal: boolean;
}

/** A request that got no complete answer. Holds the system's code and a sentence, nothing of the request. */
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

/** An error and what it was wrapped in, read together. */
interface Reading extends FailureFacts {
  readonly name: string;
  readonly words: string;
  /** The sentence that says it, if it is a known one. */
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
      // Whatever went wrong then: over a connection that was never made, nothing left.
      /^(?:connect|getaddrinfo|query\w+)$/.test(syscall) ||
      // undici looks at what it is given before it sends.
      code === "UND_ERR_INVALID_ARG",
    mayHeal: meaning?.mayHeal ?? !(slip || (syscall === "connect" && /^E(?:ACCES|PERM)$/.test(code ?? ""))),
  };
}

/** How far a chain of causes is followed. */
const deepestCause = 8;

/**
 * Reads what fetch threw to its root: fetch wraps the system's error, and a host of two addresses gives an error for each.
 * Every error is read once, however often and in whatever circle it is held.
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
    // What holds of the whole must hold of every address that was tried.
    const worst = parts.find((part) => !part.notSent) ?? parts[0] ?? unreadable;
    deeper = { ...worst, mayHeal: parts.some((part) => part.mayHeal) };
  } else if ("cause" in error && typeof error.cause === "object" && error.cause !== null) {
    deeper = read(error.cause);
  }
  const whole = deeper === undefined || deeper === unreadable ? own : joined(own, deeper);
  // A transport that says so is believed, whatever it failed of.
  const told: Reading = error instanceof NotSentError ? { ...whole, ...notSent(own) } : whole;
  known.set(error, told);
  return told;
}

function notSent({ words }: Reading): Partial<Reading> {
  return { kind: "connection", notSent: true, mayHeal: true, sentence: words, showsWords: true };
}

/** What a wrapper and the error in it say together: the inner one says why, and either may prove that nothing left. */
function joined(outer: Reading, inner: Reading): Reading {
  // A cause may be anything, also what says nothing at all.
  if (inner.code === undefined && inner.words === "" && !inner.notSent) return outer;
  return {
    ...inner,
    code: inner.code ?? outer.code,
    words: inner.words === "" ? outer.words : inner.words,
    sentence: inner.sentence ?? outer.sentence,
    notSent: inner.notSent || outer.notSent,
  };
}

/** How much of the words of a foreign error is shown, in characters. */
const longestWords = 300;

/**
 * One line of a foreign error's words, for a person, without the queries of its URLs: a vendor may take a password there.
 * The secrets go first: cut at the line end that one holds, it would not be found.
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
 * Makes a failure of what a transport threw. The error of a connection is not kept as a cause: ky's holds the request with
 * its authorization header, and what a custom fetch throws may hold anything. A slip is kept: whoever mends it needs it.
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
