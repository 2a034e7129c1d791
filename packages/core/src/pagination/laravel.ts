import { countAt, fieldAt, isCountAt, numberedPages, numberParam, type Pager } from "./pager.ts";

/** The fields of a Laravel paginator. */
export interface LaravelPagerOptions {
  /** Where the paginator stands in a reply, as in `data`; empty when it is the reply itself. @default "" */
  readonly root?: string;
  /** The parameter for the page's number. @default "page" */
  readonly page?: string;
}

/**
 * Pages of a Laravel paginator, of which every key but the items may be missing: ends at `next_page_url: null`, else
 * at `last_page`, else at an empty or repeated page.
 */
/* @__NO_SIDE_EFFECTS__ */
export function laravelPager({ root = "", page = "page" }: LaravelPagerOptions = {}): Pager {
  const at = (key: string): string => (root === "" ? key : `${root}.${key}`);
  return {
    items: at("data"),
    repeatedPageEnds: true,
    next({ params, reply, items }) {
      const number = numberParam(params, page, 1);
      const following = { ...params, [page]: number + 1 };
      const nextUrl = fieldAt(reply, at("next_page_url"));
      if (nextUrl === null) return "end";
      if (nextUrl !== undefined) return following;
      if (fieldAt(reply, at("last_page")) !== undefined) {
        return number >= countAt(reply, at("last_page")) ? "end" : following;
      }
      return items.length === 0 ? "end" : following;
    },
    rest({ params, reply }) {
      // Where the link leads on, the number is of no account, right or wrong.
      if (fieldAt(reply, at("next_page_url")) !== undefined && !isCountAt(reply, at("last_page")))
        return undefined;
      if (fieldAt(reply, at("last_page")) === undefined) return undefined;
      return numberedPages(params, page, numberParam(params, page, 1) + 1, countAt(reply, at("last_page")));
    },
    identity: (params) => params[page],
  };
}
