import { describe, expect, it } from "vitest";
import * as z from "zod";
import {
  AbortedError,
  ConfigurationError,
  NotFoundError,
  PaginationError,
  ResponseMismatchError,
} from "../../src/index.ts";
import { cursorPager, laravelPager, offsetPager, pagedOperation, pageNumberPager } from "../../src/vendor.ts";
import type { Client, ToArrayOptions } from "../../src/index.ts";
import type { Pager } from "../../src/vendor.ts";
import {
  answering,
  everyOf,
  failure,
  onlyRequest,
  sampleClient,
  sampleVendor,
} from "../support/sample-vendor.ts";

interface ListParams {
  readonly page?: number | undefined;
  readonly after?: string | undefined;
}
interface Page {
  readonly things: readonly number[];
  readonly total?: number | undefined;
  readonly next?: string | null | undefined;
}

const numbered = pageNumberPager({
  items: "things",
  total: "total",
  page: "page",
  size: "size",
  pageSize: 2,
});
const walked = pageNumberPager({ items: "things", page: "page", size: "size", pageSize: 2 });
const cursored = cursorPager({ items: "things", cursor: "after", next: "next" });

function listWith(pager: Pager) {
  return pagedOperation<ListParams, Page, number>({
    name: "things.list",
    method: "GET",
    path: "/things",
    evidence: "documented",
    params: () => z.strictObject({ page: z.optional(z.int()), after: z.optional(z.string()) }),
    response: () =>
      z.looseObject({
        things: z.array(z.number()),
        total: z.optional(z.int()),
        next: z.optional(z.nullable(z.string())),
      }),
    pager,
  });
}

/** A vendor with pages of two numbers: [1, 2], [3, 4] and so on up to its total. */
function pagesOfTwo(total: number) {
  return sampleVendor(({ query }) => {
    const from = (Number(new URLSearchParams(query).get("page") ?? 1) - 1) * 2 + 1;
    const things = [from, from + 1].filter((thing) => thing <= total);
    return Response.json({ things, total });
  });
}

/** A vendor that answers with these bodies in turn, and with the last one for ever. */
function inTurn(...bodies: readonly unknown[]) {
  const vendor = sampleVendor(() => Response.json(bodies[Math.min(vendor.sent.length, bodies.length) - 1]));
  return vendor;
}

