import { failureOf } from "@kelaskit/test-support/failure";
import { inspect } from "node:util";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  AuthenticationError,
  CallError,
  type Client,
  ConfigurationError,
  ConnectionError,
  InvalidParamsError,
  KelasError,
  type Limiter,
  PermissionError,
  RateLimitError,
  ResponseMismatchError,
  ServerError,
  TimeoutError,
  type TokenStore,
} from "../../src/index.ts";
import {
  type Authorization,
  bearer,
  createClient,
  type CredentialContext,
  tokenCredential,
} from "../../src/vendor.ts";
import { create, createWarung, login, password, replace } from "../support/client.ts";
import { fakeFetch, warmUp, withoutBackoff } from "../support/fake-fetch.ts";
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

type Answer = typeof answerItem;

const grantToken: Answer = (_request, response) => {
  response.end('{"accessToken":"granted"}');
};

/** A vendor whose token service and items answer each in their own way, and the paths that it was asked for. */
async function vendorOf(answers: { readonly login?: Answer; readonly items?: Answer }) {
  const answerLogin = answers.login ?? grantToken;
  const { url, requests } = await serve((request, response) => {
    if (request.url === "/login") answerLogin(request, response);
    else (answers.items ?? answerItem)(request, response);
  });
  const paths = () => requests.map(({ path }) => path);
  return { url, paths, items: () => paths().filter((path) => path !== "/login") };
}

const account = { email: "ibu@warung.example", password };

/** A credential whose first token is the store's, if any, and whose others come from `/login`. */
function loggingIn(store?: TokenStore) {
  return ({ call }: CredentialContext) =>
    tokenCredential({
      key: () => "warung ibu",
      store,
      grant: () => call(login, account),
      secrets: () => [password],
    });
}

function html(_request: unknown, response: { end: (text: string) => unknown }): void {
  response.end(`<p>${password}</p>`);
}

const tokenFailures = [
  { what: "answers 500", answer: answerStatus(500), Class: ServerError },
  { what: "answers 408", answer: answerStatus(408), Class: ServerError },
  { what: "answers 400", answer: answerStatus(400), Class: AuthenticationError },
  { what: "answers 401", answer: answerStatus(401), Class: AuthenticationError },
  { what: "answers 403", answer: answerStatus(403), Class: PermissionError },
  { what: "answers 404", answer: answerStatus(404), Class: AuthenticationError },
  { what: "answers 422", answer: answerStatus(422), Class: AuthenticationError },
  { what: "answers 429", answer: answerStatus(429, { "retry-after": "600" }), Class: RateLimitError },
  { what: "redirects", answer: answerStatus(302), Class: ResponseMismatchError },
  { what: "cuts the connection", answer: cutBeforeAnswer, Class: ConnectionError },
  { what: "cuts its answer", answer: cutInBody, Class: ConnectionError },
  { what: "never answers", answer: stallHeader, Class: TimeoutError },
  { what: "answers with a page", answer: html, Class: ResponseMismatchError },
] as const;

