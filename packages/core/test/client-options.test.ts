import { afterEach, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { checkedBaseUrl } from "../src/base-url.ts";
import { ConfigurationError, createLimiter, memoryTokenStore, ResponseMismatchError } from "../src/index.ts";
import { createClient, environment, type NoParams, operation, optionOrEnvironment } from "../src/vendor.ts";
import type { ClientOptions, Limiter } from "../src/index.ts";
import { isLimiter } from "../src/limiter.ts";
import { answering, failure, onlyRequest, sampleClient } from "./support/sample-vendor.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("a base URL", () => {
  it.each([
    ["https://api.sample.test", "https://api.sample.test"],
    ["https://api.sample.test/", "https://api.sample.test"],
    ["https://api.sample.test/v1//", "https://api.sample.test/v1"],
    ["https://API.Sample.test:443/v1", "https://api.sample.test/v1"],
    ["https://api.sample.test:8443", "https://api.sample.test:8443"],
    ["http://localhost:3000/", "http://localhost:3000"],
    ["http://mock.localhost", "http://mock.localhost"],
    ["http://127.0.0.1:80/x", "http://127.0.0.1/x"],
    ["http://127.12.0.9", "http://127.12.0.9"],
    ["http://[::1]:3000", "http://[::1]:3000"],
  ])("%s is read as %s", (given, read) => {
    expect(checkedBaseUrl("sample", given, false)).toBe(read);
  });

  it.each([
    ["api.sample.test", "is not a URL"],
    ["/v1", "is not a URL"],
    ["", "is not a URL"],
    ["ftp://api.sample.test", "has the scheme ftp: expected https"],
    ["file:///etc", "has the scheme file: expected https"],
    ["https://ada:hunter2@api.sample.test", "contains a user name or password"],
    ["https://ada@api.sample.test", "contains a user name or password"],
    ["https://api.sample.test?key=hunter2", "ends in a query or fragment"],
    ["https://api.sample.test#hunter2", "ends in a query or fragment"],
    ["http://api.sample.test", "is plain http (http://api.sample.test)"],
    ["http://127.0.0.1.elsewhere.test", "is plain http"],
    ["http://localhost.elsewhere.test", "is plain http"],
    ["http://0.0.0.0", "is plain http"],
  ])("%s is refused, and no secret in it is shown", (given, words) => {
    let message = "";
    try {
      checkedBaseUrl("sample", given, false);
    } catch (error) {
      if (ConfigurationError.isInstance(error)) ({ message } = error);
    }
    expect(message).toContain(`The baseUrl of the sample client ${words}`);
    expect(message).not.toContain("hunter2");
  });

  it("may be plain http where the user accepts the risk", () => {
    expect(checkedBaseUrl("sample", "http://api.sample.test/", true)).toBe("http://api.sample.test");
  });

  it("given as an option is checked when the client is made", () => {
    expect(() => sampleClient(answering({}), { baseUrl: "nowhere" })).toThrow(ConfigurationError);
    expect(() => createClient({ vendor: "plain", baseUrl: "http://plain.test" })).toThrow(/plain http/);
  });

  it("is the option, else the variable (read at the first request), else the default", async () => {
    const definition = { baseUrlVariable: "SAMPLE_BASE_URL" };
    const client = sampleClient(answering({}), {}, definition);
    const fixed = sampleClient(answering({}), { baseUrl: "https://option.test" }, definition);
    const documented = sampleClient(answering({}), {}, definition);
    expect(documented.baseUrl).toBe("https://api.sample.test");
    vi.stubEnv("SAMPLE_BASE_URL", "https://variable.test/v2/");
    expect([client.baseUrl, fixed.baseUrl]).toEqual(["https://variable.test/v2", "https://option.test"]);
    expect(documented.baseUrl).toBe("https://api.sample.test");
    vi.stubEnv("SAMPLE_BASE_URL", "http://plain.test");
    const call = sampleClient(answering({}), {}, definition).request("GET", "/x");
    expect((await failure(call, ConfigurationError)).message).toContain("plain http");
  });
});

