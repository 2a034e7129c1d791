import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { text } from "node:stream/consumers";

/** How a run of the program ended and what it printed. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const main = path.join(import.meta.dirname, "../src/main.ts");

/** Runs the real program. */
export async function kelaskit(
  words: readonly string[],
  { cwd, input = "" }: { cwd?: string; input?: string } = {},
): Promise<Run> {
  const child = spawn(process.execPath, ["--conditions=kelaskit-source", main, ...words], {
    cwd,
    stdio: "pipe",
  });
  // A program that ends before it reads its input is no fault of the test.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code: child.exitCode, stdout, stderr };
}

/** A web server on loopback that is closed at the end of the block. */
export async function serve(
  listener: RequestListener,
): Promise<AsyncDisposable & { readonly origin: string }> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** A portal's document with three routes: two of ours under other paths, one that is new. */
export const portalDocument = {
  openapi: "3.1.0",
  info: { title: "Academy of mine APIs", version: "1.0.0" },
  servers: [{ url: "https://portal.example" }],
  paths: {
    "/api/courses/{course}/enroll": {
      post: { summary: "Enroll learners", tags: ["Courses"], parameters: [{ in: "path", name: "course" }] },
    },
    "/api/badges/all": {
      get: { summary: "Get badges in a list, with pagination and search", tags: ["Badges"] },
    },
    "/api/health": { get: { summary: "Health", tags: ["Monitoring"] } },
  },
};

/** What the import of this document gives. */
export const portalRoutes = {
  "badges.list": "GET /badges/all",
  "courses.enroll": "POST /courses/{id}/enroll",
};
