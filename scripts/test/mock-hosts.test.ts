import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createMockAcademyOfMine } from "@kelaskit/academy-of-mine/mock";
import { createMockMitrabunso } from "@kelaskit/mitrabunso/mock";
import { createMockScalev } from "@kelaskit/scalev/mock";
import { createMockSkilvul } from "@kelaskit/skilvul/mock";
import { createMockToolzz } from "@kelaskit/toolzz/mock";
import { http } from "msw";
import { setupServer } from "msw/node";
import { describe, expect, it, onTestFinished, vi } from "vitest";

const mocks = [
  ["Academy of Mine", createMockAcademyOfMine],
  ["Mitrabunso", createMockMitrabunso],
  ["Scalev", createMockScalev],
  ["Skilvul", createMockSkilvul],
  ["Toolzz", createMockToolzz],
] as const;

/** A host on the network; lists the requests that reached it. */
async function startHost() {
  const arrived: string[] = [];
  const host = createServer((incoming, outgoing) => {
    arrived.push(`${String(incoming.method)} ${String(incoming.url)}`);
    outgoing.end();
  });
  host.listen(0, "127.0.0.1");
  await once(host, "listening");
  onTestFinished(() => {
    host.close();
    host.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(host.address() as AddressInfo).port}`, arrived };
}

describe.each(mocks)("the mock of %s in msw", (_, createMock) => {
  it("lets msw refuse requests to another host, which never arrive", async () => {
    const host = await startHost();
    const printed = vi.spyOn(console, "error").mockReturnValue(undefined);
    const mock = createMock();
    const server = setupServer(...mock.handlers(http));
    server.listen({ onUnhandledFrame: "error" });
    onTestFinished(() => {
      server.close();
    });

    // Its own path at another host, too.
    for (const url of [`${host.url}/charge`, host.url + new URL(mock.baseUrl).pathname]) {
      await expect(fetch(url, { method: "POST", body: "{}" })).rejects.toThrow(TypeError);
    }

    expect(host.arrived).toEqual([]);
    expect(printed).toHaveBeenCalledTimes(2);
    expect((await fetch(`${mock.baseUrl}/no-such-route`, { method: "POST" })).status).toBe(404);
  });
});
