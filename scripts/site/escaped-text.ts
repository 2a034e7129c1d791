// Words of comments in Markdown that a site generator compiles: a < would begin an element.

/** Escapes what Markdown would take for HTML, outside its code. */
export function escapedText(text: string): string {
  return text
    .split(/(```[\s\S]*?```|`[^`]*`)/)
    .map((part, index) =>
      index % 2 === 1 ? part : part.replaceAll("<", "&lt;").replaceAll("{{", "&#123;&#123;"),
    )
    .join("");
}
