import { DomHandler, DomUtils, Parser } from "htmlparser2";
import { RoutesDocumentError } from "../document-error.ts";
import { readOpenApi } from "./openapi.ts";
import type { ReadDocument } from "./published.ts";
import { findInScripts } from "./redoc.ts";
import { isScribe, readScribe } from "./scribe.ts";
import { clipped } from "./values.ts";

type Page = DomHandler["root"];

/** Browsers nest no deeper than 512; the parser's work grows with the depth at each element. */
const deepestElement = 1000;

/** Builds a page's tree, and stops if elements are nested too deeply. */
class BoundedHandler extends DomHandler {
  override onopentag(...tag: Parameters<DomHandler["onopentag"]>): void {
    super.onopentag(...tag);
    if (this.tagStack.length <= deepestElement) return;
    throw new RoutesDocumentError(
      `The HTML page has more than ${deepestElement} nested elements, which no documentation page has. ` +
        "Save the page again from a browser, or import the OpenAPI file or Postman collection that it offers.",
    );
  }
}

function parsePage(html: string): Page {
  const handler = new BoundedHandler();
  new Parser(handler).end(html);
  return handler.root;
}

/** Reads an HTML page: of Redoc with its document inside, or of Scribe. */
export function readHtml(html: string): ReadDocument {
  const page = parsePage(html);
  if (isScribe(page)) return readScribe(page);
  const scripts = DomUtils.getElementsByTagName("script", page)
    .filter(({ attribs }) => attribs["src"] === undefined)
    .map((script) => DomUtils.textContent(script));
  const { document, address } = findInScripts(scripts);
  if (document !== undefined) return { ...readOpenApi(document), format: "redoc" };
  const pointsTo = address ?? addressInPage(page);
  if (pointsTo !== undefined) {
    throw new RoutesDocumentError(
      `The page does not contain the routes: it loads them from ${JSON.stringify(clipped(pointsTo))}. ` +
        "Import that URL (if it is relative, resolve it against the page's URL), or download the file and import it.",
      { pointsTo },
    );
  }
  throw new RoutesDocumentError(explanation(page));
}

/** The URL of the document in a page's elements: Redoc's and RapiDoc's own, else a link to download it. */
function addressInPage(page: Page): string | undefined {
  for (const [element, attribute] of [
    ["redoc", "spec-url"],
    ["rapi-doc", "spec-url"],
    ["elements-api", "apidescriptionurl"],
  ] as const) {
    const address = DomUtils.getElementsByTagName(element, page)
      .map(({ attribs }) => attribs[attribute])
      .find((value) => value !== undefined && value !== "");
    if (address !== undefined) return address;
  }
  return DomUtils.getElementsByTagName("a", page)
    .map(({ attribs }) => attribs["href"] ?? "")
    .find((href) => isDocumentAddress(href));
}

const somewhere = "https://page.invalid/";

/** Names under which documentation tools publish: openapi.yaml, swagger.json, docs.openapi, docs.postman, collection.json. */
function isDocumentAddress(href: string): boolean {
  if (!URL.canParse(href, somewhere)) return false;
  const name = new URL(href, somewhere).pathname.split("/").at(-1)?.toLowerCase() ?? "";
  return (
    /\.(openapi|postman)$/.test(name) ||
    (/\.(json|ya?ml)$/.test(name) && /(openapi|swagger|collection|redoc|spec|^api)/.test(name))
  );
}

/** The likely kind of a page, and what to do. */
function explanation(page: Page): string {
  const [heading] = DomUtils.getElementsByTagName("title", page);
  const title = heading === undefined ? "" : DomUtils.textContent(heading).trim();
  const named = title === "" ? "The HTML page" : `The HTML page ${JSON.stringify(title.slice(0, 80))}`;
  const hasPassword = DomUtils.getElementsByTagName("input", page).some(
    ({ attribs }) => attribs["type"] === "password",
  );
  if (hasPassword) {
    return (
      `${named} requires a password: it is a login page, not the documentation. ` +
      "Open the documentation in a browser where you are logged in, save the page, and import the saved file."
    );
  }
  return (
    `${named} contains no readable routes: it is neither a Redoc page with its document inside nor a Scribe page. ` +
    "Look for a link to its OpenAPI file or Postman collection, and import that."
  );
}
