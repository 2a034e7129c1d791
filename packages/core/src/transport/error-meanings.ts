/** What one kind of error means for the request that it ended. */
export interface Meaning {
  readonly sentence: string;
  /** Whether the error's own message adds details, such as the certificate or a proxy's status. */
  readonly showsWords?: boolean;
  /** Whether it proves that the request was not sent or not read. */
  readonly notSent?: boolean;
  /** Whether the failure may be temporary. @default true */
  readonly mayHeal?: boolean;
}

const refused: Meaning = { sentence: "the connection was refused", notSent: true };
const unopened: Meaning = { sentence: "no connection could be opened", showsWords: true, notSent: true };
const late: Meaning = { sentence: "the connection could not be opened in time", notSent: true };
const unknownHost: Meaning = { sentence: "the host name was not found", notSent: true };
const closed: Meaning = { sentence: "the connection was closed by the other side" };
const blocked: Meaning = { sentence: "the platform blocks this port", notSent: true, mayHeal: false };
const untrusted: Meaning = {
  sentence: "the server's certificate was not accepted",
  showsWords: true,
  notSent: true,
  mayHeal: false,
};
const noTls: Meaning = {
  sentence: "TLS could not be negotiated on this port",
  notSent: true,
  mayHeal: false,
};
const clientUntrusted: Meaning = {
  sentence: "the server did not accept this client's certificate",
  showsWords: true,
  notSent: true,
  mayHeal: false,
};
const proxyRefused: Meaning = {
  sentence: "the proxy did not connect",
  showsWords: true,
  notSent: true,
  mayHeal: false,
};

const forbidden: Meaning = {
  sentence: "this program has no permission to use the network",
  showsWords: true,
  notSent: true,
  mayHeal: false,
};
const unfinishedTls: Meaning = {
  sentence: "the connection ended before TLS was established",
  notSent: true,
};
/** HTTP/2 guarantees that such a stream was not processed. */
const refusedStream: Meaning = {
  sentence: "the server refused the request without processing it",
  notSent: true,
};

const byCode: Readonly<Record<string, Meaning>> = {
  ECONNREFUSED: refused,
  ENOTFOUND: unknownHost,
  EAI_AGAIN: { sentence: "the host name could not be resolved", notSent: true },
  ECONNRESET: { sentence: "the connection was reset by the other side" },
  EPIPE: closed,
  ETIMEDOUT: { sentence: "the connection timed out" },
  EHOSTUNREACH: { sentence: "there is no route to the host" },
  ENETUNREACH: { sentence: "the network cannot be reached" },
  ERR_STREAM_PREMATURE_CLOSE: closed,
  ERR_TLS_HANDSHAKE_TIMEOUT: late,
  UND_ERR_BODY_TIMEOUT: { sentence: "the body stalled" },
  UND_ERR_CLOSED: { sentence: "the dispatcher has been closed", notSent: true, mayHeal: false },
  UND_ERR_CONNECT_TIMEOUT: late,
  // Also ends running requests.
  UND_ERR_DESTROYED: { sentence: "the dispatcher has been closed", mayHeal: false },
  UND_ERR_HEADERS_TIMEOUT: { sentence: "the answer did not begin in time" },
  UND_ERR_SOCKET: closed,
  Z_BUF_ERROR: { sentence: "the compressed reply was cut off" },
  Z_DATA_ERROR: { sentence: "the compressed reply is damaged" },
  // Bun's names before it adopted the system's.
  ConnectionRefused: refused,
  FailedToOpenSocket: unopened,
};

