/** Makes an element. Texts become text, never markup: what the vendor sends may hold HTML that somebody else wrote. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** A field of a form with its label. */
export function field(label: string, input: HTMLInputElement): HTMLLabelElement {
  return element("label", {}, label, input);
}

/** A bar with its percent beside it, named for those who cannot see it. */
export function progressBar(percent: number, label: string): HTMLElement {
  const bar = element("progress", { max: 100, value: percent, ariaLabel: label });
  return element("div", { className: "progress" }, bar, element("span", {}, `${Math.round(percent)} %`));
}

/** The words of an HTML text. The document that reads it belongs to no window: no script runs, no picture is fetched. */
export function wordsOf(html: string): string {
  return new DOMParser().parseFromString(html, "text/html").body.textContent.trim();
}
