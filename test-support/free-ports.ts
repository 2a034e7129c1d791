// Ports of this machine that nobody uses.
import { once } from "node:events";
import { createServer, type Server } from "node:net";

/**
 * From where ports are taken: below those that the system gives to connections, so that none of them takes a port between two
 * programs that are to have it one after another.
 */
const first = 12_000;
const count = 20_000;

/** Listens at a port that nobody uses. */
async function listen(): Promise<{ readonly port: number; readonly server: Server }> {
  for (;;) {
    const port = first + Math.floor(Math.random() * count);
    const server = createServer().listen(port, "127.0.0.1");
    try {
      await once(server, "listening");
      return { port, server };
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) throw error;
    }
  }
}

/** Finds a number of free loopback ports. Another program may take one before it is used. */
export async function freePorts(wanted: number): Promise<readonly number[]> {
  const taken = await Promise.all(Array.from({ length: wanted }, listen));
  for (const { server } of taken) {
    server.close();
    await once(server, "close");
  }
  return taken.map(({ port }) => port);
}

/** Finds a free loopback port. */
export async function freePort(): Promise<number> {
  const [port = 0] = await freePorts(1);
  return port;
}
