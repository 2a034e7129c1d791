import ky from "ky";
import { Agent as OlderAgent } from "undici-7";
import { Agent } from "undici";
import { afterAll, beforeAll, describe, it } from "vitest";
import { fetchTransport } from "../../src/transport/fetch.ts";
import { kyTransport } from "../../src/transport/ky.ts";
import { undiciTransport } from "../../src/transport/undici.node.ts";
import { contract } from "./support/contract.ts";
import { type ContractServer, startContractServer } from "./support/contract-server.ts";

let server: ContractServer;
const older = new OlderAgent();
const http2 = new Agent({ allowH2: true });

beforeAll(async () => {
  server = await startContractServer();
});

afterAll(async () => {
  await Promise.all([server.close(), older.destroy(), http2.destroy()]);
});

const transports = {
  "ky's transport": kyTransport(),
  "the transport of a user's ky": kyTransport({ instance: ky }),
  "the transport of a user's ky with a fetch beside it": kyTransport({ instance: ky, fetch }),
  "fetch's transport": fetchTransport(),
  "undici's transport": undiciTransport(),
  "undici's transport with a dispatcher of undici 7": undiciTransport({
    // A program has one undici and its types; the test has two.
    dispatcher: older as unknown as Agent,
  }),
  "undici's transport with HTTP/2 allowed": undiciTransport({ dispatcher: http2 }),
};

const cases = Object.values(contract).flatMap((group) => Object.entries(group));

describe.each(Object.entries(transports))("%s", (_name, transport) => {
  it.each(cases)("%s", (_title, run) => run({ transport, target: server.target, runtime: "node" }));
});
