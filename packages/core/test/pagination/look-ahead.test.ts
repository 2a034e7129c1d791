import { cases } from "@kelaskit/test-support/depth";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { PaginationError, ResponseMismatchError } from "../../src/index.ts";
import { laravelPager, offsetPager, pagedOperation, pageNumberPager } from "../../src/vendor.ts";
import type { Pager } from "../../src/vendor.ts";
import {
  answering,
  failure,
  sampleClient,
  sampleVendor,
  type SampleVendor,
} from "../support/sample-vendor.ts";

type Params = Readonly<Record<string, number>>;

function listOf(pager: Pager, vendor: SampleVendor) {
  const list = pagedOperation<Params, unknown, number>({
    name: "things.list",
    method: "GET",
    path: "/things",
    evidence: "documented",
    params: () => z.record(z.string(), z.number()),
    response: () => z.unknown(),
    pager,
  });
  return list(sampleClient(vendor));
}

const pagers = {
  offset: offsetPager({ items: "data", total: "total", limit: "limit", offset: "offset", pageSize: 2 }),
  number: pageNumberPager({ items: "data", total: "total", page: "page", size: "size", pageSize: 2 }),
  laravel: laravelPager(),
} as const;

/** A vendor whose list has these pages, whatever number it reports; by offset no page is longer than the first. */
function vendorOf(pages: readonly (readonly number[])[], said: object): SampleVendor {
  return sampleVendor(({ query }) => {
    const asked = new URLSearchParams(query);
    const offset = Number(asked.get("offset") ?? 0);
    const size = Math.min(pages[0]?.length ?? 0, pages[offset % pages.length]?.length ?? 0);
    const isByOffset = asked.has("offset");
    const data = isByOffset
      ? pages.flat().slice(offset, offset + Math.min(Number(asked.get("limit") ?? size), size))
      : (pages[Number(asked.get("page") ?? 1) - 1] ?? []);
    return Response.json({ data, ...said });
  });
}

describe("a number of the vendor's beyond all measure", () => {
  const immense = [
    { pager: pagers.offset, said: { total: Number.MAX_SAFE_INTEGER } },
    { pager: pagers.number, said: { total: Number.MAX_SAFE_INTEGER } },
    { pager: pagers.number, said: { total: "9007199254740991" } },
    { pager: pagers.laravel, said: { last_page: 1e15 } },
  ] as const;

  it.each(immense)("makes only the pages that the limit needs: $said", async ({ pager, said }) => {
    const pages = Array.from({ length: 9 }, (_, index) => [index * 2, index * 2 + 1]);
    const vendor = vendorOf(pages, said);

    await expect(listOf(pager, vendor).toArray({ limit: 6, concurrency: 4 })).resolves.toEqual([
      0, 1, 2, 3, 4, 5,
    ]);
    expect(vendor.sent).toHaveLength(3);
  });

  it.each(immense)(
    "is refused after one page where the limit does not bound it: $said",
    async ({ pager, said }) => {
      const vendor = vendorOf([[1, 2]], said);

      const error = await failure(
        listOf(pager, vendor).toArray({ limit: Infinity, concurrency: Infinity }),
        PaginationError,
      );

      expect(error.message).toContain("the list has more than 10000 pages");
      expect(vendor.sent).toHaveLength(1);
    },
  );

  it.each([2 ** 53, 1e300, "9007199254740992", `1${"0".repeat(400)}`])(
    "is named where it cannot even be counted with: %s",
    async (total) => {
      const call = listOf(pagers.offset, answering({ data: [1, 2], total }));

      const error = await failure(call.toArray({ limit: 9, concurrency: 3 }), ResponseMismatchError);

      expect(error.message).toContain("expected a whole number of at most 9007199254740991.");
    },
  );
});

describe("pages that are fetched side by side", () => {
  it("fail where the list ends before its total, after few pages in vain", async () => {
    const vendor = vendorOf([[1, 2], [3]], { total: 19_000 });

    const error = await failure(
      listOf(pagers.number, vendor).toArray({ limit: Infinity, concurrency: 2 }),
      PaginationError,
    );

    expect(error.message).toContain("only 3 items, but the vendor reports 19000");
    expect(vendor.sent.length).toBeLessThan(12);
  });

  it("go on beyond the pages that the first one promised where later ones hold less", async () => {
    const vendor = sampleVendor(({ query }) => {
      const offset = Number(new URLSearchParams(query).get("offset") ?? 0);
      return Response.json({
        data: [0, 1, 2, 3, 4, 5, 6].slice(offset, offset + (offset === 0 ? 3 : 1)),
        total: 7,
      });
    });

    await expect(listOf(pagers.offset, vendor).toArray({ limit: 99, concurrency: 3 })).resolves.toEqual([
      0, 1, 2, 3, 4, 5, 6,
    ]);
  });

  it("are of no account where a pager expects others than it asks for", async () => {
    const pager: Pager = {
      ...pagers.offset,
      rest: ({ params }) => [
        { ...params, offset: 2, limit: 1 },
        { ...params, offset: 3, limit: 1 },
      ],
    };
    const vendor = vendorOf(
      [
        [0, 1],
        [2, 3],
      ],
      { total: 4 },
    );

    await expect(listOf(pager, vendor).toArray({ limit: 9, concurrency: 2 })).resolves.toEqual([0, 1, 2, 3]);
    expect(vendor.sent.at(-1)?.query).toBe("offset=2");
  });

  it("give what pages one after another give, or fail as they do", async () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 9 });
    const said = fc.record(
      {
        total: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.constantFrom("7", -1, 2.5, "many")),
        last_page: fc.oneof(fc.integer({ min: 0, max: 12 }), fc.constantFrom("3", -1, 0.5, null)),
        next_page_url: fc.constant(null),
      },
      { requiredKeys: [] },
    );
    const name = fc.constantFrom("offset" as const, "number" as const, "laravel" as const);
    const limit = fc.oneof(fc.integer({ min: 1, max: 30 }), fc.constant(500));
    await fc.assert(
      fc.asyncProperty(
        sizes,
        said,
        name,
        limit,
        fc.integer({ min: 2, max: 5 }),
        async (lengths, words, which, most, concurrency) => {
          let next = 0;
          const pages = lengths.map((length) => Array.from({ length }, () => (next += 1)));
          const read = (options: { readonly concurrency?: number }) =>
            listOf(pagers[which], vendorOf(pages, words))
              .toArray({ limit: most, ...options })
              .catch((error: unknown) => (error instanceof Error ? error.name : error));

          const [oneByOne, sideBySide] = await Promise.all([read({}), read({ concurrency })]);

          expect(sideBySide).toEqual(oneByOne);
        },
      ),
      { numRuns: cases(60) },
    );
  });
});
