import { DomUtils, type parseDocument } from "htmlparser2";
import type { ReadDocument, ReadRoute } from "./published.ts";

type HtmlDocument = ReturnType<typeof parseDocument>;
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

/** Whether a page was made by Scribe's default theme, which prints each endpoint with a form to try it. */
export function isScribe(page: HtmlDocument): boolean {
  return endpointForms(page).length > 0;
}

/** Reads a page of Scribe's default theme, versions 3 to 5. */
export function readScribe(page: HtmlDocument): ReadDocument {
  const forms = new Set(endpointForms(page));
  const routes: ReadRoute[] = [];
  let group = "";
  let headings: HtmlElement[] = [];
  // In the order of the page: a group's heading, then a heading and a form for each endpoint.
  const inOrder = DomUtils.findAll(
    (element) => ["h1", "h2", "h3"].includes(element.name) || forms.has(element),
    page.children,
  );
  for (const element of inOrder) {
    if (element.name === "h1") group = text(element);
    if (element.name === "h2" || element.name === "h3") headings.push(element);
    if (forms.has(element)) {
      routes.push(routeOf(element, group, headings));
      headings = [];
    }
  }
  const title = DomUtils.getElementsByTagName("title", page)[0];
  return { format: "scribe", title: title === undefined ? undefined : text(title) || undefined, routes };
}

function routeOf(form: HtmlElement, group: string, headings: readonly HtmlElement[]): ReadRoute {
  const { id = "", "data-method": method = "", "data-path": path = "" } = form.attribs;
  const endpoint = id.slice("form-".length);
  const isOwn = ({ attribs }: HtmlElement): boolean => attribs["id"]?.endsWith(`-${endpoint}`) === true;
  const subgroups = headings.filter(({ name }) => name === "h2");
  const heading = headings.find(isOwn) ?? subgroups.at(-1);
  // The page prints method and path as the heading where an endpoint has no title.
  const title = heading === undefined ? "" : text(heading);
  const untitled = title.replace(`${method} `, "") === path;
  return {
    method,
    path,
    title: untitled ? "" : title,
    tags: group === "" ? [] : [group],
    parameters: parametersOf(form),
  };
}

/** Outermost names of the fields to fill in; those of headers, and of the reply behind the form, are not among them. */
function parametersOf(form: HtmlElement): readonly string[] {
  const inputs = DomUtils.getElementsByTagName("input", form).filter(({ attribs }) =>
    ["url", "query", "body"].includes(attribs["data-component"] ?? ""),
  );
  const names = inputs.map(({ attribs }) => (attribs["name"] ?? "").split(/[.[]/)[0] ?? "");
  return [...new Set(names.filter((name) => name !== ""))];
}

function text(element: HtmlElement): string {
  return DomUtils.textContent(element).replaceAll(/\s+/g, " ").trim();
}
