import { cases } from "@kelaskit/test-support/depth";
import { isDeepStrictEqual } from "node:util";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { PaginationError } from "../../src/index.ts";
import { cursorPager, laravelPager, offsetPager, pagedOperation, pageNumberPager } from "../../src/vendor.ts";
import type { Client, ToArrayOptions } from "../../src/index.ts";
import type { Pager } from "../../src/vendor.ts";
import { areSame } from "../../src/page-tally.ts";
import { everyOf, failure } from "../support/sample-vendor.ts";

interface Item {
  readonly id: number;
}
type Params = Readonly<Record<string, number>>;
type Answer = (params: Params) => unknown;

/** A list of a vendor that answers so; without a network, since each property reads thousands of pages. */
function listOf(pager: Pager, answer: Answer) {
  const list = pagedOperation<Params, unknown, Item>({
    name: "things.list",
    method: "GET",
    path: "/things",
    evidence: "documented",
    params: () => z.record(z.string(), z.number()),
    response: () => z.unknown(),
    pager,
  });
  return (params: Params = {}) =>
    list(
      {
        vendor: "sample",
        "~execute": async (_declaration: unknown, asked: Params) => ({
          data: answer(asked),
          response: new Response(),
        }),
        // A paged call needs no more of a client.
      } as unknown as Client,
      params,
    );
}

const pagers = {
  offset: offsetPager({ items: "data", total: "total", limit: "limit", offset: "offset", pageSize: 10 }),
  number: pageNumberPager({ items: "data", total: "total", page: "page", size: "limit", pageSize: 10 }),
  laravel: laravelPager(),
} as const;

function itemsFrom(start: number, end: number): Item[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, index) => ({ id: start + index }));
}

/** A page of a list of so many items, as long as the vendor lets it be. */
function pageOf(params: Params, length: number, cap: number): object {
  const size = Math.min(params["limit"] ?? 10, cap);
  const { page = 1, offset = (page - 1) * size } = params;
  const data = itemsFrom(offset, Math.min(length, offset + size));
  return { data, total: length, last_page: Math.ceil(length / size) };
}

/** Takes one entry after another, and begins again after the last. */
function around<Entry>(entries: readonly Entry[]): () => Entry {
  let taken = 0;
  return () => {
    const entry = entries[taken % entries.length];
    taken += 1;
    if (entry === undefined) throw new Error("expected at least one entry");
    return entry;
  };
}

/** What comes of reading a list: its items, or the name of an error. */
async function outcome(read: Promise<readonly Item[]>): Promise<readonly Item[] | string> {
  return read.catch((error: unknown) => (error instanceof Error ? error.name : String(error)));
}

/** Counts outcomes, so that a property cannot hold because everything is refused, or nothing. */
class Census {
  given = 0;
  refused = 0;

  count(result: readonly Item[] | string): void {
    if (typeof result === "string") this.refused += 1;
    else this.given += 1;
  }
}

const length = fc.integer({ min: 0, max: 40 });
const caps = fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 1, maxLength: 9 });
const limit = fc.oneof(fc.integer({ min: 1, max: 45 }), fc.constant(Infinity));
const concurrency = fc.integer({ min: 1, max: 5 });
const runs = { numRuns: cases(120) };

describe("a vendor of 30 items whose pages are of 10 at first and of 6 later", () => {
  const shrinking = (): Answer => {
    const cap = around([10, ...Array.from({ length: 20 }, () => 6)]);
    return (params) => pageOf(params, 30, cap());
  };
  const ways: readonly ToArrayOptions[] = [
    { limit: Infinity },
    { limit: Infinity, concurrency: 4 },
    { limit: 15 },
    { limit: 15, concurrency: 4 },
  ];

  it.each(ways)("gives every item by offset: $limit, $concurrency at once", async (options) => {
    const items = await listOf(pagers.offset, shrinking())().toArray(options);

    expect(items).toEqual(itemsFrom(0, Math.min(30, options.limit)));
  });

  it.each(ways)(
    "is an error by number, where pages overlap: $limit, $concurrency at once",
    async (options) => {
      for (const pager of [pagers.number, pagers.laravel]) {
        const error = await failure(listOf(pager, shrinking())().toArray(options), PaginationError);

        expect(error.message).toMatch(
          /the first had 10 items, the last 6|had 34 items, but the vendor reports 30/,
        );
      }
    },
  );

  it("is an error by number at the end of an iteration", async () => {
    const error = await failure(everyOf(listOf(pagers.number, shrinking())()), PaginationError);

    expect(error.message).toContain("the pages had 34 items, but the vendor reports 30");
  });
});

