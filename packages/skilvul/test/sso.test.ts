import { createHmac } from "node:crypto";
import { inspect } from "node:util";
import { failureOf } from "@kelaskit/test-support/failure";
import { ConfigurationError } from "@kelaskit/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { mockSsoReturn } from "../src/mock/index.ts";
import { memoryNonceStore, type NonceStore, SsoError, ssoUrl, verifySso } from "../src/sso/index.ts";

const secret = "sso-secret-of-the-test";
const site = "https://skilvul.example";
const partner = "acme";
const nonce = "0123456789abcdef0123456789abcdef";

afterEach(() => {
  vi.useRealTimers();
});

/** A store that knows the nonce. */
function stored(): NonceStore {
  const nonces = memoryNonceStore();
  void nonces.add(nonce, Date.now() + 60_000);
  return nonces;
}

function hmac(text: string, key = secret): string {
  return createHmac("sha256", key).update(text).digest("hex");
}

const fields = {
  nonce,
  id: "ckuser0000000000000000001",
  email: "learner@example.com",
  isEmailVerified: "true",
  name: "Pelajar Contoh",
};
const learner = {
  id: fields.id,
  email: fields.email,
  isEmailVerified: true,
  name: fields.name,
};

/** What Skilvul signs: written with Node's own functions, not with those under test. */
function payloadOf(form: string): string {
  return Buffer.from(form).toString("base64");
}

function formOf(changes: Readonly<Record<string, string | undefined>> = {}): string {
  const entries = Object.entries({ ...fields, ...changes }).flatMap(([field, value]) =>
    value === undefined ? [] : [[field, value] as [string, string]],
  );
  return new URLSearchParams(entries).toString();
}

function returnOf(sso: string, sig = hmac(sso)): URLSearchParams {
  return new URLSearchParams({ sso, sig });
}

const options = (nonces = stored()) => ({ secrets: secret, nonces, browserNonce: nonce });

describe("ssoUrl", () => {
  it("is the site's address for the partner, with a signed nonce", async () => {
    const start = await ssoUrl({ site, partner, secret, nonces: memoryNonceStore() });
    const url = new URL(start.url);
    expect(`${url.origin}${url.pathname}`).toBe("https://skilvul.example/sso/acme");
    expect([...url.searchParams.keys()]).toEqual(["sso", "sig"]);
    const sso = url.searchParams.get("sso") ?? "";
    expect(Buffer.from(sso, "base64").toString()).toBe(`nonce=${start.nonce}`);
    expect(url.searchParams.get("sig")).toBe(hmac(sso));
  });

  it("has another nonce each time, of 128 bits", async () => {
    const nonces = memoryNonceStore();
    const starts = await Promise.all(
      Array.from({ length: 100 }, () => ssoUrl({ site, partner, secret, nonces })),
    );
    for (const start of starts) expect(start.nonce).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set(starts.map((start) => start.nonce)).size).toBe(100);
  });

  it.for([
    ["https://skilvul.example/", "https://skilvul.example/sso/acme"],
    ["https://skilvul.example/id/", "https://skilvul.example/id/sso/acme"],
    ["http://localhost:3000", "http://localhost:3000/sso/acme"],
  ])("at %s starts with %s", async ([address = "", expected = ""]) => {
    const { url } = await ssoUrl({ site: address, partner, secret, nonces: memoryNonceStore() });
    expect(url.split("?")[0]).toBe(expected);
  });

  it("encodes the partner", async () => {
    const { url } = await ssoUrl({ site, partner: "a/b c", secret, nonces: memoryNonceStore() });
    expect(new URL(url).pathname).toBe("/sso/a%2Fb%20c");
  });

  const mistakes: readonly (readonly [changes: object, message: string])[] = [
    [{ site: "http://skilvul.example" }, "site must be"],
    [{ site: "https://user:password@skilvul.example" }, "site must be"],
    [{ site: "https://skilvul.example/?a=b" }, "site must be"],
    [{ site: "skilvul.example" }, "site must be"],
    [{ site: undefined }, "site must be"],
    [{ partner: " " }, "partner must be"],
    [{ partner: ".." }, "partner must be"],
    [{ partner: undefined }, "partner must be"],
    [{ secret: "" }, "expected the single sign-on secret"],
    [{ secret: "undefined" }, "expected the single sign-on secret"],
    [{ secret: undefined }, "expected the single sign-on secret"],
    [{ lifetime: 0 }, "lifetime must be"],
    [{ lifetime: Number.NaN }, "lifetime must be"],
    [{ lifetime: Infinity }, "lifetime must be"],
    [{ nonces: undefined }, "nonces must be a store"],
    [{ nonces: {} }, "nonces must be a store"],
    [{ sekret: "x" }, "did you mean secret?"],
  ];

  it.for(mistakes)("%j is a ConfigurationError, and no nonce is stored", async ([changes, message]) => {
    const add = vi.fn<NonceStore["add"]>();
    const nonces = { add, take: () => false };
    const error = await failureOf(ssoUrl({ site, partner, secret, nonces, ...changes }));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toHaveProperty("message", expect.stringContaining(message));
    expect(inspect(error)).not.toContain("password");
    expect(add).not.toHaveBeenCalled();
  });
});

