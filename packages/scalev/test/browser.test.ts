import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { serve } from "@kelaskit/core/testing/node";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { afterEach, expect, inject, it } from "vitest";
import { createMockScalev, signWebhook } from "../src/mock/index.ts";

/** Where Chromium is; the test set-up looks for it. */
const executablePath = inject("chromium");
const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

/** The page with the client in it, bundled as a browser would get it. */
async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("browser-page.ts", import.meta.url))],
    bundle: true,
    format: "esm",
    // Stops the build where the package needs a Node API.
    platform: "browser",
    conditions: ["kelaskit-source"],
    write: false,
  });
  return outputFiles[0]?.text ?? "";
}

async function servePage(script: string): Promise<string> {
  const server = createServer((_request, response) => {
    response.setHeader("content-type", "text/html");
    // A strict policy, too: nothing in the client needs more.
    response.setHeader("content-security-policy", "script-src 'nonce-page'");
    response.end(`<!doctype html><title>Test</title><script type="module" nonce="page">${script}</script>`);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  cleanUps.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it.skipIf(executablePath === "")(
  "in Chromium: login, renewal, courses, progress, webhook, logout, from another origin",
  async () => {
    const mock = createMockScalev();
    const served = await serve(mock, { cors: true });
    cleanUps.push(() => served.close());
    const url = await servePage(await bundle());
    const browser = await chromium.launch({
      executablePath,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
    cleanUps.push(() => browser.close());
    const page = await browser.newPage();
    // A cookie of the mock's host, which must stay where it is.
    await page.context().addCookies([{ name: "session", value: "of-another-program", url: served.url }]);
    await page.goto(url);
    await page.waitForFunction("typeof run === 'function'");
    const signature = await signWebhook('{"event":"course.finished"}', "secret");
    expect(await page.evaluate(`run(${JSON.stringify(served.url)}, ${JSON.stringify(signature)})`)).toEqual({
      refused: true,
      courses: ["Kelas Dasar: Fotografi Ponsel", "Kelas Dasar: Menulis Cerita"],
      progress: 100,
      event: "course.finished",
    });
    expect([mock.refreshes, mock.doubleSpends]).toEqual([1, 0]);
    expect(
      mock.requests.map(({ headers }) => headers.get("cookie")).filter((cookie) => cookie !== null),
    ).toEqual([]);
  },
);
