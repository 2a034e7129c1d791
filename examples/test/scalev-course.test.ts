import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { serve } from "@kelaskit/core/testing/node";
import { createMockScalev, type MockScalev, mockUuid } from "@kelaskit/scalev/mock";
import { type Browser, chromium, type Page } from "playwright-core";
import { build, preview } from "vite";
import { afterAll, beforeAll, expect, inject, it, onTestFinished } from "vitest";

/** Where Chromium is; the test set-up looks for it. */
const executablePath = inject("chromium");
const pageTest = it.skipIf(executablePath === "");
let browser: Browser;
let pageUrl: string;
/** The mock of the running test. One server and one build of the page serve them all. */
let mock: MockScalev;
const cleanUps: (() => unknown)[] = [];

/** Builds the page for mocks that are served over HTTP, as its readers would, and serves it. */
async function servePage(): Promise<string> {
  const { baseUrl, credentials } = createMockScalev();
  const served = await serve({ baseUrl, answer: (request) => mock.answer(request) }, { cors: true });
  cleanUps.push(() => served.close());
  const outDir = await mkdtemp(path.join(tmpdir(), "scalev-course-"));
  cleanUps.push(() => rm(outDir, { recursive: true }));
  const config = {
    configFile: path.join(import.meta.dirname, "../scalev-course/vite.config.ts"),
    logLevel: "warn",
    build: { outDir, emptyOutDir: true },
    define: {
      "import.meta.env.VITE_SCALEV_BASE_URL": JSON.stringify(served.url),
      "import.meta.env.VITE_SCALEV_STORE_ID": JSON.stringify(credentials.storeId),
      "import.meta.env.VITE_SCALEV_STOREFRONT_KEY": JSON.stringify(credentials.storefrontKey),
    },
  } as const;
  await build(config);
  const server = await preview({ ...config, preview: { port: 0, host: "127.0.0.1" } });
  cleanUps.push(() => server.close());
  return server.resolvedUrls?.local[0] ?? "";
}

beforeAll(async () => {
  if (executablePath === "") return;
  browser = await chromium.launch({
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
  pageUrl = await servePage();
});

afterAll(async () => {
  for (const cleanUp of cleanUps.toReversed()) await cleanUp();
});

/** Opens the page in Chromium, in a context of its own, with a vendor of its own. */
async function openPage(vendor: MockScalev): Promise<Page> {
  mock = vendor;
  const page = await browser.newPage({ viewport: { width: 900, height: 1000 } });
  onTestFinished(() => page.close());
  await page.goto(pageUrl);
  return page;
}

async function logIn(page: Page, email = "learner@example.com", password = "demo-password"): Promise<void> {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Continue" }).click();
}

pageTest("a customer logs in, sees their courses with the progress, and gets a lesson done", async () => {
  const page = await openPage(createMockScalev());
  await logIn(page);
  await page.getByRole("main").getByText("That is all: 2 courses.").waitFor();
  expect(await page.getByRole("heading", { level: 2 }).allTextContents()).toEqual([
    "Kelas Dasar: Fotografi Ponsel",
    "Kelas Dasar: Menulis Cerita",
  ]);
  const course = page.getByRole("article").filter({ hasText: "Menulis Cerita" });
  expect(await course.getByText("1 of 4 lessons done").isVisible()).toBe(true);
  expect(await course.getByLabel("Progress in Kelas Dasar: Menulis Cerita").getAttribute("value")).toBe("35");

  await course.getByRole("button", { name: "Mark as done: Mengenal tokoh" }).click();
  await course.getByText("2 of 4 lessons done").waitFor();
  expect(await course.getByLabel("Progress in Kelas Dasar: Menulis Cerita").getAttribute("value")).toBe("50");
  expect(await page.getByRole("status").textContent()).toBe("Mengenal tokoh is done.");
  expect(mock.requests.at(-1)?.params).toMatchObject({
    contentUuid: mockUuid("content", 102),
    progress: 100,
  });
  const screenshot = process.env["SCALEV_COURSE_SCREENSHOT"];
  if (screenshot !== undefined) await page.screenshot({ path: screenshot, fullPage: true });

  await page.getByRole("button", { name: "Log out" }).click();
  await page.getByText("Log in to see your courses").waitFor();
  expect(mock.requests.at(-1)?.operation).toBe("auth.revoke");
});

pageTest("asks for a code if the store requires one, and reports a wrong password or code", async () => {
  const page = await openPage(createMockScalev());
  await logIn(page, "otp@example.com", "wrong");
  await page.getByRole("alert").getByText("These details are not correct.").waitFor();
  await logIn(page, "otp@example.com");
  await page.getByLabel("Code").fill("000000");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("alert").getByText("These details are not correct.").waitFor();
  await page.getByLabel("Code").fill("123456");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("main").getByText("Your orders contain no courses yet.").waitFor();
});

pageTest("HTML in a lesson is shown as its words and never becomes part of the page", async () => {
  const variantUuid = mockUuid("variant", 1);
  const text = `<img src="x" onerror="document.title = 'taken over'"><b id="bold">Halo</b><script>alert(1)</script>`;
  const content = { uuid: mockUuid("content", 1), title: "<i>Judul</i>", text, is_shown: true };
  const courses = {
    [variantUuid]: { fullname: "Kursus", course_sections: [{ title: "Satu", course_contents: [content] }] },
  };
  const page = await openPage(createMockScalev({ seed: { courses } }));
  await logIn(page);
  await page.getByRole("main").getByText("That is all: 1 course.").waitFor();
  expect(await page.getByText("Halo").isVisible()).toBe(true);
  expect(await page.getByText("<i>Judul</i>").isVisible()).toBe(true);
  expect(await page.locator("main").locator("img, b, i, script").count()).toBe(0);
  expect(await page.title()).toBe("My courses");
});

pageTest("when a login ends in the middle, the page asks for another", async () => {
  const page = await openPage(createMockScalev());
  mock.fail("orders.list", { status: 401 });
  mock.fail("auth.refresh", { status: 401 });
  await logIn(page);
  await page.getByText("Your session has ended").waitFor();
  await logIn(page);
  await page.getByRole("main").getByText("That is all: 2 courses.").waitFor();
});