describe("a paged call", () => {
  it("that is awaited gives one page as the vendor sent it", async () => {
    const vendor = pagesOfTwo(9);
    const list = listWith(numbered);
    await expect(list(sampleClient(vendor), { page: 2 })).resolves.toEqual({ things: [3, 4], total: 9 });
    expect(onlyRequest(vendor).query).toBe("page=2");
  });

  it("sends nothing until it is awaited or iterated", async () => {
    const vendor = pagesOfTwo(9);
    const call = listWith(numbered)(sampleClient(vendor));
    const pages = call.pages();
    await Promise.resolve();
    expect(vendor.sent).toEqual([]);
    await pages[Symbol.asyncIterator]().next();
    expect(vendor.sent).toHaveLength(1);
  });

  it("gives items, page after page", async () => {
    const vendor = pagesOfTwo(5);
    await expect(everyOf(listWith(numbered)(sampleClient(vendor)))).resolves.toEqual([1, 2, 3, 4, 5]);
    expect(vendor.sent.map(({ query }) => query)).toEqual(["", "page=2", "page=3"]);
  });

  it("gives the pages themselves", async () => {
    const pages = await everyOf(listWith(numbered)(sampleClient(pagesOfTwo(3))).pages());
    expect(pages).toEqual([
      { things: [1, 2], total: 3 },
      { things: [3], total: 3 },
    ]);
  });

  it("fetches a page only when the one before is used up, and none after a break", async () => {
    const vendor = pagesOfTwo(9);
    const fetched: number[] = [];
    for await (const thing of listWith(numbered)(sampleClient(vendor))) {
      fetched.push(vendor.sent.length);
      if (thing === 3) break;
    }
    expect(fetched).toEqual([1, 1, 2]);
    expect(vendor.sent).toHaveLength(2);
  });

  it("sends the call's options with every page", async () => {
    const vendor = pagesOfTwo(4);
    const options = { headers: { "x-trace": "7" }, extraParams: { q: "a" } };
    await everyOf(listWith(numbered)(sampleClient(vendor), {}, options));
    expect(vendor.sent.map(({ query, headers }) => [query, headers.get("x-trace")])).toEqual([
      ["q=a", "7"],
      ["page=2&q=a", "7"],
    ]);
  });

  it("can be walked again, which asks again", async () => {
    const vendor = pagesOfTwo(3);
    const call = listWith(numbered)(sampleClient(vendor));
    expect(await everyOf(call)).toEqual(await everyOf(call));
    expect(vendor.sent).toHaveLength(4);
  });

  it("gives items in order to those who ask before they are there", async () => {
    const vendor = pagesOfTwo(5);
    const items = listWith(numbered)(sampleClient(vendor))[Symbol.asyncIterator]();
    const asked = [items.next(), items.next(), items.next(), items.next(), items.next(), items.next()];
    await expect(Promise.all(asked)).resolves.toEqual([
      ...[1, 2, 3, 4, 5].map((value) => ({ done: false, value })),
      { done: true, value: undefined },
    ]);
    expect(vendor.sent).toHaveLength(3);
  });

  it("gives no item after it was returned, nor after it has failed", async () => {
    const returned = listWith(numbered)(sampleClient(pagesOfTwo(9)))[Symbol.asyncIterator]();
    await returned.next();
    await returned.return?.();
    await expect(returned.next()).resolves.toEqual({ done: true, value: undefined });

    const failed = listWith(numbered)(sampleClient(answering({ things: 1 })))[Symbol.asyncIterator]();
    await failure(failed.next(), ResponseMismatchError);
    await expect(failed.next()).resolves.toEqual({ done: true, value: undefined });
  });

  it("ends with the caller's signal between pages", async () => {
    const vendor = pagesOfTwo(9);
    const controller = new AbortController();
    const seen: number[] = [];
    const walk = async () => {
      for await (const thing of listWith(numbered)(sampleClient(vendor), {}, { signal: controller.signal })) {
        seen.push(thing);
        controller.abort();
      }
    };
    await failure(walk(), AbortedError);
    expect(seen).toEqual([1, 2]);
    expect(vendor.sent).toHaveLength(1);
  });
});

describe("a list by page number with a total", () => {
  it.each([4, 5])(
    "of %i items ends with its last page, full or not, without asking for another",
    async (total) => {
      const vendor = pagesOfTwo(total);
      await expect(everyOf(listWith(numbered)(sampleClient(vendor)))).resolves.toHaveLength(total);
      expect(vendor.sent).toHaveLength(Math.ceil(total / 2));
    },
  );

  it("loses nothing where the vendor gives fewer than the usual page", async () => {
    const guess = pageNumberPager({
      items: "things",
      total: "total",
      page: "page",
      size: "size",
      pageSize: 50,
    });
    const vendor = pagesOfTwo(5);
    await expect(everyOf(listWith(guess)(sampleClient(vendor)))).resolves.toEqual([1, 2, 3, 4, 5]);
    await expect(
      listWith(guess)(sampleClient(pagesOfTwo(5))).toArray({ limit: 9, concurrency: 2 }),
    ).resolves.toEqual([1, 2, 3, 4, 5]);
  });
});

describe("a reply that is itself the list", () => {
  const bare = pageNumberPager({ items: "", page: "page", size: "size", pageSize: 1 });
  const list = pagedOperation<ListParams, readonly number[], number>({
    name: "things.bare",
    method: "GET",
    path: "/things",
    evidence: "documented",
    params: () => z.strictObject({ page: z.optional(z.int()) }),
    response: () => z.array(z.number()),
    pager: bare,
  });

  it("is walked until a page is empty", async () => {
    await expect(everyOf(list(sampleClient(inTurn([1, 2], [3], []))))).resolves.toEqual([1, 2, 3]);
  });

  it("is an error where it is none", async () => {
    const error = await failure(everyOf(list(sampleClient(inTurn({ things: [] })))), ResponseMismatchError);
    expect(error.message).toContain("cannot paginate: the reply is object, expected a list");
  });
});

