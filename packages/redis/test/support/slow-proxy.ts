// A proxy that delays every chunk between client and Redis in both directions and keeps their order.
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A running proxy. */
export interface SlowProxy {
  readonly port: number;
  close(): Promise<void>;
}

function carry(from: Socket, to: Socket, delay: number): void {
  from.on("data", (part: Buffer) => {
    setTimeout(() => {
      if (to.writable) to.write(part);
    }, delay);
  });
  for (const end of ["error", "close"]) from.on(end, () => void to.destroy());
}

/** Starts a loopback proxy to a socket, with a delay in milliseconds for each direction. */
export async function startSlowProxy(path: string, delay: number): Promise<SlowProxy> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const redis = connect(path);
    for (const socket of [client, redis]) sockets.add(socket);
    carry(client, redis, delay);
    carry(redis, client, delay);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    port,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
