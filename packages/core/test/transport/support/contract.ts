// What every transport does, as cases that run on any platform: they know neither a test runner nor Node.
import { toTransportFailure, type TransportFailure } from "../../../src/transport/failure.ts";
import type { Transport, TransportRequest, TransportResponse } from "../../../src/transport/transport.ts";

/** The server of the cases. */
export interface Target {
  readonly origin: string;
  /** The same machine with an untrusted certificate. */
  readonly untrusted: string;
  /** The plain server, asked for TLS. */
  readonly plainAsTls: string;
  /** A server that hangs up when it has heard the first words of TLS. */
  readonly tornTls: string;
  /** A port without a listener. */
  readonly refusing: string;
}

/** Where a case runs. */
export type Runtime = "node" | "bun" | "deno" | "chromium" | "workerd";

/** What a case examines. */
interface Subject {
  readonly transport: Transport;
  readonly target: Target;
  readonly runtime: Runtime;
  /** Uses the user's own ky, whose fetch core cannot see. */
  readonly hasOwnKy?: boolean;
}

function equal(actual: unknown, expected: unknown, what = "value"): void {
  const [found, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (found !== wanted) throw new Error(`The ${what} is ${found}, and ${wanted} was expected.`);
}

let ids = 0;

function newId(): string {
  ids += 1;
  return `${Date.now()}-${Math.random()}-${ids}`;
}

type Asked = Partial<Omit<TransportRequest, "url">>;

async function send(
  { transport, target }: Subject,
  path: string,
  asked: Asked = {},
): Promise<TransportResponse> {
  return transport({
    method: "GET",
    url: path.startsWith("/") ? `${target.origin}${path}` : path,
    headers: {},
    body: undefined,
    signal: new AbortController().signal,
    ...asked,
  });
}

async function readBytes({ body }: TransportResponse): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  if (body instanceof ReadableStream) {
    const reader = body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) chunks.push(part.value);
  } else if (body !== null) {
    for await (const chunk of body) chunks.push(chunk);
  }
  return new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer());
}

async function readText(response: TransportResponse): Promise<string> {
  return new TextDecoder().decode(await readBytes(response));
}

async function readJson(response: TransportResponse): Promise<Record<string, unknown>> {
  return JSON.parse(await readText(response)) as Record<string, unknown>;
}

function headerOf({ headers }: TransportResponse, name: string): readonly string[] {
  if (headers instanceof Headers) {
    if (name === "set-cookie") return headers.getSetCookie();
    const value = headers.get(name);
    return value === null ? [] : value.split(", ");
  }
  const value = headers[name];
  return typeof value === "string" ? value.split(", ") : (value ?? []);
}

/** The failure of a request, or of the reading of its answer. */
async function failureOf(subject: Subject, path: string, asked?: Asked): Promise<TransportFailure> {
  try {
    await readBytes(await send(subject, path, asked));
  } catch (error) {
    return toTransportFailure(error, (text) => text);
  }
  throw new Error(`${path} was answered, and a failure was expected.`);
}

/** What the server reports about the requests with an id. */
async function ask({ target }: Subject, what: "arrived" | "left" | "count", id: string): Promise<string> {
  return (await fetch(`${target.origin}/${what}?of=${id}`)).text();
}

async function echo(subject: Subject, asked: Asked): Promise<Record<string, unknown>> {
  return readJson(await send(subject, "/echo", { method: "POST", ...asked }));
}

/** Browsers do not report what went wrong with a connection; workerd uses the same message for everything. */
function tells({ runtime }: Subject): boolean {
  return runtime !== "chromium" && runtime !== "workerd";
}

async function aborted(promise: Promise<unknown>): Promise<void> {
  const outcome = await promise.then(
    () => "an answer",
    () => "an error",
  );
  equal(outcome, "an error", "end of an aborted request");
}

const writes = ["POST", "PUT", "PATCH", "DELETE"] as const;

/** Whether the platform itself repeats a request that must be sent once, when a reused connection closes. */
function repeats({ runtime, hasOwnKy = false }: Subject, method: (typeof writes)[number]): boolean {
  // No option of fetch forbids it there.
  if (runtime === "chromium") return true;
  // Bun looks for its option beside a request and not in one, as ky gives it.
  return runtime === "bun" && hasOwnKy && (method === "PUT" || method === "DELETE");
}

type Case = (subject: Subject) => Promise<void>;

