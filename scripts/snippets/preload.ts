// Loaded before a TypeScript block that runs: the vendors' mocks answer at the vendors' real addresses.
import { http } from "msw";
import { setupServer } from "msw/node";
import { parseVendor } from "../../packages/cli/src/vendors/names.ts";
import { vendors } from "../../packages/cli/src/vendors/table.ts";
import { isLoopback, refuse } from "./guard.ts";

// The vendors that the document names: loading them all would take longer than most blocks.
const named = (process.env["KELASKIT_SNIPPETS_MOCKS"] ?? "").split(",").filter((name) => name !== "");
const mocks = await Promise.all(named.map(async (name) => vendors[parseVendor(name)].createMock()));
const server = setupServer(...mocks.flatMap((mock) => mock.server.handlers(http)));
server.listen({
  onUnhandledFrame({ frame }) {
    const { request } = frame.data as { readonly request?: Request };
    const host = request === undefined ? "another host" : new URL(request.url).hostname;
    // What a block serves itself, with `serve` for example.
    if (!isLoopback(host)) refuse(host);
  },
});
