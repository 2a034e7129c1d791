import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toTransportFailure, type TransportFailure } from "../../src/transport/failure.ts";
import { NotSentError } from "../../src/transport/transport.ts";

function failureOf(error: unknown): TransportFailure {
  return toTransportFailure(error, (text) => text);
}

function systemError(fields: object, message = "the system's words"): Error {
  return Object.assign(new Error(message), fields);
}

/** What Node's fetch throws. */
function fetchFailed(cause: unknown): TypeError {
  return new TypeError("fetch failed", { cause });
}

/** Errors that prove that nothing was sent, of the sorts that a second try may spare. */
const passing = [
  systemError({ code: "ECONNREFUSED", syscall: "connect" }),
  systemError({ code: "ECONNREFUSED" }),
  systemError({ code: "ENOTFOUND", syscall: "getaddrinfo" }),
  systemError({ code: "EAI_AGAIN", syscall: "getaddrinfo" }),
  systemError({ code: "ESERVFAIL", syscall: "queryA" }),
  systemError({ code: "EHOSTUNREACH", syscall: "connect" }),
  systemError({ code: "ENETUNREACH", syscall: "connect" }),
  systemError({ code: "EADDRNOTAVAIL", syscall: "connect" }),
  systemError({ code: "ETIMEDOUT", syscall: "connect" }),
  systemError({ code: "ECONNRESET", syscall: "connect" }),
  systemError({ code: "UND_ERR_CONNECT_TIMEOUT" }),
  systemError({ code: "ERR_TLS_HANDSHAKE_TIMEOUT" }),
  systemError({ code: "UND_ERR_ABORTED" }, "Proxy response (503) !== 200 when HTTP Tunneling"),
  systemError({ code: "ENETUNREACH" }, "ENETUNREACH: Was there a typo in the url or port?"),
  new Error(
    "error sending request for url (http://a/): client error (Connect): tcp connect error: Connection refused (os error 111)",
  ),
  new Error("error sending request for url (http://a/): client error (Connect): dns error: failed to lookup"),
  new Error(
    "error sending request for url (http://a/): client error (Connect): tcp connect error: Network is unreachable (os error 101)",
  ),
  new Error(
    "error sending request for url (http://a/): client error (Connect): tcp connect error: No connection could be made because the target machine actively refused it. (os error 10061)",
  ),
  new Error("error sending request for url (https://a/): client error (Connect): tls handshake eof"),
  new Error(
    "error sending request for url (https://a/): client error (Connect): Connection reset by peer (os error 104)",
  ),
  systemError(
    { code: "ECONNRESET" },
    "Client network socket disconnected before secure TLS connection was established",
  ),
  systemError(
    { code: "EHOSTUNREACH" },
    "EHOSTUNREACH: Unable to connect. Is the computer able to access the url?",
  ),
  systemError({ code: "ERR_HTTP2_STREAM_ERROR" }, "Stream closed with error code NGHTTP2_REFUSED_STREAM"),
  new Error("stream error received: refused stream before processing any application logic"),
  systemError({ code: "ConnectionRefused" }, "Unable to connect. Is the computer able to access the url?"),
  new NotSentError("the tunnel is not up yet"),
];