/** Families of codes. For TLS only those of the handshake: a bad record may arrive after the request was read. */
const byFamily: readonly (readonly [RegExp, Meaning])[] = [
  [
    /^(?:CERT_|CRL_|DEPTH_ZERO_|ERR_TLS_CERT_|ERROR_IN_CERT_|ERROR_IN_CRL_|SELF_SIGNED_|UNABLE_TO_)/,
    untrusted,
  ],
  [/^(?:HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)$/, untrusted],
  [
    /^ERR_SSL_(?:WRONG_VERSION_NUMBER|HTTP_REQUEST|UNSUPPORTED_PROTOCOL|NO_PROTOCOLS_AVAILABLE|NO_CIPHERS_AVAILABLE)$/,
    noTls,
  ],
  [
    /^ERR_SSL_\w+_(?:HANDSHAKE_FAILURE|PROTOCOL_VERSION|INSUFFICIENT_SECURITY|UNRECOGNIZED_NAME|NO_APPLICATION_PROTOCOL)$/,
    noTls,
  ],
  [/^ERR_SSL_\w+_ALERT_(?:\w*CERTIFICATE\w*|UNKNOWN_CA|ACCESS_DENIED)$/, clientUntrusted],
];

/**
 * Unambiguous messages of platforms without codes: undici, Bun, and Deno with hyper and rustls. workerd has none: it uses the same
 * message for refused and broken connections.
 */
const byWords: readonly (readonly [RegExp, Meaning])[] = [
  [/^bad port$|^Fetch failed: Requests to port \d+ are blocked/, blocked],
  [/\(Connect\): invalid peer certificate\b/, untrusted],
  [/\(Connect\): received (?:corrupt message|fatal alert)\b/, noTls],
  [/\(Connect\): .*\bConnection refused\b/, refused],
  [/\(Connect\): dns error\b/, unknownHost],
  [/\(Connect\):.*\btls handshake eof$/, unfinishedTls],
  [
    /\bclient error \(Connect\):|^\w+: (?:Was there a typo in the url or port\?|Unable to connect\. )/,
    unopened,
  ],
  [/^Requires net access to /, forbidden],
  [/\bbefore secure TLS connection was established$/, unfinishedTls],
  [/\bNGHTTP2_REFUSED_STREAM$|\brefused stream before processing any application logic$/, refusedStream],
  [/^EPROTO: The TLS handshake failed\b/, noTls],
  [
    /\bEPROTO\b.*:(?:wrong version number|http request|unsupported protocol|[\w/ ]*handshake failure):/,
    noTls,
  ],
  [/^Proxy response \(5\d\d\) !== 200 when HTTP Tunneling$/, { ...proxyRefused, mayHeal: true }],
  [/^Proxy response \(\d+\) !== 200 when HTTP Tunneling$/, proxyRefused],
];

/** What an error with this code and message means, if known. */
export function meaningOf(code: string | undefined, words: string): Meaning | undefined {
  const spoken = byWords.find(([wording]) => wording.test(words))?.[1];
  if (spoken !== undefined || code === undefined) return spoken;
  if (Object.hasOwn(byCode, code)) return byCode[code];
  return byFamily.find(([family]) => family.test(code))?.[1];
}

/** How the message of a platform's `fetch` begins when a connection fails without a code or cause. */
const platformWords =
  /^ ?(?:a network error|client error \(|connection (?:closed|lost|refused|reset)|error (?:in (?:body|input) stream|reading a body|sending request)|failed to fetch|fetch failed|load failed|network ?error|network (?:connection lost|request failed)|terminated$|the (?:internet connection appears|network connection was lost))/i;

/** The errors that JavaScript and assertions throw for bugs. */
const slipName = /^(?:Assertion|Eval|Range|Reference|Syntax|Type|URI)Error$/;

/** Codes of errors about invalid use by a program. */
const slipCode =
  /^(?:UND_)?ERR_(?:ASSERTION|INVALID|METHOD_NOT_IMPLEMENTED|MISSING|NOT_SUPPORTED|OUT_OF_RANGE|REQ_CONTENT_LENGTH)|MODULE_NOT_FOUND$/;

/** Whether an error is a bug in a program and not a failed connection. */
export function isSlip(name: string, code: string | undefined, words: string): boolean {
  return code === undefined ? slipName.test(name) && !platformWords.test(words) : slipCode.test(code);
}
