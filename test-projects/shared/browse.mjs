// Serves a folder to headless Chromium, opens its page, and prints the page's result: `node browse.mjs FOLDER`.
// A folder without index.html has a page.js.
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { chromium } from "playwright-core";

const folder = process.argv[2];
const types = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript" };

async function read(pathname) {
  const file = pathname === "/" ? "index.html" : pathname.slice(1);
  try {
    return [await readFile(path.join(folder, file)), types[path.extname(file)]];
  } catch (error) {
    if (file !== "index.html" || error.code !== "ENOENT") throw error;
    return ['<!doctype html><script type="module" src="/page.js"></script>', types[".html"]];
  }
}

const server = createServer(({ url }, response) => {
  read(new URL(url, "http://localhost").pathname).then(
    ([body, type]) => response.setHeader("content-type", type ?? "application/octet-stream").end(body),
    () => response.writeHead(404).end(),
  );
}).listen(0, "127.0.0.1");
await once(server, "listening");

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
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
try {
  const page = await browser.newPage();
  const finished = new Promise((resolve, reject) => {
    page.on("console", (message) => {
      console.log(message.text());
      if (message.text().startsWith("RESULT ")) resolve();
    });
    page.on("pageerror", reject);
  });
  const address = new URL(`http://127.0.0.1:${server.address().port}/`);
  address.searchParams.set("mock", process.env.KELASKIT_MOCK_URL);
  await page.goto(address.href);
  await finished;
} finally {
  await browser.close();
  server.close();
}
