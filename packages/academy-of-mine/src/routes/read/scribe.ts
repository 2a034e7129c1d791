import { DomUtils, type parseDocument } from "htmlparser2";
import type { ReadDocument, ReadRoute } from "./published.ts";

type HtmlDocument = ReturnType<typeof parseDocument>;
type HtmlNode = HtmlDocument["children"][number];
type HtmlElement = ReturnType<typeof DomUtils.getElementsByTagName>[number];

/** The forms in which a Scribe page prints one endpoint each. */
function endpointForms(page: HtmlDocument): readonly HtmlElement[] {
  return DomUtils.getElementsByTagName("form", page).filter(
    ({ attribs }) =>
      attribs["id"]?.startsWith("form-") === true &&
      attribs["data-method"] !== undefined &&
      attribs["data-path"] !== undefined,
  );
}

/** Whether a page uses Scribe's default theme, which prints each endpoint with a form to try it. */
export function isScribe(page: HtmlDocument): boolean {
  return endpointForms(page).length > 0;
}

/** Reads a page of Scribe's default theme, versions 3 to 5. */
export function readScribe(page: HtmlDocument): ReadDocument {
  const forms = new Set(endpointForms(page));
  const routes: ReadRoute[] = [];
  let group = "";
  let headings: HtmlElement[] = [];
  // In page order: a group's heading, then a heading and a form for each endpoint.
  const inOrder = DomUtils.findAll(
    (element) => ["h1", "h2", "h3"].includes(element.name) || forms.has(element),
    page.children,
  );
  const parameters = parametersByForm(page, forms);
  for (const element of inOrder) {
    if (element.name === "h1") group = text(element);
    if (element.name === "h2" || element.name === "h3") headings.push(element);
    if (forms.has(element)) {
      routes.push(routeOf(element, group, headings, parameters.get(element) ?? []));
      headings = [];
    }
  }
  const title = DomUtils.getElementsByTagName("title", page)[0];
  return { format: "scribe", title: title === undefined ? undefined : text(title) || undefined, routes };
}

function routeOf(
  form: HtmlElement,
  group: string,
  headings: readonly HtmlElement[],
  parameters: readonly string[],
): ReadRoute {
  const { id = "", "data-method": method = "", "data-path": path = "" } = form.attribs;
  const endpoint = id.slice("form-".length);
  const isOwn = ({ attribs }: HtmlElement): boolean => attribs["id"]?.endsWith(`-${endpoint}`) === true;
  const subgroups = headings.filter(({ name }) => name === "h2");
  const heading = headings.find(isOwn) ?? subgroups.at(-1);
  // Without a title, the heading is the method and the path.
  const title = heading === undefined ? "" : text(heading);
  const untitled = title.replace(`${method} `, "") === path;
  return {
    method,
    path,
    title: untitled ? "" : title,
    tags: group === "" ? [] : [group],
    parameters: [...new Set(parameters)],
  };
}

/**
 * Outermost names of the fields to fill in, by their form, without those of headers and of the reply. Each input is
 * read once: broken forms may be nested.
 */
function parametersByForm(
  page: HtmlDocument,
  forms: ReadonlySet<HtmlElement>,
): ReadonlyMap<HtmlElement, readonly string[]> {
  const found = new Map<HtmlElement, string[]>();
  for (const input of DomUtils.getElementsByTagName("input", page)) {
    const { "data-component": component = "", name = "" } = input.attribs;
    const [outermost = ""] = name.split(/[.[]/, 1);
    const form = ["url", "query", "body"].includes(component) ? formOf(input, forms) : undefined;
    if (form === undefined || outermost === "") continue;
    const names = found.get(form);
    if (names === undefined) found.set(form, [outermost]);
    else names.push(outermost);
  }
  return found;
}

function formOf(input: HtmlElement, forms: ReadonlySet<HtmlElement>): HtmlElement | undefined {
  for (let element = input.parent; element !== null; element = element.parent) {
    if ("attribs" in element && forms.has(element)) return element;
  }
  return undefined;
}

/** The words of a heading. Headings may be nested, so no more than a title's length is read. */
function text(element: HtmlElement): string {
  let words = "";
  const open: HtmlNode[] = [element];
  for (let node = open.pop(); node !== undefined && words.length < longestText; node = open.pop()) {
    if ("children" in node) open.push(...node.children.slice(0, longestText).toReversed());
    else words += DomUtils.textContent(node);
  }
  return words.slice(0, longestText).replaceAll(/\s+/g, " ").trim();
}

const longestText = 2000;