describe("the base URL of a further server", () => {
  const listFiles = operation<NoParams, unknown>({
    name: "files.list",
    method: "GET",
    path: "/files",
    evidence: "documented",
    server: "library",
    response: () => z.unknown(),
  });
  const definition = {
    baseUrl: "https://api.sample.test",
    baseUrlVariable: "SAMPLE_BASE_URL",
    servers: { library: "https://library.sample.test/v2" },
  };

  it.each<[string, ClientOptions, string]>([
    ["the documented one", {}, "https://library.sample.test/v2/files"],
    [
      "baseUrl, so that nothing leaves a proxy",
      { baseUrl: "https://proxy.test" },
      "https://proxy.test/files",
    ],
    [
      "its own option",
      { baseUrl: "https://proxy.test", servers: { library: "https://files.test/" } },
      "https://files.test/files",
    ],
    [
      "the documented one if the option is undefined",
      { servers: { library: undefined } },
      "https://library.sample.test/v2/files",
    ],
  ])("is %s", async (_, options, url) => {
    const vendor = answering({});
    await listFiles(sampleClient(vendor, options, definition));
    expect(onlyRequest(vendor).request.url).toBe(url);
  });

  it("is the variable of the base URL, too", async () => {
    vi.stubEnv("SAMPLE_BASE_URL", "http://localhost:4010");
    const vendor = answering({});
    await listFiles(sampleClient(vendor, {}, definition));
    expect(onlyRequest(vendor).request.url).toBe("http://localhost:4010/files");
  });

  it("is the option to change if it redirects, because baseUrl would move every request", async () => {
    const fetch = (): Promise<Response> => Promise.resolve(Response.redirect("https://new.test/", 308));
    const client = createClient({ vendor: "sample", ...definition }, { fetch });
    const error = await failure(listFiles(client), ResponseMismatchError);
    expect(error.message).toContain("if the API has moved, set servers");
  });

  it.each<[Record<string, string>, string]>([
    [
      { librari: "https://files.test" },
      "The servers of the sample client got an unknown option: librari (did you mean library?).",
    ],
    [{ library: "" }, "The servers.library of the sample client is not a URL"],
    [{ library: "http://files.test" }, "The servers.library of the sample client is plain http"],
  ])("is checked when the client is created: %j", (servers, words) => {
    expect(() => sampleClient(answering({}), { servers }, definition)).toThrow(words);
  });

  it("is where a middleware may send the request, and nowhere else", async () => {
    const vendor = answering({});
    const moved = sampleClient(
      vendor,
      {
        middleware: [
          (request, next) =>
            next({ ...request, url: request.url.replace("library.sample.test/v2", "api.sample.test") }),
        ],
      },
      definition,
    );
    expect((await failure(listFiles(moved), ConfigurationError)).message).toContain(
      "credentials are sent to https://library.sample.test/v2 only. Use the option servers instead",
    );
    const kept = sampleClient(vendor, { middleware: [(request, next) => next(request)] }, definition);
    await listFiles(kept);
    expect(onlyRequest(vendor).path).toBe("/v2/files");
  });
});

describe("environment variables", () => {
  it("count as unset when they are empty", () => {
    vi.stubEnv("SAMPLE_VALUE", "");
    expect(environment("SAMPLE_VALUE")).toBeUndefined();
    vi.stubEnv("SAMPLE_VALUE", " x ");
    expect(environment("SAMPLE_VALUE")).toBe(" x ");
  });

  it("are nothing on platforms that have none", () => {
    vi.stubGlobal("process", undefined);
    expect(environment("PATH")).toBeUndefined();
    vi.unstubAllGlobals();
  });

  it.each([
    ["given", "from-env", "given"],
    [undefined, "from-env", "from-env"],
  ])("stand in for an option: %s over %s is %s", (option, variable, found) => {
    vi.stubEnv("SAMPLE_CLIENT_ID", variable);
    expect(optionOrEnvironment(option, "clientId", "SAMPLE_CLIENT_ID")).toBe(found);
  });

  it.each(["", " ", "\t\r\n"])("count as unset when they are blank: %j", (variable) => {
    vi.stubEnv("SAMPLE_CLIENT_ID", variable);
    expect(environment("SAMPLE_CLIENT_ID")).toBeUndefined();
  });

  it.each([0, 7, true, {}])(
    "do not stand in for an option that is not a text, and neither does %j",
    (option) => {
      vi.stubEnv("SAMPLE_CLIENT_ID", "from-env");
      // The types forbid it: this is what a caller without types may do.
      const read = () => optionOrEnvironment(option as unknown as string, "clientId", "SAMPLE_CLIENT_ID");
      expect(read).toThrow(ConfigurationError);
      expect(read).toThrow(`clientId has the type ${typeof option}: expected a string.`);
    },
  );

  it.each([undefined, "", "  "])("and the option (%j) are both named when neither is set", (option) => {
    vi.stubEnv("SAMPLE_CLIENT_ID", undefined);
    const read = () => optionOrEnvironment(option, "clientId", "SAMPLE_CLIENT_ID");
    expect(read).toThrow(ConfigurationError);
    expect(read).toThrow(
      "clientId is missing: pass the option `clientId` to the client, or set the environment variable SAMPLE_CLIENT_ID.",
    );
  });
});

