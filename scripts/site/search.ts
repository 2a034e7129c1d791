// How the site's search reads pages and ranks what it finds. The generator sends these functions to the browser as text, so
// they use nothing outside themselves.
import type { DefaultTheme } from "vitepress";

/** Splits at everything but letters and digits, and inside camelCase; `orders.create` is also kept as a whole. */
function tokenize(text: string): string[] {
  const whole = text.match(/[A-Za-z][A-Za-z0-9]*(?:\.[A-Za-z][A-Za-z0-9]*)+/g) ?? [];
  const words = text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
  const parts = words.flatMap((word) => {
    const split = word.split(/(?<=[a-z0-9])(?=[A-Z])/);
    return split.length > 1 ? split : [];
  });
  return [...whole, ...words, ...parts];
}

/** Leaves out words that nearly every page has, and takes several for one: `retries` is found by `retry`. */
function processTerm(term: string): string | null {
  // A name that is on every page tells no page from another.
  const common =
    "kelaskit a an and are as at be by do does for from how i if in is it its my of on or so the this to what when where which with you your";
  const word = term.toLowerCase();
  if (common.split(" ").includes(word)) return null;
  if (/[^aeious]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  return /[^aeious]e?s$|es$/.test(word) && word.length > 3 ? word.replace(/s$/, "") : word;
}

/** Guides answer most questions, and a symbol is found by its whole name; other types and messages come last. */
function boostDocument(id: string, term: string, stored?: Record<string, unknown>): number {
  const title = typeof stored?.["title"] === "string" ? stored["title"].replace(/\(\)$/, "") : "";
  if (/[a-z][A-Z]/.test(title) && title.toLowerCase() === term) return 2;
  if (id.includes("/guides/")) return 2;
  if (/\/(?:project|decisions|reference)\//.test(id)) return 0.2;
  // The README of a vendor says of one what a guide says of all.
  return /\/api\/[\w-]+\/(?:#|$)/.test(id) ? 0.5 : 1;
}

type SearchedText = NonNullable<DefaultTheme.LocalSearchOptions["_render"]>;

/** What is searched of a page: of an operation not its examples, of a symbol not each part by itself. */
const searchedText: SearchedText = (source, environment, md) => {
  const html = md.render(source, environment);
  const { keywords = "" } = (environment.frontmatter ?? {}) as { readonly keywords?: string };
  const page = environment.relativePath;
  if (page.startsWith("guides/")) return html.replace("</h1>", `</h1><p>${`${keywords} `.repeat(3)}</p>`);
  if (page.startsWith("reference/")) return html.replaceAll(/<(\/?)h[4-6][^>]*>/g, "<$1p>");
  return page.startsWith("api/") ? html.replaceAll(/<pre[\s\S]*?<\/pre>/g, "") : html;
};

/** The options of the generator's search. */
export const searchOptions: DefaultTheme.LocalSearchOptions = {
  detailedView: false,
  _render: searchedText,
  miniSearch: {
    options: { tokenize, processTerm },
    searchOptions: {
      boostDocument,
      boost: { title: 2, titles: 1, text: 1 },
      prefix: true,
      fuzzy: 0.15,
      // What only begins alike, or is spelled alike, comes after what is the same.
      weights: { prefix: 0.1, fuzzy: 0.1 },
    },
  },
};