describe("a login", () => {
  it("ends with the learner", async () => {
    const nonces = memoryNonceStore();
    const start = await ssoUrl({ site, partner, secret, nonces });
    const back = await mockSsoReturn(start.url, {
      secret,
      returnTo: "https://site.example/back?from=skilvul",
    });
    const user = await verifySso(back, { secrets: secret, nonces, browserNonce: start.nonce });
    expect(user).toEqual(learner);
  });

  it("is finished once, however many requests come at the same time", async () => {
    const nonces = stored();
    const back = returnOf(payloadOf(formOf()));
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, () => verifySso(back, options(nonces))),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const reasons = results.flatMap((result) =>
      result.status === "rejected" ? [result.reason as unknown] : [],
    );
    for (const reason of reasons) expect(reason).toMatchObject({ name: "SsoError", code: "nonce" });
  });

  it("has expired after its lifetime", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const nonces = memoryNonceStore();
    const start = await ssoUrl({ site, partner, secret, nonces, lifetime: 1000 });
    const back = await mockSsoReturn(start.url, { secret });
    vi.setSystemTime(Date.now() + 1000);
    const error = await failureOf(verifySso(back, { secrets: secret, nonces, browserNonce: start.nonce }));
    expect(error).toMatchObject({ code: "nonce" });
  });

  it("works with a store that answers later", async () => {
    const inner = stored();
    const nonces: NonceStore = {
      add: async (...values) => inner.add(...values),
      take: async (value) => inner.take(value),
    };
    expect(await verifySso(returnOf(payloadOf(formOf())), options(nonces))).toEqual(learner);
  });
});

describe("the address is accepted", () => {
  const sso = payloadOf(formOf());
  const query = `sso=${encodeURIComponent(sso)}&sig=${hmac(sso)}`;
  const more = `${query}&next=https://site.example/a?b=c`;

  it.for<readonly [what: string, returned: string | URL | URLSearchParams]>([
    ["as a full address", `https://site.example/sso?${query}`],
    ["with a fragment", `https://site.example/sso?${query}#top`],
    ["as a path with a query", `/sso;v=1?${query}`],
    ["as a search string", `?${query}`],
    ["as a query", query],
    ["as a query with an address in it", more],
    ["with an address in it", `https://site.example/sso?${more}`],
    ["as a URL", new URL(`https://site.example/sso?${query}`)],
    ["as URLSearchParams", new URLSearchParams(query)],
  ])("%s", async ([, returned]) => {
    expect(await verifySso(returned, options())).toEqual(learner);
  });

  it.for([undefined, null, 7, [], {}, { sso: "a", sig: "b" }])("not as %j", async (returned) => {
    // The types forbid it: this is what JavaScript may pass.
    const error = await failureOf(verifySso(returned as unknown as string, options()));
    expect(error).toBeInstanceOf(ConfigurationError);
  });
});

