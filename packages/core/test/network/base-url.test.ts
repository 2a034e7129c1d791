import { afterEach, describe, expect, it, vi } from "vitest";
import { ConfigurationError } from "../../src/index.ts";
import { createClient } from "../../src/vendor.ts";
import { createWarung, get } from "../support/client.ts";
import { fakeFetch } from "../support/fake-fetch.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("a base URL", () => {
  it.each([
    "http://api.warung.example",
    "http://192.168.1.20:8080",
    "http://127.0.0.1.evil.example",
    "http://localhost.evil.example",
  ])("over plain http is refused: %s", (baseUrl) => {
    expect(() => createWarung({ baseUrl })).toThrow(ConfigurationError);
    expect(() => createWarung({ baseUrl })).toThrow(
      /is plain http \(http:.*Use https, or accept the risk with allowInsecureHttp: true\.$/,
    );
  });

  it.each([
    "http://localhost:3000",
    "http://api.localhost",
    "http://127.0.0.1:8080",
    "http://127.1.2.3",
    "http://[::1]:9000",
  ])("over plain http on this machine needs no leave: %s", (baseUrl) => {
    expect(createWarung({ baseUrl }).baseUrl).toBe(baseUrl);
  });

  it("may hold any number of slashes", () => {
    const slashes = "/".repeat(400_000);

    expect(createWarung({ baseUrl: `https://api.warung.example${slashes}` }).baseUrl).toBe(
      "https://api.warung.example",
    );
    expect(createWarung({ baseUrl: `https://api.warung.example${slashes}v1/` }).baseUrl).toHaveLength(
      "https://api.warung.example".length + slashes.length + 2,
    );
  });

  it("over plain http is accepted with allowInsecureHttp", () => {
    const client = createWarung({ baseUrl: "http://api.warung.example", allowInsecureHttp: true });

    expect(client.baseUrl).toBe("http://api.warung.example");
  });

  it.each([
    { baseUrl: "https://kasir:kunci-rahasia@api.warung.example", reason: "contains a user name or password" },
    { baseUrl: "https://kunci-rahasia@api.warung.example", reason: "contains a user name or password" },
    { baseUrl: "https://api.warung.example/?key=kunci-rahasia", reason: "ends in a query or fragment" },
    { baseUrl: "https://api.warung.example/#kunci-rahasia", reason: "ends in a query or fragment" },
    { baseUrl: "ftp://kasir:kunci-rahasia@api.warung.example", reason: "has the scheme ftp" },
    { baseUrl: "api.warung.example/kunci-rahasia", reason: "is not a URL" },
  ])("is refused, and what it holds is not shown, when it $reason", ({ baseUrl, reason }) => {
    let failure: unknown;
    try {
      createWarung({ baseUrl });
    } catch (error) {
      failure = error;
    }

    expect(failure).toBeInstanceOf(ConfigurationError);
    expect(String(failure)).toContain(reason);
    expect(String(failure)).not.toContain("kunci-rahasia");
  });

  it("keeps its path, without the slash at its end", async () => {
    const fake = fakeFetch(() => Response.json({ id: 1 }));

    await get(createWarung({ ...fake, baseUrl: "https://gateway.example/warung/" }));

    expect(fake.sent[0]?.url).toBe("https://gateway.example/warung/items/1");
  });

  it("comes from the environment at the first request when no option gives it", async () => {
    const fake = fakeFetch(() => Response.json({}));
    const client = createClient(
      { vendor: "warung", baseUrl: "https://api.warung.example", baseUrlVariable: "WARUNG_BASE_URL" },
      { fetch: fake.fetch },
    );
    vi.stubEnv("WARUNG_BASE_URL", "https://staging.warung.example");

    await client.request("GET", "/items");

    expect(fake.sent[0]?.url).toBe("https://staging.warung.example/items");
  });

  it("from the environment is checked like any other", async () => {
    const client = createClient({
      vendor: "warung",
      baseUrl: "https://api.warung.example",
      baseUrlVariable: "WARUNG_BASE_URL",
    });
    vi.stubEnv("WARUNG_BASE_URL", "http://staging.warung.example");

    await expect(client.request("GET", "/items")).rejects.toThrow(ConfigurationError);
  });

  it("of a vendor who has plain http only needs leave as well", () => {
    const definition = { vendor: "warung", baseUrl: "http://api.warung.example" };

    expect(() => createClient(definition)).toThrow(/plain http/);
    expect(createClient(definition, { allowInsecureHttp: true }).baseUrl).toBe("http://api.warung.example");
  });
});