describe("a list that does not move on", () => {
  it.each([
    ["walking", (call: AsyncIterable<number>) => everyOf(call), "page 2 is identical to the previous page"],
    [
      "side by side",
      (call: { toArray(options: ToArrayOptions): Promise<number[]> }) =>
        call.toArray({ limit: 9, concurrency: 2 }),
      "page 2 is identical to the previous page",
    ],
  ] as const)("%s: a repeated page is an error, not an endless loop", async (_, read, words) => {
    const call = listWith(numbered)(sampleClient(inTurn({ things: [1, 2], total: 9 })));
    const error = await failure(read(call), PaginationError);
    expect(error).toMatchObject({ vendor: "sample", operation: "things.list" });
    expect(error.message).toContain(`sample things.list: ${words}`);
  });

  it("is at its end where the vendor is known to repeat its last page", async () => {
    const call = listWith(laravelPager())(
      sampleClient(inTurn({ data: [1, 2] }, { data: [3] }, { data: [3] })),
    );
    await expect(everyOf(call)).resolves.toEqual([1, 2, 3]);
  });

  it("names a cursor that comes again", async () => {
    const vendor = inTurn({ things: [1], next: "b" }, { things: [2], next: "c" }, { things: [3], next: "b" });
    const error = await failure(everyOf(listWith(cursored)(sampleClient(vendor))), PaginationError);
    expect(error.message).toContain(
      "the cursor after page 3 was already used; stopped to avoid an endless loop",
    );
    expect(error.pages).toBe(3);
    expect(vendor.sent).toHaveLength(3);
  });

  it("names a cursor that comes again on empty pages, where no item shows the circle", async () => {
    const call = listWith(cursored)(sampleClient(inTurn({ things: [], next: "same" })));
    await failure(everyOf(call), PaginationError);
  });

  it("may have an empty page in its middle, as long as there is a cursor", async () => {
    const vendor = inTurn({ things: [], next: "b" }, { things: [], next: "c" }, { things: [7], next: null });
    await expect(everyOf(listWith(cursored)(sampleClient(vendor)))).resolves.toEqual([7]);
  });

  it("has at most 10 000 pages", async () => {
    // A client of its own instead of a real one: ten thousand requests would take seconds.
    let fetched = 0;
    const endless = {
      vendor: "sample",
      "~execute": async () => {
        fetched += 1;
        return { data: { things: [fetched * 2, fetched * 2 + 1] }, response: new Response() };
      },
    } as unknown as Client;
    const error = await failure(everyOf(listWith(walked)(endless)), PaginationError);
    expect(error.message).toContain(
      "the list has more than 10000 pages: request larger pages or narrow the list",
    );
    expect([fetched, error.pages]).toEqual([10_000, 10_000]);
  });

  it("is refused at once where its total says that it has more pages than that", async () => {
    const vendor = inTurn({ things: [1, 2], total: 20_001 });
    const call = listWith(numbered)(sampleClient(vendor)).toArray({ limit: Infinity, concurrency: 4 });
    const error = await failure(call, PaginationError);
    expect(error.message).toContain("more than 10000 pages");
    expect(vendor.sent).toHaveLength(1);
  });
});

