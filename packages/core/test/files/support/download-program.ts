import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { download } from "../../../src/node.ts";
import { createWarung } from "../../support/client.ts";

// Downloads a file of so many MiB from a server in the same process, and prints its size and the memory that was in use at most.
const [path = "", mebibytes = "0"] = process.argv.slice(2);
const mebibyte = Buffer.alloc(2 ** 20, "x");
const size = Number(mebibytes) * mebibyte.length;

const server = createServer((_request, response) => {
  response.writeHead(200, { "content-type": "application/zip", "content-length": String(size) });
  let left = Number(mebibytes);
  const send = (): void => {
    while (left > 0) {
      left -= 1;
      if (!response.write(mebibyte)) {
        response.once("drain", send);
        return;
      }
    }
    response.end();
  };
  send();
});
await new Promise<void>((resolve) => {
  server.listen(0, "127.0.0.1", resolve);
});
const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

let most = 0;
const { bytes } = await download(createWarung({ baseUrl }).request("GET", "/export.zip"), path, {
  onProgress: () => {
    const { rss } = process.memoryUsage();
    most = Math.max(most, rss);
  },
});
server.close();
console.log(JSON.stringify({ bytes, most }));
