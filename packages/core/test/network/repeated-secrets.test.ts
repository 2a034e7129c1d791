import { inspect } from "node:util";
import * as z from "zod";
import { describe, expect, it } from "vitest";
import { type ClientOptions, ConfigurationError, type Logger } from "../../src/index.ts";
import { bearer, type CredentialContext, operation, tokenCredential } from "../../src/vendor.ts";
import { createWarung, get, login, password, token } from "../support/client.ts";
import { fakeFetch, withoutBackoff } from "../support/fake-fetch.ts";
import { answerItem, serve } from "../support/faulty-server.ts";

/** All that a person or a log collector could see of a call that fails. */
async function textOf(call: PromiseLike<unknown>, lines: readonly string[] = []): Promise<string> {
  let failure: unknown;
  await Promise.resolve(call).catch((error: unknown) => {
    failure = error;
  });
  expect(failure).toBeInstanceOf(Error);
  return [inspect(failure, { depth: 10, showHidden: true }), JSON.stringify(failure), ...lines].join("\n");
}

function recordingLogger(): Logger & { readonly lines: string[] } {
  const lines: string[] = [];
  const write = (line: string): void => {
    lines.push(line);
  };
  return { lines, debug: write, info: write, warn: write, error: write };
}

describe("what a header of the caller's holds is not shown when a vendor repeats it:", () => {
  const basic = Buffer.from("ibu:kata-sandi-basic").toString("base64");
  const headers: readonly (readonly [string, string, string])[] = [
    ["Authorization", "Bearer proxy-token-1", "proxy-token-1"],
    ["Proxy-Authorization", `Basic ${basic}`, basic],
    ["Proxy-Authorization", `Basic ${basic}`, "kata-sandi-basic"],
    ["Cookie", "lang=id; session=cookie-value-1", "cookie-value-1"],
    ["X-Api-Key", " api-key-value ", "api-key-value"],
    ["X-Session-Token", "session-token-1", "session-token-1"],
    ["X-Client-Secret", 'secret"value"1', 'secret"value"1'],
  ];

  function repeating(secret: string, status: number) {
    return fakeFetch(
      () =>
        new Response(JSON.stringify({ message: `got ${secret}`, [secret]: [secret], items: secret }), {
          status,
          headers: { "x-request-id": secret },
        }),
    );
  }

  describe.each(headers)("%s: %s, as %s", (name, value, secret) => {
    const named = { [name]: value };

    it.each([400, 500])("in an error with status %i, with the client's headers", async (status) => {
      withoutBackoff();
      const client = createWarung({ ...repeating(secret, status), headers: named });

      const text = await textOf(get(client));

      expect(text).toContain("[redacted]");
      expect(text).not.toContain(secret.replaceAll('"', String.raw`\"`));
      expect(text).not.toContain(secret);
    });

    it("in an error, with the call's headers", async () => {
      const call = get(createWarung(repeating(secret, 400)), {}, { headers: named });

      expect(await textOf(call)).not.toContain(secret);
    });

    it("in an error, with a header that a middleware has added", async () => {
      const fake = repeating(secret, 400);
      const middleware: ClientOptions["middleware"] = [
        (request, next) => next({ ...request, headers: { ...request.headers, [name.toLowerCase()]: value } }),
      ];
      const client = createWarung({ ...fake, credential: bearer("other-token"), middleware });

      expect(await textOf(get(client))).not.toContain(secret);
    });

    it("in what a fetch throws and the log", async () => {
      const logger = recordingLogger();
      const fake = fakeFetch(() => {
        throw new TypeError(`cannot send ${secret}`);
      });
      const client = createWarung({ ...fake, headers: named, retries: 0, logger });

      const text = await textOf(get(client), logger.lines);

      expect(text).toContain("cannot send [redacted]");
      expect(text).not.toContain(secret);
    });
  });

  it("in a report of drift, where a name of the reply repeats it", async () => {
    const names = operation<Record<string, never>, Record<string, number>>({
      name: "names.list",
      method: "GET",
      path: "/names",
      evidence: "documented",
      response: () => z.record(z.string(), z.number()),
    });
    const reports: unknown[] = [];
    const client = createWarung({
      ...fakeFetch(() => Response.json({ "api-key-value": "text" })),
      headers: { "x-api-key": "api-key-value" },
      onDrift: (report) => {
        reports.push(report);
      },
    });

    await names(client, {});

    expect(reports).toMatchObject([{ issues: [{ field: "[redacted]", received: "string" }] }]);
  });

  it("and values that say how, not who, are left in the vendor's words", async () => {
    const fake = fakeFetch(() => Response.json({ message: "no such language: jv-Latn" }, { status: 404 }));

    const text = await textOf(get(createWarung({ ...fake, headers: { "accept-language": "jv-Latn" } })));

    expect(text).toContain("jv-Latn");
  });
});