describe("what differs in transit or in writing is accepted", () => {
  it("plus signs in base64 that became spaces", async () => {
    // Its base64 contains plus signs.
    const sso = payloadOf(formOf({ name: undefined }) + "&name=>>>~~~>>>~~~");
    expect(sso).toContain("+");
    const user = await verifySso(`?sso=${sso}&sig=${hmac(sso)}`, options());
    expect(user.name).toBe(">>>~~~>>>~~~");
  });

  it.for([
    ["no padding", (sso: string) => sso.replace(/=+$/, "")],
    ["too much padding", (sso: string) => `${sso.replace(/=+$/, "")}====`],
    ["line breaks", (sso: string) => sso.replaceAll(/.{60}/g, "$&\n")],
  ] as const)("base64 with %s, as it was signed", async ([, change]) => {
    const sso = change(payloadOf(formOf()));
    expect(await verifySso(returnOf(sso), options())).toEqual(learner);
  });

  it("an upper-case signature", async () => {
    const sso = payloadOf(formOf());
    expect(await verifySso(returnOf(sso, hmac(sso).toUpperCase()), options())).toEqual(learner);
  });

  it.for(["José Ñandú", "Мария", "陳大文", "🙂 Siti"])("the name %s, encoded or as UTF-8", async (name) => {
    const encoded = payloadOf(formOf({ name }));
    expect(await verifySso(returnOf(encoded), options())).toHaveProperty("name", name);
    const plain = payloadOf(`${formOf({ name: undefined })}&name=${name}`);
    expect(await verifySso(returnOf(plain), options())).toHaveProperty("name", name);
  });

  it("a plus sign in the e-mail address, encoded or not", async () => {
    const email = "learner+1@example.com";
    const encoded = payloadOf(formOf({ email }));
    expect(await verifySso(returnOf(encoded), options())).toHaveProperty("email", email);
    const plain = payloadOf(`${formOf({ email: undefined })}&email=${email}`);
    expect(await verifySso(returnOf(plain), options())).toHaveProperty("email", email);
  });

  it.for(["", undefined])("the name %j, which is then undefined", async (name) => {
    const user = await verifySso(returnOf(payloadOf(formOf({ name }))), options());
    expect(user.name).toBeUndefined();
  });

  it("an address that is not verified, as such", async () => {
    const sso = payloadOf(formOf({ isEmailVerified: "false" }));
    expect(await verifySso(returnOf(sso), options())).toHaveProperty("isEmailVerified", false);
  });

  it("any of several secrets", async () => {
    const sso = payloadOf(formOf());
    const rotating = { ...options(), secrets: ["another secret", secret] };
    expect(await verifySso(returnOf(sso), rotating)).toEqual(learner);
  });
});

describe("a learner who came back is refused", () => {
  const sso = payloadOf(formOf());
  const sig = hmac(sso);
  const signed = (form: string): URLSearchParams => returnOf(payloadOf(form));
  const unsignedBytes = Buffer.from([0x6e, 0x3d, 0xff]).toString("base64");

  it.for<
    readonly [what: string, returned: string | URLSearchParams, code: string, field: string | undefined]
  >([
    ["without parameters", "https://site.example/sso", "malformed", "sso"],
    ["without sso", `?sig=${sig}`, "malformed", "sso"],
    ["with an empty sso", `?sso=&sig=${sig}`, "malformed", "sso"],
    ["without sig", `?sso=${sso}`, "malformed", "sig"],
    ["with two sso", `?sso=${sso}&sso=${sso}&sig=${sig}`, "malformed", "sso"],
    ["with two sig", `?sso=${sso}&sig=${sig}&sig=${sig}`, "malformed", "sig"],
    ["with the signature of another secret", returnOf(sso, hmac(sso, "other")), "signature", undefined],
    ["with a signature that is too short", returnOf(sso, sig.slice(2)), "signature", undefined],
    ["with a signature that is too long", returnOf(sso, `${sig}00`), "signature", undefined],
    ["with a signature in mixed case", returnOf(sso, "Aa".repeat(32)), "signature", undefined],
    ["with a signature that is not hexadecimal", returnOf(sso, "x".repeat(64)), "signature", undefined],
    ["with padding that was lost in transit", returnOf(sso.replace(/=*$/, "="), sig), "signature", undefined],
    ["with what is not base64", returnOf("n*once"), "malformed", "sso"],
    ["with base64 that was cut off", returnOf("AAAAA"), "malformed", "sso"],
    ["with what is not UTF-8", returnOf(unsignedBytes), "malformed", "sso"],
    ["with a nonce twice", signed(`${formOf()}&nonce=${nonce}`), "malformed", "nonce"],
    ["with an id twice", signed(`${formOf()}&id=other`), "malformed", "id"],
    ["with a name twice", signed(`${formOf()}&name=other`), "malformed", "name"],
    [
      "with an unclear verification",
      signed(formOf({ isEmailVerified: "1" })),
      "malformed",
      "isEmailVerified",
    ],
    ...["nonce", "id", "email", "isEmailVerified"].flatMap((field) =>
      [undefined, "", "  "].map(
        (value) =>
          [
            `with ${field} ${JSON.stringify(value)}`,
            signed(formOf({ [field]: value })),
            "missing-field",
            field,
          ] as const,
      ),
    ),
  ])("%s", async ([, returned, code, field]) => {
    const nonces = stored();
    const error = await failureOf(verifySso(returned, options(nonces)));
    expect(error).toBeInstanceOf(SsoError);
    expect(error).toMatchObject({ code, field });
    // Whatever is refused has not used up the nonce.
    expect(await verifySso(returnOf(sso), options(nonces))).toEqual(learner);
  });

  it("with a nonce that was not stored", async () => {
    expect(await failureOf(verifySso(returnOf(sso), options(memoryNonceStore())))).toMatchObject({
      name: "SsoError",
      code: "nonce",
    });
  });

  it.for([undefined, "", "another nonce", null, true])(
    "in a browser with the nonce %j",
    async (browserNonce) => {
      const wrong = { ...options(), browserNonce: browserNonce as undefined };
      expect(await failureOf(verifySso(returnOf(sso), wrong))).toMatchObject({ code: "browser" });
    },
  );

  it("unless the check of the browser is turned off", async () => {
    expect(await verifySso(returnOf(sso), { ...options(), browserNonce: false })).toEqual(learner);
  });
});

