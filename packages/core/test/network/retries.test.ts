import { freePort } from "@kelaskit/test-support/free-ports";
import { failureOf } from "@kelaskit/test-support/failure";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  ApiError,
  type Client,
  ConnectionError,
  CallError,
  RateLimitError,
  ServerError,
  TimeoutError,
} from "../../src/index.ts";
import {
  change,
  create,
  createOnce,
  createWarung,
  get,
  head,
  proposedGet,
  proposedReplace,
  remove,
  replace,
  search,
  startingGet,
} from "../support/client.ts";
import { deafFetch, fakeFetch, warmUp, withoutBackoff } from "../support/fake-fetch.ts";
import {
  answerItem,
  answerStatus,
  cutBeforeAnswer,
  cutInBody,
  inTurn,
  serve,
  stallHeader,
} from "../support/faulty-server.ts";

beforeAll(warmUp);
beforeEach(withoutBackoff);

type Send = (client: Client) => PromiseLike<unknown>;

const repeatable: readonly (readonly [string, Send])[] = [
  ["GET", get],
  ["HEAD", head],
  ["PUT", replace],
  ["DELETE", remove],
  ["a POST marked idempotent", createOnce],
  ["a POST marked safe", search],
  ["a proposed GET", proposedGet],
];
const notRepeatable: readonly (readonly [string, Send])[] = [
  ["POST", create],
  ["PATCH", change],
  ["a proposed PUT", proposedReplace],
  ["a GET that changes something", startingGet],
];

/** Which calls a failure allows to retry: all, only those that may be repeated, or none. */
const temporary = [500, 502, 503, 504, 408];
const final = [400, 401, 403, 404, 409, 422, 501];

function triesOf(send: Send, baseUrl: string, timeout?: number): Promise<CallError> {
  return failureOf(send(createWarung({ baseUrl, timeout, unverifiedRoutes: "allow" })), CallError);
}

describe.each(repeatable)("%s", (_name, send) => {
  it.each([...temporary, 429])("is sent three times while the answer is %i", async (status) => {
    const { url, requests } = await serve(answerStatus(status));

    expect((await triesOf(send, url)).attempts).toBe(3);
    expect(requests).toHaveLength(3);
  });

  it.each(final)("is sent once when the answer is %i", async (status) => {
    const { url, requests } = await serve(answerStatus(status));

    expect((await triesOf(send, url)).attempts).toBe(1);
    expect(requests).toHaveLength(1);
  });

  it("is sent three times while the connection is cut", async () => {
    const { url, requests } = await serve(cutBeforeAnswer);

    expect((await triesOf(send, url)).attempts).toBe(3);
    expect(requests).toHaveLength(3);
  });

  it("is tried three times while no answer comes in time", async () => {
    const { url } = await serve(stallHeader);

    expect((await triesOf(send, url, 30)).attempts).toBe(3);
  });

  it("is tried three times while the connection is refused", async () => {
    const error = await triesOf(send, `http://127.0.0.1:${await freePort()}`);

    expect(error).toMatchObject({ attempts: 3, outcome: "not-sent", code: "ECONNREFUSED" });
  });
});

describe.each(notRepeatable)("%s", (_name, send) => {
  it.each([...temporary, ...final])("is sent once when the answer is %i", async (status) => {
    const { url, requests } = await serve(answerStatus(status));

    expect((await triesOf(send, url)).attempts).toBe(1);
    expect(requests).toHaveLength(1);
  });

  it.each([
    { fault: "the connection is cut before the answer", answer: cutBeforeAnswer },
    { fault: "the connection is cut in the body", answer: cutInBody },
  ])("is sent once when $fault, and its effect is unknown", async ({ answer }) => {
    const { url, requests } = await serve(answer);

    expect(await triesOf(send, url)).toMatchObject({ attempts: 1, outcome: "unknown" });
    expect(requests).toHaveLength(1);
  });

  it("is tried once when no answer comes in time, and its effect is unknown", async () => {
    const { url } = await serve(stallHeader);

    expect(await triesOf(send, url, 30)).toMatchObject({ attempts: 1, outcome: "unknown" });
  });

  it("is sent three times while the answer is 429: nothing was carried out", async () => {
    const { url, requests } = await serve(answerStatus(429));

    expect(await triesOf(send, url)).toMatchObject({ attempts: 3, outcome: "refused" });
    expect(requests).toHaveLength(3);
  });

  it("is tried three times while the connection is refused: nothing was sent", async () => {
    const error = await triesOf(send, `http://127.0.0.1:${await freePort()}`);

    expect(error).toMatchObject({ attempts: 3, outcome: "not-sent" });
  });
});

