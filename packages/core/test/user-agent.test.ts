import { describe, expect, it, vi } from "vitest";
import { userAgent as ofBrowsers } from "../src/no-user-agent.ts";
import {
  type AppInfo,
  ConfigurationError,
  fetchTransport,
  kyTransport,
  type Transport,
} from "../src/index.ts";
import { undiciTransport } from "../src/transport/undici.node.ts";
import { createWarung, get } from "./support/client.ts";
import { answerItem, serve } from "./support/faulty-server.ts";

/** The `user-agent` that a vendor gets. */
async function received(options: Parameters<typeof createWarung>[0] = {}): Promise<string | undefined> {
  const server = await serve(answerItem);
  await get(createWarung({ baseUrl: server.url, ...options }));
  return server.requests[0]?.headers["user-agent"];
}

const [major] = process.versions.node.split(".");
const shop: AppInfo = { name: "SchoolShop", version: "2.1.0", url: "https://shop.example" };
const transports: readonly (readonly [string, Transport])[] = [
  ["ky", kyTransport()],
  ["fetch", fetchTransport()],
  ["undici", undiciTransport()],
];

describe.each(transports)("over %s, a vendor sees", (_name, transport) => {
  it("Kelaskit and the platform", async () => {
    expect(await received({ transport })).toBe(`kelaskit Node.js/${major}`);
  });

  it("the program, if it says what it is", async () => {
    expect(await received({ transport, appInfo: shop })).toBe(
      `kelaskit Node.js/${major} SchoolShop/2.1.0 (https://shop.example)`,
    );
  });
});

it("a name is enough", async () => {
  expect(await received({ appInfo: { name: "SchoolShop" } })).toBe(`kelaskit Node.js/${major} SchoolShop`);
});

it("a header of the client or the call takes precedence", async () => {
  const headers = { "User-Agent": "mine" };
  expect(await received({ appInfo: shop, headers })).toBe("mine");
  const server = await serve(answerItem);
  await get(createWarung({ baseUrl: server.url, appInfo: shop }), {}, { headers });
  expect(server.requests[0]?.headers["user-agent"]).toBe("mine");
});

describe("in a browser, there is none, as it would need the vendor's permission:", () => {
  it("a bundler leaves the code out", () => {
    expect(ofBrowsers(shop)).toBeUndefined();
  });

  it("elsewhere, the browser is recognized", async () => {
    vi.stubGlobal("navigator", { userAgent: "Mozilla/5.0 (X11; Linux x86_64) Chrome/140" });

    expect(await received({ appInfo: shop, transport: undiciTransport() })).toBeUndefined();
  });
});

describe("an appInfo that cannot be sent is refused when the client is created:", () => {
  it.each<readonly [string, unknown, string]>([
    ["without a name", { version: "1" }, "appInfo.name is missing"],
    ["with an unknown field", { name: "a", site: "b" }, "site"],
    ["that is a text", "SchoolShop", "expected an object"],
    ["with a line break", { name: "a\nb" }, "user-agent in appInfo cannot be sent"],
  ])("%s", (_what, appInfo, words) => {
    const create = () => createWarung({ appInfo: appInfo as AppInfo });
    expect(create).toThrow(ConfigurationError);
    expect(create).toThrow(words);
  });
});
