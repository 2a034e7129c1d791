// The other process of the throughput benchmark: answers every request with the same small reply.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { chargeText } from "./sample.ts";

const server = createServer((_, outgoing) => {
  outgoing.writeHead(200, { "content-type": "application/json" });
  outgoing.end(chargeText);
});
server.listen(0, "127.0.0.1", () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.on("disconnect", () => {
  process.exit();
});