describe("the option limiter", () => {
  it("is told apart from a limiter of the user's own", async () => {
    const acquired: number[] = [];
    const own: Limiter = {
      acquire(_signal, priority) {
        acquired.push(priority);
        return Promise.resolve(() => undefined);
      },
      pauseUntil: () => undefined,
    };
    expect([
      isLimiter(own),
      isLimiter(createLimiter({})),
      isLimiter({}),
      isLimiter({ concurrency: 2 }),
    ]).toEqual([true, true, false, false]);
    await sampleClient(answering({}), { limiter: own }).request("GET", "/x");
    expect(acquired).toEqual([0]);
  });
});

describe("numbers among the options", () => {
  it.each<readonly [ClientOptions, string]>([
    [{ timeout: 0 }, "timeout is 0: expected a number of 1 or more."],
    [{ totalTimeout: -1 }, "totalTimeout is -1: expected a number of 1 or more."],
    [{ retries: -1 }, "retries is -1: expected a number of 0 or more."],
    [{ retries: Number.NaN }, "retries is NaN: expected a number of 0 or more."],
    [{ maxResponseBytes: 0 }, "maxResponseBytes is 0: expected a number of 1 or more."],
  ])("%o is refused", (options, message) => {
    expect(() => sampleClient(answering({}), options)).toThrow(new ConfigurationError(`sample: ${message}`));
  });

  it("are checked for a single call too, before anything is sent", async () => {
    const vendor = answering({});
    const error = await failure(
      sampleClient(vendor).request("GET", "/x", { timeout: 0 }),
      ConfigurationError,
    );
    expect(error.message).toContain("timeout is 0");
    expect(vendor.sent).toEqual([]);
  });
});

describe("headers", () => {
  it("of the call stand over those of the client, whatever their case", async () => {
    const vendor = answering({});
    const client = sampleClient(vendor, {
      headers: { "X-Tenant": "a", Accept: "application/vnd.sample+json" },
    });
    await client.request("GET", "/x", { headers: { "x-tenant": "b" } });
    const { headers } = onlyRequest(vendor);
    expect([headers.get("x-tenant"), headers.get("accept")]).toEqual(["b", "application/vnd.sample+json"]);
  });

  it("ask for JSON unless told otherwise", async () => {
    const vendor = answering({});
    await sampleClient(vendor).request("GET", "/x");
    expect(onlyRequest(vendor).headers.get("accept")).toBe("application/json");
  });

  it.each([
    [
      { "hunter2 key": "v" },
      "A header name in the option headers cannot be sent: its character 8 of 11 is U+0020",
    ],
    [{ "": "v" }, "A header name in the option headers cannot be sent: it is empty"],
    [{ "x-key": "hunter2\r\nevil: 1" }, "The value of the header x-key in the option headers cannot be sent"],
    [{ "x-key": "hunter2 ☃" }, "The value of the header x-key in the option headers cannot be sent"],
    [
      { "x-key": undefined as unknown as string },
      "The value of the header x-key in the option headers cannot be sent",
    ],
    [{ "X-Key": "hunter2", "x-key": "hunter3" }, "The header x-key is in the option headers twice"],
  ])("that cannot be sent are refused without showing the value or a wrong name: %j", (headers, words) => {
    let message = "";
    try {
      sampleClient(answering({}), { headers });
    } catch (error) {
      if (ConfigurationError.isInstance(error)) ({ message } = error);
    }
    expect(message).toContain(words);
    expect(message).not.toContain("hunter2");
  });
});

describe("the token store in memory", () => {
  it("keeps the tokens of each key until they are replaced or forgotten", async () => {
    const store = memoryTokenStore();
    await store.set("ada", { accessToken: "a1" });
    await store.set("bob", { accessToken: "b1", refreshToken: "r1" });
    await store.set("ada", { accessToken: "a2", expiresAt: 5 });
    await store.delete("bob");
    await store.delete("nobody");
    expect(await store.get("ada")).toEqual({ accessToken: "a2", expiresAt: 5 });
    expect(await store.get("bob")).toBeUndefined();
  });

  it("is one for each client", async () => {
    const first = memoryTokenStore();
    await first.set("ada", { accessToken: "a1" });
    expect(await memoryTokenStore().get("ada")).toBeUndefined();
  });
});