describe("a mistake of the caller is a ConfigurationError", () => {
  it.for<readonly [changes: object, message: string]>([
    [{ secrets: [] }, "the list secrets is empty"],
    [{ secrets: "" }, "expected the single sign-on secret"],
    [{ secrets: undefined }, "expected the single sign-on secret"],
    [{ secrets: [secret, "undefined"] }, "secrets[1]"],
    [{ nonces: undefined }, "nonces must be a store"],
    [{ secret }, "did you mean secrets?"],
    [{ nonces: { add: () => undefined, take: () => 1 } }, "must return true or false"],
  ])("%j", async ([changes, message]) => {
    const wrong = { ...options(), ...changes };
    const error = await failureOf(verifySso(returnOf(payloadOf(formOf())), wrong));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toHaveProperty("message", expect.stringContaining(message));
  });

  it("a store that fails is named, with its error as the cause", async () => {
    const down = new Error("The store is down.");
    const failing: NonceStore = {
      add: () => {
        throw down;
      },
      take: async () => {
        throw down;
      },
    };
    const expected = { name: "ConfigurationError", code: "storage", cause: down };
    expect(await failureOf(ssoUrl({ site, partner, secret, nonces: failing }))).toMatchObject(expected);
    expect(await failureOf(verifySso(returnOf(payloadOf(formOf())), options(failing)))).toMatchObject(
      expected,
    );
  });

  it("mockSsoReturn takes only an address that is signed with its secret", async () => {
    const { url } = await ssoUrl({ site, partner, secret: "another secret", nonces: memoryNonceStore() });
    for (const address of [url, "no address"])
      expect(await failureOf(mockSsoReturn(address, { secret }))).toBeInstanceOf(ConfigurationError);
  });
});

describe("memoryNonceStore", () => {
  it("drops expired nonces, and the oldest when it is full", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: 0 });
    const nonces = memoryNonceStore({ maxNonces: 2 });
    for (const name of ["first", "second", "third"]) await nonces.add(name, 1000);
    expect(await nonces.take("first")).toBe(false);
    expect(await nonces.take("third")).toBe(true);
    expect(await nonces.take("third")).toBe(false);
    vi.setSystemTime(1000);
    expect(await nonces.take("second")).toBe(false);
  });

  it.for([0, 1.5, Number.NaN])("does not accept maxNonces %d", (maxNonces) => {
    expect(() => memoryNonceStore({ maxNonces })).toThrow(ConfigurationError);
  });
});
