import { fileURLToPath } from "node:url";
import { serve } from "@kelaskit/core/testing/node";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { expect, inject, it, onTestFinished } from "vitest";
import { createMockScalev } from "../src/mock/index.ts";
import { operationsOf } from "./helpers.ts";

/** Where Chromium is; the test set-up looks for it. */
const executablePath = inject("chromium");

it.skipIf(executablePath === "")(
  "in Chromium, a renewal whose reply is lost is sent twice and requires a login",
  async () => {
    const { outputFiles } = await build({
      entryPoints: [fileURLToPath(new URL("lost-refresh-page.ts", import.meta.url))],
      bundle: true,
      format: "esm",
      platform: "browser",
      conditions: ["kelaskit-source"],
      write: false,
    });
    const mock = createMockScalev();
    const served = await serve(mock);
    onTestFinished(() => served.close());
    const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
    onTestFinished(() => browser.close());
    const page = await browser.newPage();
    // The mock has no page there; an empty one of its origin will do.
    await page.goto(served.url);
    await page.addScriptTag({ content: outputFiles[0]?.text ?? "", type: "module" });
    await page.waitForFunction("typeof run === 'function'");
    mock.fail("auth.refresh", { lost: "reply" });

    const endings = await page.evaluate(
      `run(${JSON.stringify(served.url)}, ${JSON.stringify(mock.logIn())})`,
    );

    expect(endings).toEqual(["login required", "login required", "login required"]);
    const refreshes = operationsOf(mock).filter((operation) => operation === "auth.refresh");
    expect([refreshes.length, mock.doubleSpends]).toEqual([2, 1]);
  },
);