describe("a list that does not change", () => {
  it("is given whole by offset, wherever the vendor caps each page", async () => {
    await fc.assert(
      fc.asyncProperty(
        length,
        caps,
        length,
        limit,
        concurrency,
        async (total, each, offset, most, atOnce) => {
          const cap = around(each);
          const list = listOf(pagers.offset, (params) => pageOf(params, total, cap()))({ offset });
          const expected = itemsFrom(offset, Math.min(total, offset + most));

          expect(await list.toArray({ limit: most, concurrency: atOnce })).toEqual(expected);
          expect(await everyOf(list)).toEqual(itemsFrom(offset, total));
        },
      ),
      runs,
    );
  });

  it("is given whole by cursor, wherever the vendor caps each page", async () => {
    const pager = cursorPager({ items: "data", cursor: "offset", next: "next" });
    await fc.assert(
      fc.asyncProperty(length, caps, limit, concurrency, async (total, each, most, atOnce) => {
        const cap = around(each);
        const list = listOf(pager, (params) => {
          const from = params["offset"] ?? 0;
          const to = Math.min(total, from + cap());
          return { data: itemsFrom(from, to), next: to < total ? to : null };
        })();

        expect(await list.toArray({ limit: most, concurrency: atOnce })).toEqual(
          itemsFrom(0, Math.min(total, most)),
        );
        expect(await everyOf(list)).toEqual(itemsFrom(0, total));
      }),
      runs,
    );
  });

  it("is right by number or refused, wherever the vendor shortens its pages", async () => {
    const seen = new Census();
    const numbered = fc.constantFrom(pagers.number, pagers.laravel);
    await fc.assert(
      fc.asyncProperty(
        numbered,
        length,
        caps,
        limit,
        concurrency,
        async (pager, total, each, most, atOnce) => {
          // A longer page than the first that the list's end cuts to its length cannot be distinguished from the next one.
          const cap = around([Math.max(...each), ...each]);
          const list = listOf(pager, (params) => pageOf(params, total, cap()))();

          const items = await outcome(list.toArray({ limit: most, concurrency: atOnce }));

          seen.count(items);
          if (typeof items === "string") {
            expect(items).toBe("PaginationError");
            return;
          }
          // Where all of them have come, their order is the vendor's.
          const inOrder = items.toSorted((first, second) => first.id - second.id);
          expect(items.length < total ? items : inOrder).toEqual(itemsFrom(0, Math.min(total, most)));
        },
      ),
      runs,
    );
    expect(seen.given).toBeGreaterThan(20);
    expect(seen.refused).toBeGreaterThan(20);
  });
});

describe("pages whose lengths, totals and failures depend on the page alone", () => {
  it("give side by side what they give one after another, or PaginationError", async () => {
    const seen = new Census();
    const at = fc.array(
      fc.record({
        count: fc.integer({ min: 0, max: 6 }),
        total: fc.oneof(fc.constant(0), fc.integer({ min: -6, max: 6 })),
        last: fc.oneof(fc.constant(0), fc.integer({ min: -2, max: 2 })),
        fails: fc.oneof(fc.constant(false), fc.constant(false), fc.constant(false), fc.boolean()),
      }),
      { minLength: 1, maxLength: 12 },
    );
    const usual = fc.integer({ min: 1, max: 6 });
    const isUsual = fc.boolean();
    const without = fc.subarray(["total", "last_page"]);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("offset" as const, "number" as const, "laravel" as const),
        at,
        fc.tuple(usual, isUsual),
        without,
        limit,
        concurrency,
        async (name, pages, [size, regular], missing, most, atOnce) => {
          const sum = 3 * pages.length;
          const answer: Answer = ({ offset, page = 1 }) => {
            const place = offset ?? page - 1;
            const { count, total, last, fails } = pages[place % pages.length] ?? pages[0] ?? { count: 0 };
            if (fails === true) throw new RangeError(`page ${place} fails`);
            const from = offset ?? place * size;
            const found = itemsFrom(from, Math.min(from + (regular ? size : count), sum));
            const reply = {
              data: found,
              total: Math.max(0, sum + (total ?? 0)),
              last_page: Math.max(1, Math.ceil(sum / size) + (last ?? 0)),
            };
            if (name !== "laravel") return reply;
            return Object.fromEntries(Object.entries(reply).filter(([key]) => !missing.includes(key)));
          };
          const read = (options: ToArrayOptions) => outcome(listOf(pagers[name], answer)().toArray(options));

          const oneByOne = await read({ limit: most });
          const sideBySide = await read({ limit: most, concurrency: atOnce });

          seen.count(sideBySide);
          expect([oneByOne, "PaginationError"]).toContainEqual(sideBySide);
        },
      ),
      { numRuns: cases(400) },
    );
    expect(seen.given).toBeGreaterThan(20);
    expect(seen.refused).toBeGreaterThan(20);
  });
});

