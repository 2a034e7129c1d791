// The three ways to use a mock, with the project's own msw.
import assert from "node:assert/strict";
import { serve } from "@kelaskit/core/testing/node";
import { createSkilvul } from "@kelaskit/skilvul";
import { createMockSkilvul } from "@kelaskit/skilvul/mock";
import { http } from "msw";
import { setupServer } from "msw/node";

const mock = createMockSkilvul();

const inMemory = createSkilvul({ ...mock.credentials, fetch: mock.fetch });
assert.equal((await inMemory.products.count()).count, 35);

const served = await serve(mock);
const overHttp = createSkilvul({ ...mock.credentials, baseUrl: served.url });
assert.equal((await overHttp.products.count()).count, 35);
await served.close();

const server = setupServer(...mock.handlers(http));
// msw 2 has only the first of the two options, msw 3 only the second.
server.listen({ onUnhandledRequest: "error", onUnhandledFrame: "error" });
const intercepted = createSkilvul(mock.credentials);
assert.equal((await intercepted.products.count()).count, 35);
server.close();
