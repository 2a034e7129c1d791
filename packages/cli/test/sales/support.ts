import { createHmac } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { nodeHandler, scalevSales, type SalesReceiver } from "@kelaskit/enroll/sales";
import { openEnrollments } from "@kelaskit/enroll/service";
import { skilvulOrders } from "@kelaskit/enroll/skilvul";
import { createSkilvulClient } from "@kelaskit/skilvul";
import { createMockSkilvul, type MockSkilvul } from "@kelaskit/skilvul/mock";
import { type Environment, serve, temporaryFolder } from "../support.ts";

export const secret = "whsec_example";

/** Creates a folder that is deleted with the test, with a config folder for the command. */
export async function newFolder(): Promise<{ readonly path: string; readonly env: Environment }> {
  const folder = await temporaryFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const env = {
    SCALEV_WEBHOOK_SECRET: secret,
    KELASKIT_CONFIG_DIR: path.join(folder.path, "config"),
  };
  return { path: folder.path, env };
}

/** Writes lines into a file of events, and returns where it is. */
export async function newFile(lines: readonly string[]): Promise<string> {
  const folder = await newFolder();
  const file = path.join(folder.path, "sales.jsonl");
  await writeFile(file, lines.join("\n"));
  return file;
}

/** An event that is told from others by its id. */
export function eventLine(id: string): string {
  return JSON.stringify({ event: "order.created", unique_id: id, data: {} });
}

/** The signature of a body, by Node's own cryptography. */
export function signatureOf(body: string | Uint8Array): string {
  return createHmac("sha256", secret).update(body).digest("base64");
}

/** What a server received. */
export interface ReceivedRequest {
  readonly body: Buffer;
  readonly headers: IncomingHttpHeaders;
}

/** A server that answers as a test wants. */
export interface RecordingServer {
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
  /** The ids of the events in the order in which they came. */
  ids(): readonly string[];
}

/** How a server answers: a status with headers, or a cut connection. */
export type Reply = { readonly status: number; readonly headers?: Record<string, string> } | "cut";

/** Serves what answers each request, numbered from 1, until the end of the test. */
export async function serveReplies(
  replyTo: (number: number, request: ReceivedRequest) => Reply | Promise<Reply>,
): Promise<RecordingServer> {
  const requests: ReceivedRequest[] = [];
  const answer = async (...[incoming, outgoing]: Parameters<Parameters<typeof serve>[0]>): Promise<void> => {
    const request = { body: await buffer(incoming), headers: incoming.headers };
    requests.push(request);
    const reply = await replyTo(requests.length, request);
    if (reply === "cut") outgoing.destroy();
    else outgoing.writeHead(reply.status, reply.headers).end();
  };
  const server = await serve((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error: unknown) => {
      outgoing.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  });
  onTestFinished(() => server[Symbol.asyncDispose]());
  return {
    url: `${server.origin}/webhooks/scalev?token=hidden-in-the-query`,
    requests,
    ids: () =>
      requests.map(({ body }) => (JSON.parse(String(body)) as { readonly unique_id: string }).unique_id),
  };
}

/** Everything that is listed. */
export async function collect<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** A receiver of sales on loopback that enrolls at a mock of Skilvul. */
export interface ServedReceiver {
  readonly url: string;
  readonly receive: SalesReceiver;
  readonly mock: MockSkilvul;
}

/** Serves the receiver until the end of the test: variant_1 is one product. */
export async function serveReceiver(): Promise<ServedReceiver> {
  const folder = await newFolder();
  const mock = createMockSkilvul();
  const client = createSkilvulClient({ ...mock.credentials, fetch: mock.fetch });
  const enrollments = await openEnrollments({
    target: skilvulOrders(client),
    journal: path.join(folder.path, "enrollments.db"),
  });
  enrollments.start();
  const receive = scalevSales({
    secrets: secret,
    items: { variant_1: { productId: "ckproduct0000000000000001" } },
    enrollments,
    inbox: path.join(folder.path, "sales.db"),
    onProblem: () => undefined,
  });
  const server = await serve(nodeHandler(receive));
  // In the reverse order of what each needs.
  onTestFinished(async () => {
    await server[Symbol.asyncDispose]();
    await receive.close();
    await enrollments.close({ within: 0 });
  });
  return { url: `${server.origin}/webhooks/scalev`, receive, mock };
}
