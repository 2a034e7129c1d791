import { byDepth } from "@kelaskit/test-support/depth";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { cursorPager, laravelPager, offsetPager, pagedOperation, pageNumberPager } from "../../src/vendor.ts";
import type { Pager } from "../../src/vendor.ts";
import { everyOf, sampleClient, sampleVendor } from "../support/sample-vendor.ts";

type Params = Readonly<Record<string, number | string | undefined>>;

function listWith(pager: Pager) {
  return pagedOperation<Params, unknown, number>({
    name: "things.list",
    method: "GET",
    path: "/things",
    evidence: "documented",
    params: () => z.record(z.string(), z.union([z.number(), z.string(), z.undefined()])),
    response: () => z.unknown(),
    pager,
  });
}

/** A vendor that holds the numbers from 0 on and answers a list's query. */
function listVendor(page: (query: URLSearchParams) => unknown) {
  return sampleVendor(({ query }) => Response.json(page(new URLSearchParams(query))));
}

function numberIn(query: URLSearchParams, name: string, fallback: number): number {
  return Number(query.get(name) ?? fallback);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}

/** Reads a list in each of the ways there are, and checks that each gives the items once, in order, asking for no page twice. */
async function expectItems(
  pager: Pager,
  page: (query: URLSearchParams) => unknown,
  params: Params,
  expected: readonly number[],
): Promise<void> {
  const list = listWith(pager);
  const readers = [
    (call: ReturnType<typeof list>) => everyOf(call),
    (call: ReturnType<typeof list>) => call.toArray({ limit: Infinity }),
    (call: ReturnType<typeof list>) => call.toArray({ limit: Infinity, concurrency: 3 }),
  ];
  for (const read of readers) {
    const vendor = listVendor(page);
    expect(await read(list(sampleClient(vendor), params))).toEqual(expected);
    const queries = vendor.sent.map(({ query }) => query);
    expect(queries).toEqual([...new Set(queries)]);
  }
}

const runs = { numRuns: byDepth({ usual: 15, deep: 150 }) };
const listLength = () => fc.integer({ min: 0, max: 40 });
/** The size that a vendor gives when none is asked for, and the most that it gives: what is asked above is cut. */
const sizes = () =>
  fc
    .tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 8 }))
    .map(([usual, more]) => ({ usual, cap: usual + more }));
const askedSize = () => fc.option(fc.integer({ min: 1, max: 25 }), { nil: undefined });
/** How a vendor reports the total: not at all, as a number, or as a string of digits. */
const totalForm = () => fc.constantFrom("none" as const, "number" as const, "digits" as const);

function totalField(form: "none" | "number" | "digits", total: number): object {
  if (form === "none") return {};
  return { total: form === "digits" ? String(total) : total };
}

describe("offsetPager", () => {
  it("returns every item once, for any length, size, cap, start and form of total", async () => {
    const start = fc.option(fc.integer({ min: 0, max: 45 }), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(
        listLength(),
        sizes(),
        askedSize(),
        start,
        totalForm(),
        async (length, { usual, cap }, limit, offset, form) => {
          const pager = offsetPager({
            items: "result.things",
            limit: "limit",
            offset: "offset",
            pageSize: usual,
            ...(form === "none" ? {} : { total: "total" }),
          });
          const page = (query: URLSearchParams) => {
            const from = numberIn(query, "offset", 0);
            const size = Math.min(numberIn(query, "limit", usual), cap);
            return {
              result: { things: range(from, Math.min(length, from + size)) },
              ...totalField(form, length),
            };
          };
          await expectItems(pager, page, { limit, offset }, range(offset ?? 0, length));
        },
      ),
      runs,
    );
  });

  it("asks for no page beyond a total", async () => {
    const vendor = listVendor((query) => ({
      things: range(numberIn(query, "offset", 0), 20).slice(0, 10),
      total: 20,
    }));
    const pager = offsetPager({
      items: "things",
      total: "total",
      limit: "limit",
      offset: "offset",
      pageSize: 10,
    });
    await expect(everyOf(listWith(pager)(sampleClient(vendor)))).resolves.toHaveLength(20);
    expect(vendor.sent.map(({ query }) => query)).toEqual(["", "offset=10"]);
  });

  it("asks for the same pages side by side as one after another", async () => {
    const vendor = listVendor((query) => {
      const from = numberIn(query, "offset", 0);
      return { things: range(from, Math.min(25, from + 10)), total: 25 };
    });
    const pager = offsetPager({
      items: "things",
      total: "total",
      limit: "limit",
      offset: "offset",
      pageSize: 5,
    });
    await listWith(pager)(sampleClient(vendor), { limit: 100, q: "x" }).toArray({
      limit: 99,
      concurrency: 2,
    });
    expect(vendor.sent.map(({ query }) => query).toSorted()).toEqual([
      "limit=100&q=x",
      "limit=100&q=x&offset=10",
      "limit=100&q=x&offset=20",
    ]);
  });
});