describe("a token that no header can hold", () => {
  const wrong = [
    "first-half\nsecond-half",
    "first-half second-half",
    "first-half\u0000second-half",
    "first-half☃second-half",
  ];
  const halves = /first-half|second-half/;

  describe.each(wrong)("%j", (bad) => {
    it.each([
      ["an option", bearer(bad)],
      ["a function", bearer(async () => bad)],
    ])("from %s is refused and not shown", async (_what, credential) => {
      const logger = recordingLogger();
      const client = createWarung({ ...fakeFetch(() => Response.json({ id: 1 })), credential, logger });

      const text = await textOf(get(client), logger.lines);

      expect(text).toContain("ConfigurationError");
      expect(text).not.toMatch(halves);
    });

    it("from a token endpoint is refused, not shown, and not stored", async () => {
      const stored: unknown[] = [];
      const credential = ({ call }: CredentialContext) =>
        tokenCredential({
          key: () => "warung",
          grant: () => call(login, { email: "ibu@warung.example", password }),
          store: {
            get: async () => undefined,
            set: async (_key, tokens) => void stored.push(tokens),
            delete: async () => undefined,
          },
        });
      const logger = recordingLogger();
      const client = createWarung({
        ...fakeFetch(() => Response.json({ accessToken: bad })),
        credential,
        logger,
      });

      const text = await textOf(get(client), logger.lines);

      expect(text).toContain("The access token from the vendor or the token store cannot be sent");
      expect(text).not.toMatch(halves);
      expect(stored).toEqual([]);
    });

    it("from a token store, or handed over, is refused and not shown", async () => {
      const credential = tokenCredential({
        key: () => "warung",
        grant: () => Promise.reject(new RangeError("not asked")),
        store: {
          get: async () => ({ accessToken: bad }),
          set: async () => undefined,
          delete: async () => undefined,
        },
      });

      expect(await textOf(get(createWarung({ credential })))).not.toMatch(halves);
      await expect(credential.replace({ accessToken: bad })).rejects.toBeInstanceOf(ConfigurationError);
    });

    it("from the caller's own credential is not shown, whatever the platform reports", async () => {
      const { url } = await serve(answerItem);
      const credential = {
        ...bearer(token),
        prepare: () => ({ headers: { authorization: `Bearer ${bad}` } }),
      };
      const logger = recordingLogger();

      const text = await textOf(
        get(createWarung({ baseUrl: url, credential, retries: 0, logger })).then(() => {
          // A space within is harmless: the vendor validates it.
          throw new Error("it was sent");
        }),
        logger.lines,
      );

      expect(text).not.toMatch(halves);
    });
  });

  it("is taken out of what a fetch throws before the line is cut", async () => {
    const secret = "first-half\nsecond-half";
    const fake = fakeFetch(() => {
      throw new TypeError(`Headers.append: "Bearer ${secret}" is an invalid header value.`);
    });
    const credential = { ...bearer(token), secrets: () => [secret] };

    const text = await textOf(get(createWarung({ ...fake, credential, retries: 0 })));

    expect(text).not.toMatch(halves);
    expect(text).toContain("is an invalid header value");
  });
});

describe("a secret that is a number", () => {
  interface ConfirmParams {
    readonly otp: number;
  }
  const confirm = operation<ConfirmParams, unknown>({
    name: "auth.confirm",
    method: "POST",
    path: "/confirm",
    evidence: "documented",
    params: () => z.strictObject({ otp: z.number() }),
    response: () => z.unknown(),
    secretParams: ["otp"],
  });

  it("is not shown when a vendor repeats it as text or number", async () => {
    const fake = fakeFetch(() =>
      Response.json({ message: "The code 482913 has expired.", otp: 482_913, attempts: 3 }, { status: 422 }),
    );

    const text = await textOf(confirm(createWarung(fake), { otp: 482_913 }));

    expect(text).not.toContain("482913");
    expect(text).toContain("The code [redacted] has expired.");
    expect(text).toContain("attempts: 3");
  });

  it("is not shown either where it is an extra parameter", async () => {
    const fake = fakeFetch(() => Response.json({ message: "wrong code 77192" }, { status: 422 }));

    const account = { email: "ibu@warung.example", password };
    const text = await textOf(login(createWarung(fake), account, { extraParams: { code: 77_192 } }));

    expect(text).not.toContain("77192");
  });
});

describe("a vendor that repeats what an end user typed", () => {
  it.each([
    [
      "thirty ampersands",
      `ibu${"&".repeat(30)}@warung.example`,
      (text: string) => `${text} ${text.replace("@", "&".repeat(30))}`,
    ],
    ["backslashes", `ibu${"\\".repeat(200)}@warung.example`, (text: string) => text.slice(0, -3)],
    ["percent signs", `ibu${"%25".repeat(2000)}@warung.example`, encodeURIComponent],
  ])("with %s, much of it and in many ways, is answered with its error", async (_what, email, spell) => {
    const fake = fakeFetch(() => {
      const words = `${spell(email)} ${spell(email).slice(0, -1)} `;
      const body = { message: words.repeat(1000), page: words.repeat(Math.ceil(2_000_000 / words.length)) };
      return Response.json(body, { status: 422 });
    });

    const text = await textOf(login(createWarung(fake), { email, password }));

    expect(text).toContain("POST /login 422: ");
    expect(text).not.toContain(email);
  });

  it("in a page of two megabytes is answered with the page's beginning", async () => {
    const page = `<p>${password}</p><a href="/?p=${encodeURIComponent(token)}">`.repeat(40_000);
    const fake = fakeFetch(() => new Response(page));

    const text = await textOf(get(createWarung({ ...fake, headers: { "x-secret": password } })));

    expect(text).not.toContain(password);
    expect(text).toContain("<p>[redacted]</p>");
  });
});
