import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { serve } from "@kelaskit/core/testing/node";
import { orders } from "@kelaskit/skilvul";
import { createMockSkilvul } from "@kelaskit/skilvul/mock";

/** What the mock observed of the order whose reply it lost. */
export interface SeenOrder {
  readonly requests: number;
  /**
   * The connection of the first request: one that carried requests before, or a new one while such a connection was open.
   * A lost reply on the only connection proves nothing, because platforms do not repeat a request then.
   */
  readonly connection: "reused" | "its own" | "the only one" | undefined;
}

export interface WatchedMock {
  readonly url: string;
  seenOrder(): SeenOrder;
  close(): Promise<void>;
}

interface StartedRequest {
  readonly request: IncomingMessage;
  readonly socket: Socket;
}

/** Serves a mock of Skilvul that loses the reply of the first order, and observes the connections of its requests. */
export async function watchMock(): Promise<WatchedMock> {
  const mock = createMockSkilvul();
  const order = "orders.create";
  const { path } = orders.create.declaration;
  mock.fail(order, { lost: "reply" });
  // Web pages call it too.
  const served = await serve(mock, { cors: true });
  const port = Number(new URL(served.url).port);

  const usedSockets = new Set<Socket>();
  let connection: SeenOrder["connection"];
  const onRequest = (message: unknown): void => {
    // Node documents this shape for node:diagnostics_channel.
    const { request, socket } = message as StartedRequest;
    if (socket.localPort !== port) return;
    if (request.method === "POST" && request.url === path) {
      if (usedSockets.has(socket)) connection ??= "reused";
      else connection ??= usedSockets.size > 0 ? "its own" : "the only one";
    }
    if (usedSockets.has(socket)) return;
    usedSockets.add(socket);
    socket.once("close", () => {
      usedSockets.delete(socket);
    });
  };
  subscribe("http.server.request.start", onRequest);
  return {
    url: served.url,
    seenOrder: () => ({
      requests: mock.requests.filter(({ operation }) => operation === order).length,
      connection,
    }),
    async close() {
      unsubscribe("http.server.request.start", onRequest);
      await served.close();
    },
  };
}