describe("a token service that", () => {
  it.each(tokenFailures)("$what fails the order as not sent", async ({ answer, Class }) => {
    const vendor = await vendorOf({ login: answer });
    const timeout = answer === stallHeader ? 50 : undefined;
    const client = createWarung({ baseUrl: vendor.url, timeout, credential: loggingIn() });

    const error: CallError = await failureOf<CallError>(create(client), Class);

    expect(error).toMatchObject({
      operation: "items.create",
      method: "POST",
      path: "/items",
      attempts: 0,
      outcome: "not-sent",
      cause: { operation: "auth.login", path: "/login" },
    });
    expect(error.message).toMatch(
      /^warung items.create: POST \/items was not sent: the token could not be obtained: warung auth.login: POST \/login/,
    );
    expect(error.message).not.toContain("check before sending it again");
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(password);
    expect(vendor.items()).toEqual([]);
  });

  it.each(tokenFailures)("$what after a 401 leaves the order refused", async ({ answer, Class }) => {
    const vendor = await vendorOf({ login: answer, items: answerStatus(401) });
    const store: TokenStore = {
      get: async () => ({ accessToken: "revoked" }),
      set: async () => undefined,
      delete: async () => undefined,
    };
    // Of the order as of the token request: it must get its 401 in this time.
    const timeout = answer === stallHeader ? 2000 : undefined;
    const client = createWarung({ baseUrl: vendor.url, timeout, credential: loggingIn(store) });

    const error: CallError = await failureOf<CallError>(create(client), Class);

    expect(error).toMatchObject({ operation: "items.create", attempts: 1, outcome: "refused" });
    expect(error.message).toMatch(
      /^warung items.create: POST \/items: the vendor rejected the token, and it could not be renewed/,
    );
    expect(vendor.items()).toEqual(["/items"]);
  });

  it("asks for a pause tells the call's own caller for how long", async () => {
    const vendor = await vendorOf({ login: answerStatus(429, { "retry-after": "600" }) });

    const error = await failureOf(
      create(createWarung({ baseUrl: vendor.url, credential: loggingIn() })),
      RateLimitError,
    );

    expect(error.retryAfter).toBe(600_000);
  });

  it("is busy for two tries delays an order, which is sent once", async () => {
    const busy = answerStatus(429);
    const vendor = await vendorOf({
      login: inTurn(busy, busy, grantToken),
    });

    await create(createWarung({ baseUrl: vendor.url, credential: loggingIn() }));

    expect(vendor.paths()).toEqual(["/login", "/login", "/login", "/items"]);
  });

  it("stays busy is asked no more often than one call may try", async () => {
    const vendor = await vendorOf({ login: answerStatus(429) });

    await failureOf(create(createWarung({ baseUrl: vendor.url, credential: loggingIn() })), RateLimitError);

    expect(vendor.paths()).toEqual(["/login", "/login", "/login"]);
  });

  it("may have used up what it was sent is not asked again at once", async () => {
    const vendor = await vendorOf({ login: cutBeforeAnswer });

    await failureOf(create(createWarung({ baseUrl: vendor.url, credential: loggingIn() })), ConnectionError);

    expect(vendor.paths()).toEqual(["/login"]);
  });
});

describe("a function that gives the token", () => {
  const other = { vendor: "vault", operation: "secrets.read", method: "GET", path: "/secret" };

  it.each([
    { what: "an error", thrown: new Error("the vault is sealed"), words: "the vault is sealed" },
    { what: "an error of a class", thrown: new RangeError("none left."), words: "RangeError: none left" },
    { what: "a text", thrown: `wrong: ${password}`, words: /a string of \d+ characters was thrown/ },
    { what: "null", thrown: null, words: "null was thrown" },
    { what: "nothing", thrown: undefined, words: "nothing was thrown" },
  ])("and rejects with $what fails the call as not sent", async ({ thrown, words }) => {
    const fake = fakeFetch(() => Response.json({}));
    const credential = bearer(async () => {
      // A function of a user's throws anything.
      throw thrown as Error;
    });

    const error = await failureOf(create(createWarung({ ...fake, credential })), CallError);

    expect(error).toMatchObject({ operation: "items.create", outcome: "not-sent", attempts: 0 });
    expect(error.cause).toBe(thrown);
    expect(error.message).toMatch(
      /^warung items.create: POST \/items was not sent: the token could not be obtained: /,
    );
    expect(error.message).toMatch(words);
    expect(error.message).not.toContain(password);
    expect(fake.sent).toEqual([]);
  });

  it("is asked again when its own request was not sent, within the call's retries", async () => {
    let asked = 0;
    const fake = fakeFetch(() => Response.json({}));
    const credential = bearer(async () => {
      asked += 1;
      if (asked === 3) return "token-from-the-vault";
      throw new ConnectionError("no vault", { ...other, attempts: 1, outcome: "not-sent" }, "ECONNREFUSED");
    });

    await create(createWarung({ ...fake, credential }));

    expect(asked).toBe(3);
    expect(fake.sent).toHaveLength(1);
  });

  it("is asked no more when its own request has had as many tries as the call may have", async () => {
    let asked = 0;
    const credential = bearer(() => {
      asked += 1;
      throw new ConnectionError("no vault", { ...other, attempts: 3, outcome: "not-sent" }, "ECONNREFUSED");
    });

    await failureOf(create(createWarung({ credential })), ConnectionError);

    expect(asked).toBe(1);
  });

  it("whose request was about something else is not mistaken for the call's own 404", async () => {
    const credential = bearer(() => {
      throw new InvalidParamsError("vault", "secrets.read", []);
    });

    const error = await failureOf(create(createWarung({ credential })), ConfigurationError);

    expect(error.cause).toBeInstanceOf(InvalidParamsError);
  });
});