describe("the fields that pagination reads", () => {
  const offset = offsetPager({
    items: "things",
    total: "total",
    limit: "limit",
    offset: "offset",
    pageSize: 2,
  });

  it.each<readonly [string, Pager, unknown, string, string]>([
    ["no items", numbered, { total: 3 }, "things", "things is nothing, expected a list"],
    ["items that are no list", cursored, { things: { 0: 1 } }, "things", "things is object, expected a list"],
    ["no body", walked, null, "things", "things is nothing, expected a list"],
    ["no total", numbered, { things: [1, 2] }, "total", "total is nothing, expected a whole number"],
    [
      "a total in words",
      offset,
      { things: [1, 2], total: "many" },
      "total",
      "total is string, expected a whole number",
    ],
    [
      "a negative total",
      offset,
      { things: [1, 2], total: -1 },
      "total",
      "total is number, expected a whole number",
    ],
    [
      "a broken total",
      offset,
      { things: [1, 2], total: 2.5 },
      "total",
      "total is number, expected a whole number",
    ],
    [
      "a cursor that is an object",
      cursored,
      { things: [1], next: {} },
      "next",
      "next is object, expected a cursor",
    ],
    [
      "a cursor that is a boolean",
      cursored,
      { things: [1], next: false },
      "next",
      "next is boolean, expected a cursor",
    ],
    [
      "a last page in words",
      laravelPager(),
      { data: [1], last_page: "x" },
      "last_page",
      "last_page is string, expected a whole number",
    ],
  ])("are checked although validation is off: %s", async (_, pager, body, path, words) => {
    const call = () => listWith(pager)(sampleClient(answering(body), { validation: "off" }));
    const readers = [
      () => everyOf(call()),
      () => everyOf(call().pages()),
      () => call().toArray({ limit: 9, concurrency: 2 }),
    ];
    for (const read of readers) {
      const error = await failure(read(), ResponseMismatchError);
      expect(error.message).toBe(`sample things.list: GET /things 200: cannot paginate: ${words}.`);
      expect(error.issues.map(({ field }) => field)).toEqual([path]);
    }
  });

  it("are not looked at when one page is awaited", async () => {
    const call = listWith(numbered)(sampleClient(answering({ other: 1 }), { validation: "off" }));
    await expect(call).resolves.toEqual({ other: 1 });
  });
});