describe("pageNumberPager", () => {
  it("returns every item once, for any length, size, cap, first number and total", async () => {
    const first = fc.constantFrom(0, 1);
    await fc.assert(
      fc.asyncProperty(
        listLength(),
        sizes(),
        askedSize(),
        first,
        totalForm(),
        async (length, { usual, cap }, size, base, form) => {
          const pager = pageNumberPager({
            items: "things",
            page: "page",
            size: "size",
            pageSize: usual,
            ...(base === 1 ? {} : { first: base }),
            ...(form === "none" ? {} : { total: "total" }),
          });
          const page = (query: URLSearchParams) => {
            const real = Math.min(numberIn(query, "size", usual), cap);
            const from = (numberIn(query, "page", base) - base) * real;
            return { things: range(from, Math.min(length, from + real)), ...totalField(form, length) };
          };
          await expectItems(pager, page, { size }, range(0, length));
        },
      ),
      runs,
    );
  });

  it("starts at the page that it is given", async () => {
    await fc.assert(
      fc.asyncProperty(
        listLength(),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 9 }),
        totalForm(),
        async (length, size, number, form) => {
          const pager = pageNumberPager({
            items: "things",
            page: "page",
            size: "size",
            pageSize: size,
            ...(form === "none" ? {} : { total: "total" }),
          });
          const page = (query: URLSearchParams) => {
            const from = (numberIn(query, "page", 1) - 1) * size;
            return { things: range(from, Math.min(length, from + size)), ...totalField(form, length) };
          };
          await expectItems(pager, page, { page: number }, range((number - 1) * size, length));
        },
      ),
      runs,
    );
  });
});

describe("cursorPager", () => {
  it("gives every item once, past empty pages and whatever form the end has", async () => {
    const pages = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 8 });
    const end = fc.constantFrom(null, "", undefined);
    const asNumber = fc.boolean();
    await fc.assert(
      fc.asyncProperty(pages, end, asNumber, async (pageSizes, lastCursor, numeric) => {
        const starts = pageSizes.map((_, index) =>
          pageSizes.slice(0, index).reduce((sum, size) => sum + size, 0),
        );
        const page = (query: URLSearchParams) => {
          const index = numberIn(query, "after", 0);
          const from = starts[index] ?? 0;
          const next = numeric ? index + 1 : String(index + 1);
          return {
            things: range(from, from + (pageSizes[index] ?? 0)),
            paging: { next: index + 1 < pageSizes.length ? next : lastCursor },
          };
        };
        const total = pageSizes.reduce((sum, size) => sum + size, 0);
        const pager = cursorPager({ items: "things", cursor: "after", next: "paging.next" });
        await expectItems(pager, page, {}, range(0, total));
      }),
      runs,
    );
  });

  it("starts at the cursor that it is given and keeps the other parameters", async () => {
    const vendor = listVendor((query) =>
      query.get("after") === "m" ? { things: [3], next: "z" } : { things: [4], next: null },
    );
    const pager = cursorPager({ items: "things", cursor: "after", next: "next" });
    await expect(everyOf(listWith(pager)(sampleClient(vendor), { after: "m", q: "x" }))).resolves.toEqual([
      3, 4,
    ]);
    expect(vendor.sent.map(({ query }) => query)).toEqual(["after=m&q=x", "after=z&q=x"]);
  });
});

describe("laravelPager", () => {
  const optionalKeys = ["next_page_url", "last_page", "current_page", "per_page", "total", "links"] as const;

  it("returns every item once, whichever keys are missing and wherever it is", async () => {
    const kept = fc.subarray([...optionalKeys]);
    const root = fc.constantFrom(undefined, "data", "reply.plans");
    // A vendor that does not report the end returns nothing beyond it, or its last page again.
    const beyond = fc.constantFrom("nothing" as const, "last page" as const);
    const digits = fc.boolean();
    await fc.assert(
      fc.asyncProperty(
        listLength(),
        fc.integer({ min: 1, max: 8 }),
        kept,
        root,
        beyond,
        digits,
        async (length, size, keys, at, after, inDigits) => {
          const last = Math.max(1, Math.ceil(length / size));
          const page = (query: URLSearchParams) => {
            const asked = numberIn(query, "page", 1);
            const number = after === "last page" ? Math.min(asked, last) : asked;
            const all: Readonly<Record<(typeof optionalKeys)[number], unknown>> = {
              next_page_url: number < last ? `https://api.sample.test/things?page=${number + 1}` : null,
              last_page: inDigits ? String(last) : last,
              current_page: number,
              per_page: String(size),
              total: length,
              links: [],
            };
            const paginator = {
              ...Object.fromEntries(keys.map((key) => [key, all[key]])),
              data: range((number - 1) * size, Math.min(length, number * size)),
            };
            return (at?.split(".") ?? [])
              .toReversed()
              .reduce<unknown>((inner, name) => ({ [name]: inner }), paginator);
          };
          await expectItems(laravelPager(at === undefined ? {} : { root: at }), page, {}, range(0, length));
        },
      ),
      { numRuns: byDepth({ usual: 30, deep: 300 }) },
    );
  });

  it("starts at the page that it is given, under the parameter's own name", async () => {
    const vendor = listVendor((query) => ({ data: [numberIn(query, "seite", 1)], last_page: 5 }));
    const call = listWith(laravelPager({ page: "seite" }))(sampleClient(vendor), { seite: 3 });
    await expect(everyOf(call)).resolves.toEqual([3, 4, 5]);
  });
});