describe("what is wrong with the set-up", () => {
  it("keeps its class and its words", async () => {
    const wrong = new ConfigurationError("LMS_TOKEN is not set.");
    const credential = bearer(() => {
      throw wrong;
    });

    await expect(create(createWarung({ credential }))).rejects.toBe(wrong);
  });

  it("is no longer all that is known once a try may have been carried out", async () => {
    const wrong = new ConfigurationError("LMS_TOKEN is not set, and nothing was sent.");
    let asked = 0;
    const fake = fakeFetch(() => new Response(null, { status: 503 }));
    const credential = bearer(() => {
      asked += 1;
      if (asked > 1) throw wrong;
      return "first-token";
    });

    const error = await failureOf(replace(createWarung({ ...fake, credential })), CallError);

    expect(error).toMatchObject({ outcome: "unknown", attempts: 1, cause: wrong });
    expect(error.message).toContain("check before sending it again");
  });
});

describe("a token store that cannot be used", () => {
  const full = Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
  const working: TokenStore = {
    get: async () => undefined,
    set: async () => undefined,
    delete: async () => undefined,
  };

  it.each([
    { what: "read", broken: { get: () => Promise.reject(full) } },
    { what: "written", broken: { set: () => Promise.reject(full) } },
    { what: "locked", broken: { lock: () => Promise.reject(full) } },
  ])("to be $what fails the call as not sent", async ({ broken }) => {
    const vendor = await vendorOf({});
    const credential = loggingIn({ ...working, ...broken });

    const error = await failureOf(create(createWarung({ baseUrl: vendor.url, credential })), CallError);

    expect(error).toMatchObject({ operation: "items.create", outcome: "not-sent", cause: full });
    expect(vendor.items()).toEqual([]);
  });
});

describe("a credential", () => {
  it("that cannot say what to send fails the call as not sent, and keeps no slot", async () => {
    let slots = 0;
    const fake = fakeFetch(() => Response.json({}));
    const reason = new TypeError("no key");
    const credential = {
      prepare: () => {
        throw reason;
      },
      renew: async () => undefined,
      secrets: () => [],
    };
    const limiter = {
      acquire: async () => {
        slots += 1;
        return () => {
          slots -= 1;
        };
      },
      pauseUntil: () => undefined,
    };

    const error = await failureOf(create(createWarung({ ...fake, credential, limiter })), CallError);

    expect(error).toMatchObject({ outcome: "not-sent", attempts: 0, cause: reason });
    expect(slots).toBe(0);
  });
});

describe("a credential of one's own", () => {
  it("that hands over the call for its token fails as any other", async () => {
    const vendor = await vendorOf({ login: answerStatus(401) });
    const client: Client = createWarung({
      baseUrl: vendor.url,
      credential: {
        // A call is a thenable, so a credential may return it.
        prepare: () => login(client, account) as unknown as Promise<Authorization>,
        renew: async () => undefined,
        secrets: () => [],
      },
    });

    const error = await failureOf(create(client), AuthenticationError);

    expect(error).toMatchObject({ operation: "items.create", outcome: "not-sent" });
  });
});

