// The navigation: guides, then vendors and their resources, then the reference, then the project.
import type { ResourcePage } from "./operations/pages.ts";
import type { FilePage, PageGroup } from "./pages.ts";
import type { SymbolPage } from "./symbols.ts";
import { vendorCode } from "./vendors.ts";

/** An entry of the generator's sidebar. */
export interface NavigationItem {
  readonly text: string;
  readonly link?: string;
  readonly collapsed?: boolean;
  readonly items?: readonly NavigationItem[];
}

/** What the navigation lists. */
export interface NavigationSource {
  readonly guides: readonly PageGroup[];
  readonly resources: readonly ResourcePage[];
  readonly packages: readonly FilePage[];
  readonly symbols: readonly SymbolPage[];
  readonly project: readonly PageGroup[];
}

function linkTo(page: string): string {
  return `/${page.replace(/(^|\/)index$/, "$1")}`;
}

interface NavigationGroup {
  readonly title: string;
  readonly pages: readonly { readonly title: string; readonly page: string }[];
}

/** A group that can be closed has a link: what is only a button must not contain another one, which opens it. */
function groupItem({ title, pages }: NavigationGroup, collapsed: boolean): NavigationItem {
  const items = pages.map((page) => ({ text: page.title, link: linkTo(page.page) }));
  const [first] = items;
  return collapsed && first !== undefined
    ? { text: title, link: first.link, collapsed, items }
    : { text: title, items };
}

/** The sidebar: on pages of operations, these come first. */
export function navigation(source: NavigationSource): Readonly<Record<string, readonly NavigationItem[]>> {
  const { operations, others } = groups(source);
  return {
    "/api/": [operations, ...others],
    "/": [...others.slice(0, source.guides.length), operations, ...others.slice(source.guides.length)],
  };
}

function groups({ guides, resources, packages, symbols, project }: NavigationSource): {
  readonly operations: NavigationItem;
  readonly others: readonly NavigationItem[];
} {
  const vendors = Object.entries(vendorCode).map(([vendor, { title }]): NavigationItem => ({
    text: title,
    link: `/api/${vendor}/`,
    collapsed: true,
    items: resources
      .filter((resource) => resource.vendor === vendor)
      .map(({ name }) => ({ text: name, link: `/api/${vendor}/${name}` })),
  }));
  const readmes = packages.filter(({ page }) => page.startsWith("packages/"));
  return {
    operations: { text: "Operations", link: "/api/", items: vendors },
    others: [
      ...guides.map((group) => groupItem(group, false)),
      groupItem({ title: "Packages", pages: readmes }, true),
      groupItem({ title: "Types and functions", pages: symbols }, true),
      ...project.map((group) => groupItem(group, true)),
    ],
  };
}