describe("a try after a failed one", () => {
  it("gives the reply as if nothing had happened", async () => {
    const { url, requests } = await serve(inTurn(answerStatus(503), cutBeforeAnswer, answerItem));

    await expect(get(createWarung({ baseUrl: url }))).resolves.toEqual({ id: 1 });
    expect(requests).toHaveLength(3);
  });

  it("sends a POST to a server that has come up meanwhile", async () => {
    const port = await freePort();
    const client = createWarung({
      baseUrl: `http://127.0.0.1:${port}`,
      middleware: [
        async (request, next) => {
          if (request.attempt === 2) await serve(answerItem, port);
          return next(request);
        },
      ],
    });

    await expect(create(client)).resolves.toEqual({ id: 1 });
  });

  it("sends the whole body again", async () => {
    const bodies: string[] = [];
    const fake = fakeFetch(async (request) => {
      bodies.push(await request.text());
      return bodies.length === 1 ? new Response(null, { status: 429 }) : Response.json({});
    });

    await createWarung(fake).request("POST", "/items", { body: { name: "Kopi" } });

    expect(bodies).toEqual(['{"name":"Kopi"}', '{"name":"Kopi"}']);
  });

  it("sends a multipart body again too", async () => {
    const bodies: string[] = [];
    const fake = fakeFetch(async (request) => {
      bodies.push(await request.text());
      return bodies.length === 1 ? new Response(null, { status: 429 }) : Response.json({});
    });

    await createWarung(fake).request("POST", "/photos", {
      bodyType: "multipart",
      body: { photo: new File(["kopi"], "kopi.png") },
    });

    expect(bodies).toHaveLength(2);
    expect(bodies[1]).toContain("kopi.png");
  });
});

describe("how often", () => {
  it.each([
    { where: "the client", client: { retries: 0 }, call: {}, tries: 1 },
    { where: "the client", client: { retries: 4 }, call: {}, tries: 5 },
    { where: "the call, before the client", client: { retries: 4 }, call: { retries: 1 }, tries: 2 },
  ])("is said by $where: $tries tries", async ({ client, call, tries }) => {
    const fake = fakeFetch(() => new Response(null, { status: 503 }));

    const error = await failureOf(get(createWarung({ ...fake, ...client }), {}, call), ServerError);

    expect(error.attempts).toBe(tries);
    expect(fake.sent).toHaveLength(tries);
  });

  it.each([
    { method: "POST", idempotent: undefined, tries: 1 },
    { method: "POST", idempotent: true, tries: 3 },
    { method: "PUT", idempotent: undefined, tries: 3 },
    { method: "PUT", idempotent: false, tries: 1 },
  ] as const)("an undeclared $method with idempotent: $idempotent is sent $tries times", async (given) => {
    const { method, idempotent, tries } = given;
    const fake = fakeFetch(() => new Response(null, { status: 500 }));

    await failureOf(createWarung(fake).request(method, "/stock", { idempotent }), ServerError);

    expect(fake.sent).toHaveLength(tries);
  });

  it("repeats a proposed PUT whose route the user has confirmed", async () => {
    const fake = fakeFetch(() => new Response(null, { status: 500 }));
    const client = createWarung({ ...fake, routes: { "shelves.replace": "PUT /v2/shelves/1" } });

    await failureOf(proposedReplace(client), ServerError);

    expect(fake.sent).toHaveLength(3);
  });
});

describe("what an error says after several tries", () => {
  it("counts them in its message", async () => {
    const error = await triesOf(get, `http://127.0.0.1:${await freePort()}`);

    expect(error.message).toBe(
      "warung items.get: GET /items/1: the connection was refused after 3 attempts.",
    );
  });

  it("stays unknown for a write when an early attempt may have been carried out", async () => {
    const { url } = await serve(inTurn(cutBeforeAnswer, answerStatus(409)));

    const error = await failureOf(replace(createWarung({ baseUrl: url })), ApiError);

    expect(error).toMatchObject({ status: 409, attempts: 2, outcome: "unknown" });
    expect(error.message).toContain("It may or may not have been carried out");
  });

  it("stays unsure of a write when the last try could not even connect", async () => {
    const fake = fakeFetch(() => {
      const code = fake.sent.length === 1 ? "ECONNRESET" : "ECONNREFUSED";
      throw new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });
    });

    const error = await failureOf(replace(createWarung(fake)), ConnectionError);

    expect(error).toMatchObject({ code: "ECONNREFUSED", attempts: 3, outcome: "unknown" });
  });

  it("stays unsure of a write that timed out before it was told to slow down", async () => {
    const fake = fakeFetch(() =>
      fake.sent.length === 1 ? deafFetch() : new Response(null, { status: 429 }),
    );
    const client = createWarung({ ...fake, timeout: 40, retries: 1 });

    expect(await failureOf(replace(client), RateLimitError)).toMatchObject({
      attempts: 2,
      outcome: "unknown",
    });
  });

  it.each([
    { status: 400, outcome: "refused" },
    { status: 429, outcome: "refused" },
    { status: 408, outcome: "unknown" },
    { status: 500, outcome: "unknown" },
  ])("is sure of a refused write: $status is $outcome", async ({ status, outcome }) => {
    const fake = fakeFetch(() => new Response(null, { status }));

    expect((await failureOf(create(createWarung(fake)), CallError)).outcome).toBe(outcome);
  });

  it("knows no unknown effect of what only reads", async () => {
    const { url } = await serve(stallHeader);
    const client = createWarung({ baseUrl: url, timeout: 40, retries: 0 });

    expect((await failureOf(get(client), TimeoutError)).outcome).toBe("no-effect");
    expect((await failureOf(search(client), TimeoutError)).outcome).toBe("no-effect");
  });
});
