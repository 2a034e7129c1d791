import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { get, createWarung } from "../support/client.ts";

const dispatchers = [1, 2].map((generation) => Symbol.for(`undici.globalDispatcher.${generation}`));
// Node keeps it under a symbol that has no type.
const platform = globalThis as unknown as Record<symbol, unknown>;
let kept: readonly unknown[] = [];

beforeEach(() => {
  kept = dispatchers.map((symbol) => platform[symbol]);
});

afterEach(() => {
  for (const [index, symbol] of dispatchers.entries()) platform[symbol] = kept[index];
});

/** The dispatcher that a request is given to fetch with. */
async function dispatcherOfARequest(): Promise<unknown> {
  let given: unknown;
  vi.stubGlobal("fetch", async (_url: string, init: RequestInit & { readonly dispatcher?: unknown }) => {
    given = init.dispatcher;
    return Response.json({ id: 1 });
  });
  await get(createWarung());
  return given;
}

it("gives fetch a patient dispatcher where the process's can be seen", async () => {
  expect(await dispatcherOfARequest()).toBeDefined();
});

it("gives fetch none in a context of node:vm, as Jest's, where it cannot be seen", async () => {
  for (const symbol of dispatchers) platform[symbol] = undefined;
  expect(await dispatcherOfARequest()).toBeUndefined();
});