describe("a list that grows and shrinks at its end while it is read", () => {
  it("is complete without duplicates, as long as the vendor reported, or refused", async () => {
    const seen = new Census();
    const lengths = fc.array(fc.integer({ min: 8, max: 22 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(pagers.offset, pagers.number, pagers.laravel),
        lengths,
        caps,
        limit,
        concurrency,
        async (pager, totals, sizes, most, atOnce) => {
          // Pages by number cannot be followed where both change.
          const [total, cap] = [around(totals), around(pager === pagers.offset ? sizes : [5])];
          const list = listOf(pager, (params) => pageOf(params, total(), cap()))();

          const items = await outcome(list.toArray({ limit: most, concurrency: atOnce }));

          seen.count(items);
          if (typeof items === "string") {
            expect(items).toBe("PaginationError");
            return;
          }
          expect(items).toEqual(itemsFrom(0, items.length));
          expect(items.length).toBeGreaterThanOrEqual(Math.min(most, ...totals));
          expect(items.length).toBeLessThanOrEqual(Math.min(most, Math.max(...totals)));
        },
      ),
      runs,
    );
    expect(seen.given).toBeGreaterThan(20);
  });
});

describe("a total that does not fit the items", () => {
  const fixed =
    (pages: readonly (readonly number[])[], total: number): Answer =>
    ({ page = 1, offset = 0 }) => ({
      data: (pages[page - 1 + offset] ?? []).map((id) => ({ id })),
      total,
    });
  const read = (answer: Answer, pager: Pager = pagers.number) => everyOf(listOf(pager, answer)());

  it.each([
    ["an empty page before the total", fixed([[1, 2], []], 3), "had only 2 items, but the vendor reports 3"],
    ["a first page that is empty", fixed([[]], 3), "had only 0 items, but the vendor reports 3"],
    [
      "a page that passes the total",
      fixed(
        [
          [1, 2],
          [3, 4],
        ],
        3,
      ),
      "had 4 items, but the vendor reports 3",
    ],
  ])("is an error after the items that came: %s", async (_, answer, words) => {
    const error = await failure(read(answer), PaginationError);

    expect(error.message).toContain(words);
  });

  it("is an error by offset, where an empty page comes before it", async () => {
    const error = await failure(read(fixed([[]], 3), pagers.offset), PaginationError);

    expect(error.message).toContain("had only 0 items, but the vendor reports 3");
  });

  it("is an error where pages of unequal length have no total to be compared with", async () => {
    const pager = pageNumberPager({ items: "data", page: "page", size: "limit", pageSize: 1 });

    const error = await failure(read(fixed([[1, 2], [3], [4, 5], []], 0), pager), PaginationError);

    expect(error.message).toContain("pages differ in length");
  });

  it("is fine where pages are of unequal length and their sum is the total", async () => {
    const answer = fixed([[1, 2], [3], [4, 5]], 5);

    await expect(read(answer)).resolves.toHaveLength(5);
    await expect(listOf(pagers.number, answer)().toArray({ limit: 9, concurrency: 3 })).resolves.toHaveLength(
      5,
    );
  });

  it("is an error where the sum is the total and an item came twice", async () => {
    const answer = fixed([[1, 2], [3], [2, 4]], 5);

    await failure(listOf(pagers.number, answer)().toArray({ limit: 9 }), PaginationError);
  });
});

describe("a walk by number from a page in the middle", () => {
  it("gives what is there, and nothing beyond the end", async () => {
    await fc.assert(
      fc.asyncProperty(
        length,
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 1, max: 9 }),
        concurrency,
        async (total, size, page, atOnce) => {
          const list = listOf(pagers.number, (params) => pageOf(params, total, size))({ page });
          const expected = itemsFrom((page - 1) * size, total);

          expect(await list.toArray({ limit: Infinity, concurrency: atOnce })).toEqual(expected);
        },
      ),
      runs,
    );
  });

  it("is an error where the page after the first is empty too soon", async () => {
    const answer: Answer = ({ page = 1 }) => ({ data: itemsFrom(0, page === 3 ? 2 : 0), total: 9 });

    const error = await failure(everyOf(listOf(pagers.number, answer)({ page: 3 })), PaginationError);

    expect(error.message).toContain("had only 2 items, but the vendor reports 5");
  });
});

describe("the comparison of a page with the one before", () => {
  it("knows the same value from another", () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    fc.assert(
      fc.property(value, value, (first, second) => {
        expect(areSame(first, structuredClone(first))).toBe(true);
        expect(areSame(first, second)).toBe(isDeepStrictEqual(first, second));
      }),
    );
  });

  it("reads bigint and any depth", () => {
    const nested = (end: unknown): unknown => {
      let value = end;
      for (let depth = 0; depth < 50_000; depth += 1) value = [value];
      return value;
    };

    expect(areSame({ id: 2n ** 60n }, { id: 2n ** 60n })).toBe(true);
    expect(areSame(nested(1), nested(1))).toBe(true);
    expect(areSame(nested(1), nested(2))).toBe(false);
  });
});