describe("a limiter", () => {
  class LimitsGone extends KelasError {
    static override readonly brand: string = "LimitsGone";
  }

  it.each([new LimitsGone("the limits are gone"), "no", undefined])(
    "that rejects with %o fails the call as not sent",
    async (thrown) => {
      const fake = fakeFetch(() => Response.json({}));
      const limiter: Limiter = {
        acquire: async () => {
          throw thrown as Error;
        },
        pauseUntil: () => undefined,
      };

      const error = await failureOf(create(createWarung({ ...fake, limiter })), CallError);

      expect(error).toMatchObject({ operation: "items.create", outcome: "not-sent" });
      expect(error.cause).toBe(thrown);
      expect(fake.sent).toEqual([]);
    },
  );

  it("that gives no slot in time leaves the call not sent", async () => {
    const limiter = { acquire: () => Promise.race([]), pauseUntil: () => undefined };

    const error = await failureOf(create(createWarung({ limiter, totalTimeout: 20 })), TimeoutError);

    expect(error).toMatchObject({ outcome: "not-sent", scope: "total" });
  });

  it("that cannot take a slot back, or pause, does not fail what was carried out", async () => {
    const fake = fakeFetch(() =>
      fake.sent.length === 1
        ? new Response(null, { status: 429, headers: { "retry-after": "0" } })
        : Response.json({ id: 7 }),
    );
    const fail = () => {
      throw new Error("the limits are gone");
    };
    const lines: string[] = [];
    const write = (line: string): void => {
      lines.push(line);
    };
    const logger = { debug: () => undefined, info: () => undefined, warn: write, error: write };
    const limiter = { acquire: async () => fail, pauseUntil: fail };

    await expect(create(createWarung({ ...fake, limiter, logger }))).resolves.toEqual({ id: 7 });

    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain("the limits are gone");
  });
});

describe("a middleware", () => {
  it("that throws after the answer leaves it unknown whether the order was placed", async () => {
    const vendor = await vendorOf({});
    const reason = new TypeError("no span");
    const client = createWarung({
      baseUrl: vendor.url,
      middleware: [
        async (request, next) => {
          await next(request);
          throw reason;
        },
      ],
    });

    const error = await failureOf(create(client), CallError);

    expect(error).toMatchObject({ operation: "items.create", outcome: "unknown", cause: reason });
    expect(vendor.items()).toEqual(["/items"]);
  });

  it("that takes too long before it sends leaves the order unsent, even later", async () => {
    const vendor = await vendorOf({});
    const gate = Promise.withResolvers<undefined>();
    const late = Promise.withResolvers<unknown>();
    const client = createWarung({
      baseUrl: vendor.url,
      retries: 0,
      timeout: 20,
      middleware: [
        async (request, next) => {
          await gate.promise;
          const sending = next({ ...request, signal: new AbortController().signal });
          sending.catch(late.resolve);
          return sending;
        },
      ],
    });

    const error = await failureOf(create(client), TimeoutError);
    gate.resolve(undefined);
    await late.promise;

    expect(error.outcome).toBe("not-sent");
    expect(vendor.items()).toEqual([]);
  });

  it("that resends by itself does not hide that the first may have been carried out", async () => {
    const vendor = await vendorOf({ items: inTurn(answerStatus(502), answerStatus(422)) });
    const client = createWarung({
      baseUrl: vendor.url,
      middleware: [
        async (request, next) => {
          const first = await next(request);
          return first.status < 500 ? first : next(request);
        },
      ],
    });

    expect(await failureOf(create(client), CallError)).toMatchObject({ status: 422, outcome: "unknown" });
  });
});

describe("an answer that a vendor's package cannot read", () => {
  it("is an error of the call, and says what the status does of its effect", async () => {
    const reason = new TypeError("body.errors is not iterable");
    const answerWith = (status: number) =>
      createClient(
        {
          vendor: "warung",
          baseUrl: "https://api.warung.example",
          readError: () => {
            throw reason;
          },
        },
        { fetch: fakeFetch(() => Response.json({}, { status })).fetch, logger: false },
      );

    expect(await failureOf(create(answerWith(200)), CallError)).toMatchObject({
      operation: "items.create",
      outcome: "unknown",
      cause: reason,
    });
    expect(await failureOf(create(answerWith(422)), CallError)).toMatchObject({ outcome: "refused" });
  });
});

describe("parameters that cannot be read", () => {
  const reason = new Error("the disk is gone");

  it.each([
    {
      what: "a getter that throws",
      options: {
        body: {
          get name(): string {
            throw reason;
          },
        },
      },
    },
    {
      what: "a stream that breaks",
      options: {
        bodyType: "multipart",
        body: { photo: new ReadableStream({ pull: () => Promise.reject(reason) }) },
      },
    },
  ] as const)("are wrong parameters, and nothing is sent: $what", async ({ options }) => {
    const fake = fakeFetch(() => Response.json({}));

    const error = await failureOf(createWarung(fake).request("POST", "/items", options), InvalidParamsError);

    expect(error).toMatchObject({ operation: "request", cause: reason });
    expect(fake.sent).toEqual([]);
  });
});