const answers: Readonly<Record<string, Case>> = {
  "gives the status and the body, whatever the status": async (subject) => {
    for (const status of [200, 201, 400, 404, 429, 500, 503]) {
      const response = await send(subject, `/status?status=${status}`);
      equal(response.status, status, "status");
      equal(await readText(response), '{"status":true}', "body");
    }
  },
  "gives 204 and 304 with no body": async (subject) => {
    for (const status of [204, 304]) {
      const response = await send(subject, `/status?status=${status}`);
      equal([response.status, await readText(response)], [status, ""], "answer");
    }
  },
  "gives an empty body": async (subject) => {
    equal(await readText(await send(subject, "/empty")), "", "body");
  },
  "gives the header of an answer to HEAD": async (subject) => {
    const response = await send(subject, "/status?status=200", { method: "HEAD" });
    equal([response.status, await readText(response)], [200, ""], "answer");
    equal(headerOf(response, "content-type"), ["application/json"], "content type");
  },
  "gives headers by their names in lower case, and all values of one": async (subject) => {
    const response = await send(subject, "/headers");
    equal(headerOf(response, "x-many"), ["one", "two"], "header");
    equal(headerOf(response, "x-mixed-case"), ["Kept"], "header");
    // A browser keeps cookies from the page.
    const cookies = subject.runtime === "chromium" ? [] : ["first=1", "second=2"];
    equal(headerOf(response, "set-cookie"), cookies, "cookies");
    await readText(response);
  },
  "waits for the answer behind early hints": async (subject) => {
    // There it waits for ever.
    if (subject.runtime === "workerd") return;
    equal(await readJson(await send(subject, "/hints")), { hinted: true }, "body");
  },
  "gives a body that comes byte by byte": async (subject) => {
    equal(await readJson(await send(subject, "/chunked")), { text: "é€😀" }, "body");
  },
  "gives a large body whole": async (subject) => {
    const size = 3_000_001;
    const bytes = await readBytes(await send(subject, `/large?size=${size}`));
    equal([bytes.length, bytes[0], bytes.at(-1)], [size, 97, 97], "body");
  },
  "gives a compressed body unpacked": async (subject) => {
    const headers = subject.runtime === "chromium" ? {} : { "accept-encoding": "gzip" };
    equal(await readJson(await send(subject, "/gzip", { headers })), { packed: true }, "body");
  },
  "follows no redirect": async (subject) => {
    const id = newId();
    const response = await send(subject, `/redirect?id=${id}`);
    // A browser hides where it would have led.
    equal(response.status, subject.runtime === "chromium" ? 0 : 302, "status");
    await readText(response);
    equal(await ask(subject, "count", `${id}-followed`), "0", "visits of the other place");
  },
};

const requests: Readonly<Record<string, Case>> = {
  "sends method, query and headers": async (subject) => {
    const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
    for (const method of methods) {
      const headers = { authorization: "Bearer text", "x-own": "a, b" };
      const echoed = await readJson(await send(subject, "/echo?a=1&b=%20", { method, headers }));
      equal(echoed["method"], method, "method");
      const got = echoed["headers"] as Record<string, unknown>;
      equal([got["authorization"], got["x-own"]], ["Bearer text", "a, b"], "headers");
    }
  },
  "sends a text as UTF-8 with its length": async (subject) => {
    const echoed = await echo(subject, {
      headers: { "content-type": "application/json" },
      body: '{"a":"é😀"}',
    });
    equal(echoed["text"], '{"a":"é😀"}', "body");
    const headers = echoed["headers"] as Record<string, unknown>;
    equal([headers["content-type"], headers["content-length"]], ["application/json", "14"], "headers");
  },
  "sends bytes of every kind": async (subject) => {
    const bytes = Uint8Array.of(0, 255, 128, 10);
    for (const body of [bytes, bytes.buffer, new DataView(bytes.buffer, 0), new Blob([bytes])]) {
      equal((await echo(subject, { body }))["bytes"], [0, 255, 128, 10], "body");
    }
    equal((await echo(subject, { body: bytes.subarray(1, 3) }))["bytes"], [255, 128], "part of a buffer");
  },
  "sends an empty text": async (subject) => {
    equal((await echo(subject, { body: "" }))["size"], 0, "size");
  },
  "sends a form under its boundary": async (subject) => {
    const form = new FormData();
    form.append("name", "é");
    form.append("file", new Blob(["content"], { type: "text/plain" }), "ä.txt");
    const echoed = await echo(subject, { body: form });
    equal(echoed["fields"], { name: "é", file: "content" }, "fields");
    equal("content-length" in (echoed["headers"] as object), true, "presence of a length");
  },
  "sends the pairs of a query as a form": async (subject) => {
    const echoed = await echo(subject, { body: new URLSearchParams({ a: "1 &2" }) });
    equal(echoed["fields"], { a: "1 &2" }, "fields");
  },
  "sends a large body whole": async (subject) => {
    const echoed = await echo(subject, { body: new Uint8Array(2_000_003).fill(7) });
    equal(echoed["size"], 2_000_003, "size");
  },
  "sends a stream": async (subject) => {
    const body = new Blob(["streamed"]).stream();
    if (subject.runtime === "chromium") {
      // It streams over HTTP/2 only.
      equal((await failureOf(subject, "/echo", { method: "POST", body })).kind, "connection", "kind");
    } else {
      equal((await echo(subject, { body }))["text"], "streamed", "body");
    }
  },
};

