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

/** Words that are in nearly every page do not tell one from another. */
function processTerm(term: string): string | null {
  const common =
    "a an and are as at be by do does for from how i if in is it its my of on or so the this to what when where which with you your";
  const word = term.toLowerCase();
  return common.split(" ").includes(word) ? null : word;
}

/** Guides answer most questions, and an operation is found by its name; types and messages come last. */
function boostDocument(id: string): number {
  if (id.includes("/guides/")) return 2;
  if (id.includes("/project/messages") || id.includes("/decisions/")) return 0.2;
  if (id.includes("/reference/")) return 0.5;
  return 1;
}

/** The options of the generator's search. */
export const searchOptions: DefaultTheme.LocalSearchOptions = {
  detailedView: false,
  miniSearch: {
    options: { tokenize, processTerm },
    searchOptions: { boostDocument, boost: { title: 6, titles: 2, text: 1 }, fuzzy: 0.15, prefix: true },
  },
};
