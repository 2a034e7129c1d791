import { inspect } from "node:util";
import * as fc from "fast-check";
import * as z from "zod";
import { describe, expect, it } from "vitest";
import type { Client, ClientOptions, Logger } from "../../src/index.ts";
import { bearer, type CredentialContext, operation, tokenCredential } from "../../src/vendor.ts";
import { clientSecret, createWarung, get, list, login, password, token } from "../support/client.ts";
import { fakeFetch, withoutBackoff } from "../support/fake-fetch.ts";
import { cutBeforeAnswer, cutInBody, serve, stallBody } from "../support/faulty-server.ts";

/** Everything that may never show, in every spelling in which a text could hold it. */
const secrets = [token, clientSecret, password, encodeURIComponent(password)];

/** All that a person or a log collector could see of a value. */
function everyText(value: unknown): string {
  const texts: string[] = [];
  let shown = value;
  for (let depth = 0; shown !== undefined && depth < 10; depth += 1) {
    texts.push(inspect(shown, { depth: 10, showHidden: true }), JSON.stringify(shown));
    if (!(shown instanceof Error)) break;
    texts.push(String(shown), shown.stack ?? "");
    shown = shown.cause;
  }
  return texts.join("\n");
}

function expectNoSecret(text: string, hidden: readonly string[] = secrets): void {
  expect(hidden.filter((secret) => text.includes(secret))).toEqual([]);
}

function recordingLogger(): Logger & { readonly lines: string[] } {
  const lines: string[] = [];
  const write = (line: string): void => {
    lines.push(line);
  };
  return { lines, debug: write, info: write, warn: write, error: write };
}

const account = { email: "ibu@warung.example", password, clientSecret };

/** Logs in with a password and a client secret, then uses the token. */
const loggedIn = ({ call }: CredentialContext) =>
  tokenCredential({
    key: () => "warung ibu@warung.example",
    grant: () => call(login, account),
    secrets: () => [password, clientSecret],
  });

/** Fails a call in some way, and gives all that can be seen of it. */
async function textOf(
  options: ClientOptions,
  send: (client: Client) => PromiseLike<unknown>,
): Promise<string> {
  withoutBackoff();
  const logger = recordingLogger();
  const client = createWarung({ credential: loggedIn, retries: 1, ...options, logger });
  let failure: unknown;
  await Promise.resolve(send(client)).catch((error: unknown) => {
    failure = error;
  });
  expect(failure).toBeInstanceOf(Error);
  expect(logger.lines.length).toBeGreaterThan(0);
  return [everyText(failure), everyText(client), ...logger.lines].join("\n");
}

/** Answers with everything that it was sent, wherever an answer can hold text. */
function echo(status: number) {
  return fakeFetch(async (request) => {
    if (request.path === "/login") return Response.json({ accessToken: token });
    const all = [request.authorization, ...secrets].join(" ");
    const body = JSON.stringify({
      message: all,
      [token]: password,
      nested: [{ deep: all }],
      url: encodeURIComponent(all),
    });
    return new Response(body, {
      status,
      statusText: token,
      headers: { "x-request-id": token, "www-authenticate": `Bearer ${token}` },
    });
  });
}

describe("no secret shows when", () => {
  it.each([400, 401, 403, 404, 409, 422, 429, 500, 503])(
    "the vendor echoes everything with a %i",
    async (status) => {
      expectNoSecret(await textOf(echo(status), get));
    },
  );

  it.each([301, 307])("the vendor redirects with a %i and echoes everything", async (status) => {
    const fake = fakeFetch(({ path }) => {
      if (path === "/login") return Response.json({ accessToken: token });
      const location = `https://elsewhere.example/?token=${token}&password=${encodeURIComponent(password)}`;
      return new Response(null, { status, headers: { location } });
    });

    expectNoSecret(await textOf(fake, get));
  });

  it("a reply is of another shape", async () => {
    const fake = fakeFetch(({ path }) => {
      return path === "/login"
        ? Response.json({ accessToken: token })
        : Response.json({ id: token, [password]: token });
    });

    expectNoSecret(await textOf({ ...fake, validation: "strict" }, get));
  });

  it("a list is of another shape", async () => {
    const fake = fakeFetch(({ path }) => {
      return path === "/login"
        ? Response.json({ accessToken: token })
        : Response.json({ items: token, total: password });
    });

    expectNoSecret(await textOf(fake, (client) => list(client).toArray({ limit: 5 })));
  });

  it("a reply is no JSON", async () => {
    const fake = fakeFetch(({ path, authorization }) => {
      if (path === "/login") return Response.json({ accessToken: token });
      const page = `<p>${authorization}</p>`.repeat(60) + secrets.join("\n");
      return new Response(page, { headers: { "content-type": "text/html" } });
    });

    expectNoSecret(await textOf(fake, get));
  });

  it("a page that is no JSON is cut in the middle of a token", async () => {
    const fake = fakeFetch(({ path }) => {
      return path === "/login"
        ? Response.json({ accessToken: token })
        : new Response("-".repeat(1990) + token);
    });

    expectNoSecret(await textOf(fake, get), [token.slice(0, 8)]);
  });

  it.each([
    { fault: "the connection is cut", answer: cutBeforeAnswer },
    { fault: "the connection is cut in the body", answer: cutInBody },
    { fault: "no answer comes in time", answer: stallBody },
  ])("$fault", async ({ answer }) => {
    const { url } = await serve((request, response) => {
      if (request.url === "/login") response.end(JSON.stringify({ accessToken: token }));
      else answer(request, response);
    });

    expectNoSecret(await textOf({ baseUrl: url, timeout: 200, retries: 0 }, get));
  });

  it("the call is aborted with a reason that holds them", async () => {
    const caller = new AbortController();
    const fake = fakeFetch(({ path, signal }) => {
      if (path === "/login") return Response.json({ accessToken: token });
      caller.abort(new Error(`Bearer ${token}`));
      throw signal.reason;
    });

    expectNoSecret(await textOf(fake, (client) => get(client, {}, { signal: caller.signal })));
  });
});

