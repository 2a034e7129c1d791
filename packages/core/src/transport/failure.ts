/** A request that got no complete answer. Holds the system's code and a sentence, nothing of the request. */
export class TransportFailure extends Error {
  override readonly name = "TransportFailure";
  /** The system's or undici's error code, where there is one. */
  readonly code: string | undefined;

  /** It is proven that nothing reached the vendor. */
  readonly isNotSent: boolean;
  readonly mayHeal: boolean = true;

  constructor(message: string, { code }: { readonly code: string | undefined }) {
    super(message);
    this.code = code;
    this.isNotSent = code !== undefined && notSentCodes.has(code);
  }
}

/** Codes that prove that no connection was made, so that nothing reached the vendor. */
const notSentCodes: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "UND_ERR_CONNECT_TIMEOUT",
]);

const sentences: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the connection was refused",
  ENOTFOUND: "the host name was not found",
  EAI_AGAIN: "the host name could not be looked up",
  ECONNRESET: "the connection was reset by the other side",
  EPIPE: "the connection was closed by the other side",
  ETIMEDOUT: "the connection timed out",
  UND_ERR_CONNECT_TIMEOUT: "no connection could be made in time",
  UND_ERR_SOCKET: "the connection was closed by the other side",
  UND_ERR_BODY_TIMEOUT: "the body stalled",
  UND_ERR_HEADERS_TIMEOUT: "the answer did not begin in time",
};

/** How far a chain of causes is followed: it may be a circle. */
const deepestCause = 8;

function ownCode(error: object): string | undefined {
  return "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** The code at the root of an error: fetch wraps the system's error, and a host of two addresses gives an error for each. */
function codeOf(error: unknown, depth = 0): string | undefined {
  if (typeof error !== "object" || error === null || depth > deepestCause) return undefined;
  if ("errors" in error && Array.isArray(error.errors)) {
    const codes = error.errors.map((one) => codeOf(one, depth + 1));
    // Proof that nothing was sent must hold of every address that was tried.
    const other = codes.find((code) => code === undefined || !notSentCodes.has(code));
    if (codes.length > 0) return other ?? codes[0];
  }
  const deeper = "cause" in error ? codeOf(error.cause, depth + 1) : undefined;
  return deeper ?? ownCode(error);
}

/** The words of the deepest error. */
function wordsOf(error: unknown, depth = 0): string {
  if (!(error instanceof Error)) return "the connection failed";
  const goesDeeper = error.cause instanceof Error && depth < deepestCause;
  return goesDeeper ? wordsOf(error.cause, depth + 1) : error.message;
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

/**
 * Makes a failure of what fetch threw. The error itself is not kept as a cause: ky's holds the request with its
 * authorization header, and what a custom fetch throws may hold anything.
 */
export function toTransportFailure(error: unknown, clean: (text: string) => string): TransportFailure {
  const code = codeOf(error);
  const sentence = code === undefined ? undefined : sentences[code];
  return new TransportFailure(sentence ?? `the connection failed: ${oneLine(wordsOf(error), clean)}`, {
    code,
  });
}
