// Creates calls on a platform whose garbage collector can be run, and prints the warnings. Run with the path of core's entries
// and the ways in which to call; each has a client whose vendor is named after its place: way-0, way-1.
import * as z from "zod";

const [entry = "", ...chosen] = (
  globalThis as unknown as { readonly process: NodeJS.Process }
).process.argv.slice(2);

type Client = import("../../src/index.ts").Client;

const { createClient, offsetPager, operation, pagedOperation } = (await import(
  `${entry}/vendor.ts`
)) as typeof import("../../src/vendor.ts");

const { download } = (await import(`${entry}/node.ts`)) as typeof import("../../src/node.ts");

const declaration = { method: "GET", path: "/items", evidence: "documented", response: z.unknown } as const;
const get = operation<object, unknown>({ ...declaration, name: "items.get" });
const list = pagedOperation<object, { readonly items: readonly unknown[] }, unknown>({
  ...declaration,
  response: () => z.looseObject({ items: z.array(z.unknown()) }),
  name: "items.list",
  pager: offsetPager({ items: "items", total: "total", limit: "limit", offset: "offset", pageSize: 2 }),
});
interface Collecting {
  readonly gc?: () => void;
  readonly Bun?: { gc(isSync: boolean): void };
}

function collect(): void {
  const { gc, Bun } = globalThis as Collecting;
  if (Bun === undefined) gc?.();
  else Bun.gc(true);
}

/** A turn of the platform, in which callbacks of registries run. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 5);
  });
}

const ways: Readonly<Record<string, (client: Client) => unknown>> = {
  "a call": (client) => void get(client),
  "a call, twice": (client) => {
    void get(client);
    void get(client);
  },
  "a list": (client) => void list(client),
  "an iterator": (client) => void list(client)[Symbol.asyncIterator](),
  pages: (client) => void list(client).pages(),
  "a request": (client) => void client.request("GET", "/x"),
  "an awaited call": async (client) => get(client),
  "a call awaited later": async (client) => {
    const call = get(client);
    await turn();
    collect();
    await call;
  },
  "a call in Promise.all": (client) => Promise.all([get(client), get(client)]),
  "a call with its response": (client) => get(client).withResponse(),
  "a call that starts in a queue": async (client) => {
    const queue = [() => get(client)];
    await turn();
    await queue.pop()?.();
  },
  "a walked list": async (client) => {
    for await (const item of list(client)) console.log(item);
  },
  "walked pages": async (client) => {
    for await (const page of list(client).pages()) if (page.items.length > 0) console.log(page);
  },
  "an array": (client) => list(client).toArray({ limit: 2 }),
  "an array of nothing": (client) => list(client).toArray({ limit: 0 }),
  "a download that is refused": async (client) => {
    await download(get(client), "missing/folder/file.pdf").catch(() => undefined);
  },
};

for (const [index, how] of chosen.entries()) {
  const way = ways[how];
  if (way === undefined) throw new Error(`There is no way "${how}".`);
  // In a function of its own, so that nothing on the stack holds the call.
  await (async () =>
    way(
      createClient(
        { vendor: `way-${index}`, baseUrl: "https://api.warung.example" },
        { fetch: async () => Response.json({ items: [], total: 0 }) },
      ),
    ))();
}
// A collector promises nothing of one round.
for (let round = 0; round < 20; round += 1) {
  await turn();
  collect();
}
console.log("end");
