import { RoutesDocumentError } from "../document-error.ts";
import type { TrafficRoute } from "./templates.ts";

/** The routes of the portal, and where its API begins. */
export interface PortalTraffic {
  readonly routes: readonly TrafficRoute[];
  /** How many parts of a path belong to the base URL. */
  readonly base: number;
  /** The path of the base URL: `/api`. Empty for none. */
  readonly basePath: string;
  /** How many routes were left out, because they are another host's or not below the base URL. */
  readonly ofOtherHosts: number;
  readonly ofOtherPaths: number;
}

/** The client's own base path. */
export const usualBase = "/api";

/** Parts of a path that only say that an API follows. */
const prefix =
  /^(v\d+(\.\d+)*|rest|apis?|services?|rpc|backend|json|ajax|public|lms|app|admin|index\.php|wp-json)$/i;

function isApi(segment: string | undefined): boolean {
  return segment?.toLowerCase() === "api";
}

function partsOf(path: string): readonly string[] {
  return path.split("/").filter((part) => part !== "");
}

/**
 * Chooses the portal among the hosts of a recording: the one that most of the routes which look like an operation are of.
 *
 * @param likeness Whether a route has the names of an operation.
 * @param baseUrl The client's base URL, if given: it decides.
 * @throws RoutesDocumentError when two hosts could be the portal.
 */
export function portalTraffic(
  routes: readonly TrafficRoute[],
  likeness: (route: TrafficRoute) => boolean,
  baseUrl: string | undefined,
): PortalTraffic {
  const given = baseUrl === undefined ? undefined : baseOf(baseUrl);
  const host = given?.host ?? portalHost(routes, likeness);
  const own = routes.filter((route) => route.host === host);
  const parts = given?.parts ?? basePartsOf(own);
  const inside = own.filter(
    ({ segments }) => parts.every((part, at) => segments[at] === part) && segments.length > parts.length,
  );
  return {
    routes: inside,
    base: parts.length,
    basePath: parts.map((part) => `/${part}`).join(""),
    ofOtherHosts: routes.length - own.length,
    ofOtherPaths: own.length - inside.length,
  };
}

function baseOf(baseUrl: string): { readonly host: string; readonly parts: readonly string[] } {
  if (!/^https?:\/\//i.test(baseUrl) || !URL.canParse(baseUrl)) {
    throw new RoutesDocumentError(
      "The option baseUrl is not an address. Expected the base URL of your client, such as https://acme.aomlms.com/api.",
    );
  }
  const { host, pathname } = new URL(baseUrl);
  return { host, parts: partsOf(pathname) };
}

function portalHost(
  routes: readonly TrafficRoute[],
  likeness: (route: TrafficRoute) => boolean,
): string | undefined {
  const hosts = [...Map.groupBy(routes, ({ host }) => host)];
  if (hosts.length < 2) return hosts[0]?.[0];
  const counted = hosts
    .map(([host, own]) => ({ host, count: own.filter(likeness).length, size: own.length }))
    .toSorted((one, other) => other.count - one.count || other.size - one.size);
  const [first, second] = counted;
  // Where nothing is like ours, nothing will be matched: the largest is shown.
  if (first === undefined || second === undefined || first.count === 0) return first?.host;
  if (second.count * 2 < first.count) return first.host;
  const named = counted
    .filter(({ count }) => count * 2 >= first.count)
    .slice(0, 5)
    .map(({ host, count }) => `${host} (${count} like ours)`);
  throw new RoutesDocumentError(
    `Several hosts of the recording could be the portal: ${named.join(", ")}. ` +
      "Set the option baseUrl to the base URL of your client, or record the portal alone.",
  );
}

/** Up to the first `api`, as most routes have it; otherwise what all of them begin with, if that is no resource. */
function basePartsOf(routes: readonly TrafficRoute[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { segments } of routes) {
    const at = segments.findIndex(isApi);
    const before = segments.slice(0, at + 1);
    if (at < 0 || before.includes(undefined)) continue;
    const key = before.join("/");
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted(([, one], [, other]) => other - one);
  if (most !== undefined && most[1] * 2 >= routes.length) return most[0].split("/");
  const [first] = routes;
  const shared: string[] = [];
  for (const [at, segment] of (first?.segments ?? []).entries()) {
    if (segment === undefined || !prefix.test(segment)) break;
    if (!routes.every(({ segments }) => segments[at] === segment && segments.length > at + 1)) break;
    shared.push(segment);
  }
  return shared;
}
