// What the site changes in the repository's Markdown: links to files become links to pages, names of operations lead to them, and
// tables can be scrolled with the keyboard.
import path from "node:path";
import type { MarkdownRenderer } from "vitepress";

type Token = ReturnType<MarkdownRenderer["parse"]>[number];

/** The page that a link of a file leads to; `undefined` if it leads elsewhere. */
function pageOfLink(link: string, file: string, links: Readonly<Record<string, string>>): string | undefined {
  if (/^(?:[a-z]+:|#|\/)/i.test(link)) return undefined;
  const [target = "", anchor] = link.split("#");
  const absolute = path.posix.normalize(
    path.posix.join(path.posix.dirname(file), decodeURIComponent(target)),
  );
  const page = links[absolute] ?? links[`${absolute.replace(/\/$/, "")}/README.md`];
  if (page === undefined) return undefined;
  const shown = page.replace(/(^|\/)index$/, "$1");
  return `/${shown}${anchor === undefined ? "" : `#${anchor}`}`;
}

/** Whether a link leads to a file of the repository that is not a page. */
function isFileLink(link: string): boolean {
  return !/^(?:[a-z]+:|#|\/)/i.test(link);
}

function rewriteLinks(tokens: Token[], file: string, links: Readonly<Record<string, string>>): void {
  let isDropped = false;
  for (const token of tokens) {
    if (token.type === "link_open") {
      const link = token.attrGet("href") ?? "";
      const page = pageOfLink(link, file, links);
      if (page !== undefined) token.attrSet("href", page);
      isDropped = page === undefined && isFileLink(link);
    }
    // A file that is not on the site is only named.
    if (isDropped && (token.type === "link_open" || token.type === "link_close")) {
      if (token.type === "link_close") isDropped = false;
      token.hidden = true;
      token.type = "text";
      token.content = "";
      token.tag = "";
      token.nesting = 0;
    }
    if (token.children) rewriteLinks(token.children, file, links);
  }
}

/** Links the names of a vendor's operations in the tables of its README. */
function linkOperations(
  tokens: readonly Token[],
  state: { readonly Token: new (type: string, tag: string, nesting: -1 | 0 | 1) => Token },
  operations: Readonly<Record<string, string>>,
): void {
  for (const token of tokens) {
    if (!token.children) continue;
    const isLinked = token.children.some(({ type }) => type === "link_open");
    token.children = token.children.flatMap((child) => {
      const target = child.type === "code_inline" && !isLinked ? operations[child.content] : undefined;
      if (target === undefined) return [child];
      const open = new state.Token("link_open", "a", 1);
      open.attrSet("href", target);
      return [open, child, new state.Token("link_close", "a", -1)];
    });
  }
}

/**
 * Adds the rules.
 *
 * @param links The pages of the repository's files.
 * @param operations For each page of a vendor, the addresses of its operations by their names.
 */
export function markdownRules(
  md: MarkdownRenderer,
  links: Readonly<Record<string, string>>,
  operations: Readonly<Record<string, Readonly<Record<string, string>>>>,
): void {
  md.core.ruler.push("kelaskit", (state) => {
    const environment = state.env as { readonly frontmatter?: { readonly source?: string } };
    const file = environment.frontmatter?.source;
    if (file === undefined) return;
    rewriteLinks(state.tokens, file, links);
    const known = operations[file];
    if (known !== undefined) linkOperations(state.tokens, state, known);
  });
  md.renderer.rules["table_open"] = () =>
    '<div class="table" tabindex="0" role="group" aria-label="Table"><table>';
  md.renderer.rules["table_close"] = () => "</table></div>";
}
