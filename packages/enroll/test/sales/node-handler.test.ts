import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { fileURLToPath } from "node:url";
import { mockSale, mockWebhook } from "@kelaskit/scalev/mock";
import { describe, expect, it, onTestFinished } from "vitest";
import { nodeHandler } from "../../src/sales/node.ts";
import type { Framework, FrameworkMessage } from "./support/framework-process.ts";
import { keyOf } from "./support/school.ts";
import { newInbox, openShop, secret, type Shop } from "./support/shop.ts";

const email = "ann@example.com";

/** Sends the webhooks of a sale to a server, and returns the answers' statuses. */
async function sellTo(url: string): Promise<ReadonlySet<number>> {
  const statuses = new Set<number>();
  for await (const request of mockSale({ secret, email, url })) statuses.add((await fetch(request)).status);
  return statuses;
}

async function nextMessage(child: ChildProcess): Promise<FrameworkMessage> {
  const [message] = (await once(child, "message")) as [FrameworkMessage];
  return message;
}

/** Sells to a server of a framework. */
async function sellToFramework(framework: Framework) {
  const program = fileURLToPath(new URL("support/framework-process.ts", import.meta.url));
  const child = fork(program, [framework, newInbox()], { execArgv: ["--conditions=kelaskit-source"] });
  onTestFinished(() => {
    child.disconnect();
  });
  const started = await nextMessage(child);
  if (!("url" in started)) throw new Error("The server did not say where it is.");
  const statuses = await sellTo(started.url);
  child.send("report");
  const report = await nextMessage(child);
  if (!("sent" in report)) throw new Error("The server did not say what it sent.");
  return { statuses, ...report };
}

async function listen({ receive }: Shop): Promise<string> {
  const server = createServer(nodeHandler(receive)).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/scalev`;
}

describe("a receiver as a handler", () => {
  it("of node:http", async () => {
    const shop = openShop();
    expect(await sellTo(await listen(shop))).toEqual(new Set([204]));
    await shop.receive.settled();
    expect(shop.enrollments.sent).toEqual([keyOf(email, "writing")]);
  });

  it.for<[Framework]>([
    ["express, before its body parser"],
    ["express, with raw bodies"],
    ["fastify, without its body parsers"],
  ])("of %s", async ([framework]) => {
    const { statuses, sent, problems } = await sellToFramework(framework);
    expect(statuses).toEqual(new Set([204]));
    expect(sent).toEqual([keyOf(email, "writing")]);
    expect(problems).toEqual([]);
  });

  it.for<[Framework]>([["express, after its body parser"], ["fastify, with its body parsers"]])(
    "of %s answers 500, and the operator is told what to do",
    async ([framework]) => {
      const { statuses, sent, problems } = await sellToFramework(framework);
      expect(statuses).toEqual(new Set([500]));
      expect(sent).toEqual([]);
      expect(problems[0]).toContain("Turn off the body parser of this route");
    },
  );
});

describe("a request", () => {
  it("with too large a body is answered with 413 before all of it is read", async () => {
    const url = new URL(await listen(openShop({ maxBytes: 1000 })));
    const socket = connect(Number(url.port), url.hostname);
    onTestFinished(() => {
      socket.destroy();
    });
    const head = `POST ${url.pathname} HTTP/1.1\r\nHost: shop\r\nContent-Length: 100000000\r\n\r\n`;
    socket.write(`${head}${"a".repeat(5000)}`);
    const [answer] = (await once(socket, "data")) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1.1 413 /);
  });

  it("that is cut off stores nothing, and the next one is received", async () => {
    const shop = openShop();
    const url = new URL(await listen(shop));
    const socket = connect(Number(url.port), url.hostname);
    const head = `POST ${url.pathname} HTTP/1.1\r\nHost: shop\r\nContent-Length: 1000\r\n\r\n{"event":`;
    await new Promise<void>((resolve) => {
      socket.write(head, () => {
        resolve();
      });
    });
    socket.destroy();
    const request = await mockWebhook("order.created", { secret, url: url.href });
    expect((await fetch(request)).status).toBe(204);
    expect(await Array.fromAsync(shop.receive.events())).toHaveLength(1);
  });
});
