// A vendor at the level of bytes: it keeps connections open, answers reads, and loses its replies to writes.
import { createServer, type AddressInfo, type Socket } from "node:net";

/** How a reply gets lost: the connection ends as a server ends it that restarts, or is torn. */
export type Loss = "closed" | "reset";

/** The running vendor. */
export interface WireServer {
  readonly origin: string;
  /** The bodies of all writes that have arrived whole. */
  readonly writes: readonly string[];
  close(): void;
}

/** One message, once its bytes are all there. */
function readMessage(text: string): { readonly start: string; readonly body: string } | undefined {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const head = text.slice(0, end);
  const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
  const body = text.slice(end + 4);
  return body.length < length ? undefined : { start: head.split(" ", 2).join(" "), body };
}

function reply(socket: Socket, body: string): void {
  const type = body.startsWith("<") ? "text/html" : "application/json";
  socket.write(
    `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ncontent-length: ${body.length}\r\nconnection: keep-alive\r\n\r\n${body}`,
  );
}

/** Starts the vendor. The body of a write names, in ASCII, the loss to simulate. */
export async function startWireServer(): Promise<WireServer> {
  const writes: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let text = "";
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
      const message = readMessage(text);
      if (message === undefined) return;
      text = "";
      if (message.start.startsWith("GET ")) {
        reply(
          socket,
          message.start === "GET /products" ? '{"products":[{"id":"1"}],"total":1}' : "<!doctype html>",
        );
        return;
      }
      writes.push(message.body);
      if (message.body.includes("reset" satisfies Loss)) socket.resetAndDestroy();
      else socket.end();
    });
  });
  const listening = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", listening.resolve);
  await listening.promise;
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    writes,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