/** The same of sorts that stay. */
const lasting = [
  systemError({ code: "CERT_HAS_EXPIRED" }),
  systemError({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" }),
  systemError({ code: "SELF_SIGNED_CERT_IN_CHAIN" }),
  systemError({ code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" }),
  systemError({ code: "UNABLE_TO_GET_ISSUER_CERT_LOCALLY" }),
  systemError({ code: "ERR_TLS_CERT_ALTNAME_INVALID" }),
  systemError({ code: "ERR_SSL_WRONG_VERSION_NUMBER" }),
  systemError({ code: "ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE" }),
  systemError({ code: "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION" }),
  systemError({ code: "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED" }),
  systemError(
    { code: "EPROTO", syscall: "write" },
    "write EPROTO 00:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../x.c:3",
  ),
  systemError(
    { code: "EPROTO" },
    "EPROTO: The TLS handshake failed. Does the server speak TLS on this port?",
  ),
  systemError({ code: "EACCES", syscall: "connect" }),
  systemError({ code: "UND_ERR_ABORTED" }, "Proxy response (407) !== 200 when HTTP Tunneling"),
  systemError({ code: "UND_ERR_CLOSED" }),
  Object.assign(new Error('Requires net access to "api.example:443", run again with the --allow-net flag'), {
    name: "NotCapable",
  }),
  new Error("bad port"),
  new TypeError("Fetch failed: Requests to port 6000 are blocked"),
  new Error(
    "error sending request for url (https://a/): client error (Connect): invalid peer certificate: UnknownIssuer",
  ),
  new Error(
    "error sending request for url (https://a/): client error (Connect): received corrupt message of type InvalidContentType",
  ),
];

/** Errors after which the outcome is unknown. */
const doubtful = [
  systemError({ code: "ECONNRESET", syscall: "read" }),
  systemError({ code: "ECONNRESET" }),
  systemError({ code: "EPIPE", syscall: "write" }),
  systemError({ code: "ETIMEDOUT", syscall: "read" }),
  systemError({ code: "EHOSTUNREACH", syscall: "read" }),
  systemError(
    { code: "EPROTO", syscall: "write" },
    "write EPROTO 00:error:0A0003FC:SSL routines:ssl3_read_bytes:ssl/tls alert bad record mac:../x.c:3",
  ),
  systemError({ code: "ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC" }),
  systemError({ code: "ERR_SSL_SSLV3_ALERT_BAD_RECORD_MAC" }),
  systemError({ code: "UND_ERR_SOCKET" }, "other side closed"),
  systemError({ code: "UND_ERR_ABORTED" }, "Request aborted"),
  systemError({ code: "UND_ERR_HEADERS_TIMEOUT" }),
  systemError({ code: "Z_BUF_ERROR" }),
  new Error(
    "error sending request for url (http://a/): client error (SendRequest): connection closed before message completed",
  ),
  new Error("Connection reset by peer (os error 104)"),
  new Error("stream closed because of a broken pipe"),
  new Error("stream error received: stream no longer needed"),
  systemError({ code: "ERR_HTTP2_STREAM_ERROR" }, "Stream closed with error code NGHTTP2_CANCEL"),
  systemError(
    { code: "ECONNRESET" },
    "ECONNRESET: The socket connection was closed unexpectedly. For more information, pass `verbose: true` in the second argument to fetch()",
  ),
  new Error("Network connection lost."),
  new Error("internal error; reference = l0i05fdvboqna0399nqprn6a"),
  new TypeError("terminated"),
  new TypeError("Failed to fetch"),
  new TypeError("Failed to fetch (api.example.com)"),
  new TypeError("Load failed"),
  new TypeError("NetworkError when attempting to fetch resource."),
  new TypeError("network error"),
  new TypeError("Network request failed"),
  new TypeError("Network connection lost."),
  new TypeError("error reading a body from connection"),
  new DOMException("The operation timed out.", "TimeoutError"),
  new Error("something of a custom fetch"),
  "a text",
  undefined,
];

/** Mistakes in a program. */
const slips = [
  new ReferenceError("sing is not defined"),
  new TypeError("Cannot read properties of undefined (reading 'network error')"),
  new RangeError("Invalid array length"),
  new SyntaxError("Unexpected token '<'"),
  new TypeError("Failed to parse URL from /orders/5", {
    cause: Object.assign(new TypeError("Invalid URL"), { code: "ERR_INVALID_URL" }),
  }),
  new TypeError("Request with GET/HEAD method cannot have body."),
  systemError({ code: "ERR_INVALID_ARG_TYPE" }),
  systemError({ code: "UND_ERR_INVALID_ARG" }, "invalid content-length header"),
  systemError({ code: "ERR_ASSERTION" }),
];

function titled(errors: readonly unknown[]) {
  return errors.map((error) => {
    const code: unknown =
      typeof error === "object" && error !== null ? Reflect.get(error, "code") : undefined;
    return { title: `${String(code)} ${String(error)}`, error };
  });
}

describe("a failure", () => {
  it.each(titled(passing))("is not sent and may heal: $title", ({ error }) => {
    for (const thrown of [error, fetchFailed(error)]) {
      expect(failureOf(thrown)).toMatchObject({ kind: "connection", notSent: true, mayHeal: true });
    }
  });

  it.each(titled(lasting))("is not sent and stays: $title", ({ error }) => {
    for (const thrown of [error, fetchFailed(error)]) {
      expect(failureOf(thrown)).toMatchObject({ kind: "connection", notSent: true, mayHeal: false });
    }
  });

  it.each(titled(doubtful))("proves nothing: $title", ({ error }) => {
    for (const thrown of [error, fetchFailed(error)]) {
      expect(failureOf(thrown)).toMatchObject({ kind: "connection", notSent: false, mayHeal: true });
    }
  });

  it.each(titled(slips))("is a program's: $title", ({ error }) => {
    const failure = failureOf(error);

    expect(failure).toMatchObject({ kind: "slip", mayHeal: false, cause: error });
    expect(failure.message).toContain((error as Error).name);
  });

  it("of a program inside the platform's is the program's", () => {
    const bug = new ReferenceError("sing is not defined");

    expect(failureOf(fetchFailed(bug))).toMatchObject({
      kind: "slip",
      message: "ReferenceError: sing is not defined",
    });
  });

  it("keeps the code of the system, and nothing of what was thrown", () => {
    const thrown = Object.assign(fetchFailed(systemError({ code: "ECONNRESET", syscall: "read" })), {
      request: { authorization: "Bearer text" },
    });

    const failure = failureOf(thrown);

    expect(failure.code).toBe("ECONNRESET");
    expect(failure.message).toBe("the connection was reset by the other side");
    expect(failure.cause).toBeUndefined();
  });

  it("tells which certificate was not accepted", () => {
    const error = systemError({ code: "CERT_HAS_EXPIRED" }, "certificate has expired");

    expect(failureOf(fetchFailed(error)).message).toBe(
      "the server's certificate was not accepted: certificate has expired",
    );
  });

  it("shows one line without queries and secrets", () => {
    const error = new Error("no luck at http://a.example/?password=hunter2 with hunter3\nand more");

    const { message } = toTransportFailure(error, (text) => text.replaceAll("hunter3", "[secret]"));

    expect(message).toBe("the connection failed: no luck at http://a.example/?… with [secret]");
  });

  it("that a transport calls not sent is that, whatever its cause", () => {
    const error = new NotSentError("ky could not be loaded", {
      cause: systemError({ code: "ERR_MODULE_NOT_FOUND" }, "Cannot find package 'ky'"),
    });

    expect(failureOf(error)).toMatchObject({
      kind: "connection",
      notSent: true,
      mayHeal: true,
      code: "ERR_MODULE_NOT_FOUND",
      message: "ky could not be loaded: Cannot find package 'ky'",
    });
  });
});

describe("the failures of several addresses", () => {
  const anyError = fc.constantFrom(
    ...passing,
    ...lasting,
    ...doubtful.filter((error) => error instanceof Error),
  );

  it("prove that nothing was sent where each of them does, and may heal where one may", () => {
    fc.assert(
      fc.property(fc.array(anyError, { minLength: 1, maxLength: 6 }), (errors) => {
        const each = errors.map(failureOf);

        const failure = failureOf(fetchFailed(new AggregateError(errors)));

        expect(failure.notSent).toBe(each.every(({ notSent }) => notSent));
        expect(failure.mayHeal).toBe(each.some(({ mayHeal }) => mayHeal));
      }),
    );
  });

  it("are read once each, however often they hold each other", () => {
    let reads = 0;
    const message = {
      get() {
        reads += 1;
        return "";
      },
    };
    const errors = Array.from({ length: 200 }, () => new AggregateError([]));
    for (const error of errors) Object.defineProperties(error, { errors: { value: errors }, message });

    expect(failureOf(errors[0]).notSent).toBe(false);
    expect(reads).toBeLessThanOrEqual(errors.length);
  });

  it("end a chain of causes that is a circle", () => {
    const error = new Error("the outer");
    error.cause = new Error("the inner", { cause: error });

    expect(failureOf(error)).toMatchObject({ kind: "connection", notSent: false });
  });
});
