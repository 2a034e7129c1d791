// Mends roles and names in the generator's own components, which axe refuses. Remove each when the generator has it.
import path from "node:path";

/** What is replaced in a component, by the name of its file. */
const mends: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = {
  "VPNavBarSearchButton.vue": [
    // Its text names it; a screen reader need not spell its keys.
    [/ :aria-label="translate\('button\.buttonAriaLabel'\)"/, ""],
    [/<span class="DocSearch-Button-Keys">/, '<span class="DocSearch-Button-Keys" aria-hidden="true">'],
  ],
  "VPLocalSearchBox.vue": [
    // A button must contain nothing that can be focused; this is a dialog.
    [
      /role="button"\s+:aria-owns="[^"]*"\s+aria-expanded="true"\s+aria-haspopup="listbox"/,
      'role="dialog" aria-modal="true"',
    ],
    // The option is what can be chosen, and its text is its name.
    [
      /(:id="'localsearch-item-' \+ index"\s+:aria-selected="[^"]*"\s+)role="option"(\s+>\s+<a\s)/,
      'role="none"$2$1role="option" ',
    ],
    // A key has no role that could have a name; the words beside it say what it does.
    [/ :aria-label="translate\('modal\.footer\.\w+'\)"/g, ""],
    [/:aria-label="\[\.\.\.p\.titles, p\.title\]\.join\(' > '\)"/, ""],
  ],
};

/** @throws Error when a component is not as it was, so that nothing stays unmended after an update of the generator. */
function mended(file: string, source: string): string {
  return (mends[file] ?? []).reduce((text, [from, to]) => {
    if (text.search(from) === -1)
      throw new Error(`${file} has no ${from.source}: see scripts/site/accessible-theme.ts.`);
    return text.replace(from, to);
  }, source);
}

/** A plugin of the bundler. */
export function accessibleTheme() {
  return {
    name: "accessible-theme",
    enforce: "pre" as const,
    transform(source: string, id: string): string | undefined {
      const file = path.basename(id);
      return Object.hasOwn(mends, file) ? mended(file, source) : undefined;
    },
  };
}