describe("no secret of a token request shows when", () => {
  it.each([
    [
      "refuses it and echoes it",
      (text: string) => Response.json({ message: text, sent: JSON.parse(text) as unknown }, { status: 401 }),
    ],
    ["fails and echoes it", (text: string) => new Response(text, { status: 500, statusText: clientSecret })],
    ["answers it with something else", (text: string) => Response.json({ access_token: token, echo: text })],
    [
      "answers it with half a body",
      (text: string) => new Response(`{"accessToken":"${token}","echo":${text.slice(0, -5)}`),
    ],
  ])("the vendor %s", async (_what, answer) => {
    const fake = fakeFetch(async (request) => answer(await request.text()));

    expectNoSecret(await textOf(fake, get));
  });

  it("the vendor fails after it has given a token, which nobody knows yet", async () => {
    const fake = fakeFetch(() =>
      Response.json({ accessToken: token, message: "half done" }, { status: 500 }),
    );

    const text = await textOf(fake, (client) => login(client, account));

    expectNoSecret(text);
    expect(text).toContain("half done");
  });

  it("it is sent directly, not for a credential", async () => {
    const fake = fakeFetch(async (request) => new Response(await request.text(), { status: 422 }));

    expectNoSecret(await textOf(fake, (client) => login(client, account)));
  });
});

describe("no secret of what a fetch throws shows", () => {
  it.each([
    [
      "an error that holds the request with its headers",
      (request: Request) =>
        Object.assign(new Error("socket hang up"), { request, headers: [...request.headers] }),
    ],
    [
      "an error whose words repeat the header",
      (request: Request) => new TypeError(`cannot send ${JSON.stringify([...request.headers])}`),
    ],
    [
      "an error with causes that repeat the header",
      (request: Request) =>
        new TypeError("fetch failed", {
          cause: new Error(`with ${request.headers.get("authorization")}`, { cause: request }),
        }),
    ],
    ["what is no error at all", (request: Request) => ({ headers: Object.fromEntries(request.headers) })],
    ["a text", (request: Request) => `failed: ${request.headers.get("authorization")}`],
  ])("%s", async (_what, thrown) => {
    const fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
      const request = new Request(input, init);
      if (new URL(request.url).pathname === "/login") return Response.json({ accessToken: token });
      // A fetch may throw anything, even something that is not an error.
      throw thrown(request) as Error;
    };

    expectNoSecret(await textOf({ fetch }, get));
  });

  it.each([
    ["an error", new Error(`Bearer ${token}`)],
    ["a text", `Bearer ${token}`],
    ["an object", { authorization: `Bearer ${token}` }],
  ])("when its body fails with %s", async (_what, reason) => {
    const fake = fakeFetch(({ path }) => {
      if (path === "/login") return Response.json({ accessToken: token });
      return new Response(
        new ReadableStream({
          start: (controller) => {
            controller.error(reason);
          },
        }),
      );
    });

    expectNoSecret(await textOf(fake, get));
  });
});

interface AskParams {
  readonly email: string;
  readonly password: string;
}

/** A vendor that takes a password in the query string, as some do. */
const ask = operation<AskParams, unknown>({
  name: "auth.ask",
  method: "GET",
  path: "/ask",
  evidence: "documented",
  params: () =>
    z.strictObject({ email: z.string().check(z.minLength(3)), password: z.string().check(z.maxLength(30)) }),
  response: () => z.unknown(),
});

