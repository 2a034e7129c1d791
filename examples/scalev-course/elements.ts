/** Creates an element. Texts become text nodes, never markup: the vendor's replies may contain HTML from third parties. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const created = Object.assign(document.createElement(name), properties);
  created.append(...children);
  return created;
}

/** A field of a form with its label. */
export function field(label: string, input: HTMLInputElement): HTMLLabelElement {
  return element("label", {}, label, input);
}

/** A progress bar with its percentage beside it, and a label for screen readers. */
export function progressBar(percent: number, label: string): HTMLElement {
  const bar = element("progress", { max: 100, value: percent, ariaLabel: label });
  return element("div", { className: "progress" }, bar, element("span", {}, `${Math.round(percent)} %`));
}

/** The text of an HTML document. It is parsed without a window: no script runs and no image is fetched. */
export function htmlText(html: string): string {
  return new DOMParser().parseFromString(html, "text/html").body.textContent.trim();
}