const failures: Readonly<Record<string, Case>> = {
  "fails as not sent when the connection is refused": async (subject) => {
    const { kind, notSent, mayHeal } = await failureOf(subject, `${subject.target.refusing}/`, {
      method: "POST",
    });
    equal([kind, notSent, mayHeal], ["connection", tells(subject), true], "failure");
  },
  "fails for good, as not sent, under a certificate that is not trusted": async (subject) => {
    const { kind, notSent, mayHeal } = await failureOf(subject, `${subject.target.untrusted}/`, {
      method: "POST",
    });
    equal([kind, notSent, mayHeal], ["connection", tells(subject), !tells(subject)], "failure");
  },
  "fails for good, as not sent, where the port speaks no TLS": async (subject) => {
    const { kind, notSent, mayHeal } = await failureOf(subject, `${subject.target.plainAsTls}/`, {
      method: "POST",
    });
    equal([kind, notSent, mayHeal], ["connection", tells(subject), !tells(subject)], "failure");
  },
  "fails as not sent when the connection ends before TLS is established, where the platform tells": async (
    subject,
  ) => {
    const { kind, notSent, mayHeal } = await failureOf(subject, `${subject.target.tornTls}/`, {
      method: "POST",
    });
    // Bun has the same words for a connection that ends after the request.
    const expected = tells(subject) && subject.runtime !== "bun";
    equal([kind, notSent, mayHeal], ["connection", expected, true], "failure");
  },
  "fails without a proof when the connection is cut": async (subject) => {
    // Chromium takes a header that was cut for a whole one.
    const places = [
      "before",
      "close",
      "body",
      "chunk",
      ...(subject.runtime === "chromium" ? [] : ["header"]),
    ];
    for (const place of places) {
      const { kind, notSent, mayHeal } = await failureOf(subject, `/cut/${place}`, { method: "POST" });
      equal([place, kind, notSent, mayHeal], [place, "connection", false, true], "failure");
    }
  },
  "sends a write once when its connection is cut, where the platform lets it": async (subject) => {
    for (const method of writes) {
      for (const place of ["before", "close"]) {
        const id = newId();
        await readText(await send(subject, "/empty"));
        await failureOf(subject, `/cut/${place}?id=${id}`, { method, body: "{}", sendOnce: true });
        const expected = repeats(subject, method) ? "2" : "1";
        equal([method, await ask(subject, "count", id)], [method, expected], "number of requests");
      }
    }
  },
  "takes no repetition that is refused for a proof": async (subject) => {
    for (const method of writes) {
      if (repeats(subject, method) && tells(subject)) continue;
      const origin = await readText(await send(subject, "/leaving"));
      await readText(await send(subject, `${origin}/empty`));
      const { notSent } = await failureOf(subject, `${origin}/leave`, { method, body: "{}", sendOnce: true });
      equal([method, notSent], [method, false], "proof");
    }
  },
  "keeps a connection for what only reads": async (subject) => {
    const ports = new Set<string>();
    for (let count = 0; count < 6; count += 1) ports.add(await readText(await send(subject, "/port")));
    // A pool may hold more than one from the cases before.
    equal(ports.size < 6, true, "reuse of connections");
  },
};

const aborts: Readonly<Record<string, Case>> = {
  "sends nothing under a signal that has ended": async (subject) => {
    const id = newId();
    await aborted(send(subject, `/empty?id=${id}`, { signal: AbortSignal.abort() }));
    equal(await ask(subject, "count", id), "0", "number of requests");
  },
  "ends while it waits for an answer": async (subject) => {
    const [id, controller] = [newId(), new AbortController()];
    const waiting = send(subject, `/stall/header?id=${id}`, { method: "POST", signal: controller.signal });
    await Promise.race([ask(subject, "arrived", id), waiting]);
    controller.abort();
    await aborted(waiting);
    await ask(subject, "left", id);
  },
  "ends while a body is read": async (subject) => {
    const [id, controller] = [newId(), new AbortController()];
    const response = await send(subject, `/stall/body?id=${id}`, { signal: controller.signal });
    const reading = readBytes(response);
    controller.abort();
    await aborted(reading);
    await ask(subject, "left", id);
  },
  "ends a transfer that nobody reads": async (subject) => {
    const [id, controller] = [newId(), new AbortController()];
    await send(subject, `/stall/body?id=${id}`, { signal: controller.signal });
    controller.abort();
    await ask(subject, "left", id);
  },
  "minds no signal after the end": async (subject) => {
    const controller = new AbortController();
    const response = await send(subject, "/status?status=200", { signal: controller.signal });
    const text = await readText(response);
    controller.abort();
    equal(text, '{"status":true}', "body");
  },
  "ends one of many requests and leaves the others": async (subject) => {
    const controllers = Array.from({ length: 4 }, () => new AbortController());
    const id = newId();
    const waiting = controllers.map(async ({ signal }, index) =>
      readText(
        await send(subject, index === 0 ? `/stall/header?id=${id}` : "/status?status=200", { signal }),
      ),
    );
    const [first = Promise.resolve(""), ...others] = waiting;
    await Promise.race([ask(subject, "arrived", id), first]);
    controllers[0]?.abort();
    await aborted(first);
    equal(new Set(await Promise.all(others)).size, 1, "number of different answers");
  },
};

/** All cases by what they are about. */
export const contract: Readonly<Record<string, Readonly<Record<string, Case>>>> = {
  answers,
  requests,
  failures,
  aborts,
};