describe("a password in the query string", () => {
  const params = { email: "ibu@warung.example", password };

  it.each([200, 302, 404, 500])("shows in no error and no log line: %i", async (status) => {
    const fake = fakeFetch(({ path }) => {
      if (path === "/login") return Response.json({ accessToken: token });
      return new Response("<p>", { status });
    });

    expectNoSecret(await textOf({ ...fake, validation: "strict" }, (client) => ask(client, params)));
  });

  it("does not show when the fetch throws an error that names the URL", async () => {
    const fake = fakeFetch(({ path, url }) => {
      if (path === "/login") return Response.json({ accessToken: token });
      throw new Error(`request to ${url} failed, reason: socket hang up`);
    });

    const text = await textOf({ ...fake, credential: bearer(token) } as ClientOptions, (client) =>
      ask(client, params),
    );

    expectNoSecret(text);
    expect(text).toContain("socket hang up");
  });
});

describe("no secret of the caller's shows when", () => {
  it("a parameter is invalid", async () => {
    const wrong = {
      email: token,
      password: `${password} ${clientSecret} and more`,
      [`x-${"y".repeat(5)}`]: token,
    };

    let failure: unknown;
    await Promise.resolve(ask(createWarung(), wrong)).catch((error: unknown) => {
      failure = error;
    });

    expect(String(failure)).toContain("password: expected at most 30 characters, got a string of");
    expectNoSecret(everyText(failure));
  });

  it.each(["line\nend", "snow ☃", "null \0"])("a header's value cannot be sent: %j", async (bad) => {
    const headers = { "x-api-key": `${token}${bad}` };

    expect(() => createWarung({ headers })).toThrow(
      "The value of the header x-api-key in the option headers cannot be sent",
    );
    let failure: unknown;
    await Promise.resolve(get(createWarung(), {}, { headers })).catch((error: unknown) => {
      failure = error;
    });
    expect(failure).toBeInstanceOf(Error);
    expectNoSecret(everyText(failure));
  });

  it("a token cannot be sent", async () => {
    const client = createWarung({ credential: bearer(`${token}\n${password}`) });

    let failure: unknown;
    await Promise.resolve(get(client)).catch((error: unknown) => {
      failure = error;
    });

    expect(failure).toBeInstanceOf(Error);
    expectNoSecret(everyText(failure));
  });
});

describe("a client", () => {
  const options = { headers: { "x-api-key": clientSecret }, credential: bearer(token) };

  it("shows no option and no credential when it is printed", async () => {
    const fake = fakeFetch(() => Response.json({ id: 1 }));
    const client = createWarung({ ...fake, ...options });
    await get(client);

    expectNoSecret(everyText(client));
    expect(inspect(client, { depth: 10, showHidden: true })).toBe("Client(warung)");
    expect(JSON.stringify(client)).toBe('{"vendor":"warung"}');
  });

  it("does not show them as a part of something else", () => {
    expectNoSecret(inspect({ clients: [createWarung(options)] }, { depth: 10, showHidden: true }));
  });

  it("shows none in a call that is printed before or after it was sent", async () => {
    const fake = fakeFetch(({ path }) =>
      path === "/login" ? Response.json({ accessToken: token }) : Response.json({ id: 1 }),
    );
    const call = login(createWarung({ ...fake, ...options }), account);

    expectNoSecret(inspect(call, { depth: 10, showHidden: true }), [clientSecret, password]);
    await call;
    expectNoSecret(inspect(call, { depth: 10, showHidden: true }), [clientSecret, password]);
  });
});

describe("whatever the secrets are", () => {
  const visible = fc.stringMatching(/^[!-~]{8,60}$/);

  it("an echoing vendor brings none into an error or a log line", async () => {
    await fc.assert(
      fc.asyncProperty(visible, fc.constantFrom(400, 401, 500, 200), async (secret, status) => {
        const fake = fakeFetch(({ authorization, url }) => {
          const body = {
            message: authorization,
            again: { [secret]: [secret, encodeURIComponent(secret)] },
            url,
          };
          return new Response(status === 200 ? `<${JSON.stringify(body)}` : JSON.stringify(body), { status });
        });
        const logger = recordingLogger();
        const client = createWarung({ ...fake, credential: bearer(secret), retries: 0, logger });
        let failure: unknown;
        await Promise.resolve(get(client)).catch((error: unknown) => {
          failure = error;
        });

        const text = [everyText(failure), everyText(client), ...logger.lines].join("\n");
        expect(failure).toBeInstanceOf(Error);
        expectNoSecret(text, [secret, encodeURIComponent(secret)]);
      }),
      { numRuns: 60 },
    );
  });
});
