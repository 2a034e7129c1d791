import { failureOf } from "@kelaskit/test-support/failure";
import { ConfigurationError } from "@kelaskit/core";
import { serve } from "@kelaskit/core/testing/node";
import { http } from "msw";
import { setupServer } from "msw/node";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createToolzz, type ToolzzOptions } from "../src/index.ts";
import { createMockToolzz } from "../src/mock/index.ts";
import { setUp } from "./helpers.ts";

const cleanUps: (() => void | Promise<void>)[] = [];

beforeEach(() => {
  vi.stubEnv("TOOLZZ_INSTITUTION_URL", "");
});

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

/** A client with the vendor's own addresses, and the origins that it sends requests to. */
function setUpOrigins(options: ToolzzOptions = {}) {
  const mock = createMockToolzz();
  const origins: string[] = [];
  const toolzz = createToolzz({
    ...mock.credentials,
    logger: false,
    fetch(input, init) {
      origins.push(new URL(new Request(input, init).url).origin);
      return mock.fetch(input, init);
    },
    ...options,
  });
  return { mock, origins, toolzz };
}

it("the library is asked at its own address, with the token of the login", async () => {
  const { mock, origins, toolzz } = setUpOrigins();
  await toolzz.library.list();
  expect(origins).toEqual(["https://kong.api.toolzz.com.br", "https://lxp.prod.api.toolzz.media"]);
  await toolzz.plans.list();
  const [, library, plans] = mock.requests;
  expect(library?.headers.get("authorization")).toBe(plans?.headers.get("authorization"));
});

it("with a baseUrl, nothing is sent anywhere else", async () => {
  const { mock, toolzz } = setUp({}, { baseUrl: "https://proxy.example.com" });
  await toolzz.library.list();
  await toolzz.reports.listMembers();
  await toolzz.reports.listNotEnrolled();
  expect(mock.requests).toHaveLength(4);
});

describe("the institution's own domain", () => {
  it("is an option", async () => {
    const { mock, origins, toolzz } = setUpOrigins({ servers: { institution: "https://lms.example.com/" } });
    await toolzz.reports.listMembers();
    expect(origins.at(-1)).toBe("https://lms.example.com");
    expect(mock.servers.institution).toBe("https://lms.example.com");
  });

  it("is an environment variable, read at the first request", async () => {
    const { origins, toolzz } = setUpOrigins();
    vi.stubEnv("TOOLZZ_INSTITUTION_URL", "https://lms.example.com");
    await toolzz.reports.listNotEnrolled();
    expect(origins.at(-1)).toBe("https://lms.example.com");
  });

  it("is missed only by the operations that need it, before anything is sent", async () => {
    const { origins, toolzz } = setUpOrigins();
    const error = await failureOf(toolzz.reports.listMembers());
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toHaveProperty("code", "missing-option");
    for (const name of ['servers: { institution: "https://', "TOOLZZ_INSTITUTION_URL"]) {
      expect(error).toHaveProperty("message", expect.stringContaining(name));
    }
    expect(origins).toEqual([]);
    expect((await toolzz.reports.listProgress()).data.current_page).toBe(1);
  });

  it.for([
    "lms.example.com",
    "ftp://lms.example.com",
    "https://someone:hunter2@lms.example.com",
    "https://lms.example.com/?key=hunter2",
    "https://lms.example.com/#hunter2",
  ])("that cannot be used is blamed on its variable, without showing it: %s", async (url) => {
    const { origins, toolzz } = setUpOrigins();
    vi.stubEnv("TOOLZZ_INSTITUTION_URL", url);
    const error = await failureOf(toolzz.reports.listMembers(), ConfigurationError);
    expect(error.message).toMatch(/^TOOLZZ_INSTITUTION_URL is not a usable URL: /);
    expect(error.message).not.toContain("hunter2");
    expect(origins).toEqual([]);
  });

  it.for([
    [{ institution: "lms.example.com" }, "The servers.institution of the toolzz client is not a URL"],
    [{ institution: "http://lms.example.com" }, "The servers.institution of the toolzz client is plain http"],
    [{ libary: "https://lxp.example.com" }, "did you mean library?"],
  ] as const)("%j is refused when the client is created", ([servers, message]) => {
    expect(() => createToolzz({ servers } as ToolzzOptions)).toThrow(message);
  });
});

describe("the mock", () => {
  it("answers all servers through msw", async () => {
    const mock = createMockToolzz({ servers: { institution: "https://academy.example.com" } });
    const server = setupServer(...mock.handlers(http));
    server.listen({ onUnhandledFrame: "error" });
    cleanUps.push(() => {
      server.close();
    });
    const toolzz = createToolzz({ ...mock.credentials, servers: mock.servers, logger: false });
    expect((await toolzz.library.list()).total).toBe(12);
    expect((await toolzz.reports.listMembers()).data.total).toBe(22);
  });

  it("answers all servers at one address over HTTP", async () => {
    const mock = createMockToolzz();
    const served = await serve(mock);
    cleanUps.push(() => served.close());
    const toolzz = createToolzz({ ...mock.credentials, baseUrl: served.url, logger: false });
    expect((await toolzz.library.list()).total).toBe(12);
    expect((await toolzz.reports.listNotEnrolled()).meta.total).toBe(1);
  });

  it("refuses an unknown server", () => {
    expect(() => createMockToolzz({ servers: { shop: "https://shop.example.com" } as object })).toThrow(
      'createMockToolzz: servers: "shop" is unknown.',
    );
  });

  it("resets the library", async () => {
    const { mock, toolzz } = setUp();
    await toolzz.library.delete({ id: 1002 });
    mock.reset();
    expect(mock.store.library.size).toBe(12);
  });
});