describe("toArray", () => {
  it.each([
    [0, [], 0],
    [1, [1], 1],
    [2, [1, 2], 1],
    [3, [1, 2, 3], 2],
    [4, [1, 2, 3, 4], 2],
    [99, [1, 2, 3, 4, 5, 6, 7], 4],
    [Infinity, [1, 2, 3, 4, 5, 6, 7], 4],
  ])(
    "collects up to %d items and stops fetching there, one by one and side by side",
    async (limit, items, requests) => {
      for (const concurrency of [1, 3]) {
        const vendor = pagesOfTwo(7);
        const found = await listWith(numbered)(sampleClient(vendor)).toArray({ limit, concurrency });
        expect(found).toEqual(items);
        expect(vendor.sent).toHaveLength(requests);
      }
    },
  );

  it.each([
    [{ limit: -1 }, "got the number -1 and the number 1"],
    [{ limit: Number.NaN }, "got the number NaN and the number 1"],
    [{ limit: undefined }, "got nothing and the number 1"],
    [{ limit: 5, concurrency: 0 }, "got the number 5 and the number 0"],
    [{ limit: 5, concurrency: Number.NaN }, "got the number 5 and the number NaN"],
  ])("refuses %o before anything is sent", async (options, words) => {
    const vendor = pagesOfTwo(7);
    const call = listWith(numbered)(sampleClient(vendor)).toArray(options as ToArrayOptions);
    const error = await failure(call, ConfigurationError);
    expect(error.message).toBe(
      `sample things.list: toArray() expected a limit of 0 or more and a concurrency of 1 or more, ${words}.`,
    );
    expect(vendor.sent).toEqual([]);
  });

  it("fetches as many pages at once as it may, and no more, and keeps their order", async () => {
    let underWay = 0;
    let most = 0;
    const vendor = sampleVendor(async ({ query }) => {
      underWay += 1;
      most = Math.max(most, underWay);
      // Later pages answer sooner: only their place in the list can order them.
      const page = Number(new URLSearchParams(query).get("page") ?? 1);
      for (let turn = 0; turn < 40 - page; turn += 1) await Promise.resolve();
      underWay -= 1;
      return Response.json({ things: [page * 2 - 1, page * 2], total: 24 });
    });
    const found = await listWith(numbered)(sampleClient(vendor)).toArray({ limit: 24, concurrency: 3 });
    expect(found).toEqual(Array.from({ length: 24 }, (_, index) => index + 1));
    expect(most).toBe(3);
  });

  it("that fails in one page ends those behind it, and fails when it comes to it", async () => {
    const ended = Promise.withResolvers<string>();
    const vendor = sampleVendor(async ({ query, request }) => {
      if (query === "") return Response.json({ things: [1, 2], total: 40 });
      if (query === "page=3") return Response.json({}, { status: 404 });
      if (query === "page=2") {
        await ended.promise;
        return Response.json({ things: [3, 4], total: 40 });
      }
      return new Promise((_resolve, reject) => {
        request.signal.addEventListener("abort", () => {
          ended.resolve(query);
          reject(new DOMException("aborted", "AbortError"));
        });
      });
    });
    const call = listWith(numbered)(sampleClient(vendor)).toArray({ limit: 40, concurrency: 3 });
    await failure(call, NotFoundError);
    await expect(ended.promise).resolves.toBe("page=4");
    expect(vendor.sent).toHaveLength(4);
  });

  it("does not hear of a failed page beyond the list's end", async () => {
    const failed = Promise.withResolvers<void>();
    const vendor = sampleVendor(async ({ query }) => {
      if (query === "") return Response.json({ things: [1, 2], total: 6 });
      if (query === "page=3") {
        failed.resolve();
        return Response.json({}, { status: 404 });
      }
      await failed.promise;
      return Response.json({ things: [3, 4], total: 4 });
    });
    await expect(
      listWith(numbered)(sampleClient(vendor)).toArray({ limit: 40, concurrency: 2 }),
    ).resolves.toEqual([1, 2, 3, 4]);
  });

  it("that fails ends all other pages that are under way", async () => {
    const ended: string[] = [];
    const vendor = sampleVendor(async ({ query, request }) => {
      if (query === "") return Response.json({ things: [1, 2], total: 40 });
      if (query === "page=2") return Response.json({}, { status: 404 });
      return new Promise((_resolve, reject) => {
        request.signal.addEventListener("abort", () => {
          ended.push(query);
          reject(new DOMException("aborted", "AbortError"));
        });
      });
    });
    const call = listWith(numbered)(sampleClient(vendor)).toArray({ limit: 40, concurrency: 3 });
    await failure(call, NotFoundError);
    expect(ended.toSorted()).toEqual(["page=3", "page=4"]);
  });

  it("ends with the caller's signal, all pages that are under way", async () => {
    const controller = new AbortController();
    const vendor = sampleVendor(async ({ query, request }) => {
      if (query === "") return Response.json({ things: [1, 2], total: 40 });
      if (vendor.sent.length === 3) controller.abort();
      return new Promise((_resolve, reject) => {
        const end = () => {
          reject(new DOMException("aborted", "AbortError"));
        };
        if (request.signal.aborted) end();
        else request.signal.addEventListener("abort", end);
      });
    });
    const { signal } = controller;
    const call = listWith(numbered)(sampleClient(vendor), {}, { signal }).toArray({
      limit: 40,
      concurrency: 2,
    });
    await failure(call, AbortedError);
    expect(vendor.sent).toHaveLength(3);
  });

  it("fetches one after another where the vendor gives no total", async () => {
    const vendor = pagesOfTwo(5);
    const found = await listWith(walked)(sampleClient(vendor)).toArray({ limit: 99, concurrency: 4 });
    expect(found).toEqual([1, 2, 3, 4, 5]);
    expect(vendor.sent).toHaveLength(3);
  });
});

describe("a vendor that says whether a page follows", () => {
  const said = cursorPager({ items: "things", cursor: "after", next: "next", hasNext: "more" });
  const collect = (replies: readonly object[]): Promise<number[]> => {
    let page = -1;
    const vendor = sampleVendor(() => Response.json(replies[(page += 1)]));
    return listWith(said)(sampleClient(vendor)).toArray({ limit: 100 });
  };

  it("is believed when it says no, whatever cursor it gives", async () => {
    await expect(
      collect([
        { things: [1], more: true, next: "b" },
        { things: [2], more: false, next: "c" },
      ]),
    ).resolves.toEqual([1, 2]);
  });

  it("and says yes without a cursor has lost the rest: an error, not a shorter list", async () => {
    const error = await failure(collect([{ things: [1], more: true, next: null }]), ResponseMismatchError);

    expect(error.message).toContain("next is null, expected a cursor");
  });
});
