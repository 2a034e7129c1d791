import type { OperationFacts } from "../support/facts.ts";

const kebab = (name: string): string => name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();
const snake = (name: string): string => kebab(name).replaceAll("-", "_");
const variables = (path: string): readonly string[] => [...path.matchAll(/\{\w+\}/g)].map(([name]) => name);
const split = (operation: string): readonly [string, string] => {
  const [resource = "", action = ""] = operation.split(".");
  return [resource, action];
};
const join = (...parts: readonly string[]): string => `/${parts.filter((part) => part !== "").join("/")}`;

/** How a portal routes an operation: `METHOD /path`, with our names of variables. */
export type Convention = (fact: OperationFacts) => string;

/** `GET /v2/courses/{id}/reset_progress`: plural and snake_case, ids in the middle, PATCH instead of PUT. */
export const rest: Convention = ({ operation, method, path }) => {
  const [resource, action] = split(operation);
  const verb = /^(get|create|update|delete)$/.test(action) ? "" : action === "list" ? "list" : snake(action);
  const others: Readonly<Record<string, string>> = { PUT: "PATCH", PATCH: "PUT" };
  return `${others[method] ?? method} ${join("v2", snake(resource), ...variables(path), verb)}`;
};

/** `POST /course/getDetails`: one path for each function, POST for all. */
export const calls: Convention = ({ operation, path }) => {
  const [resource, action] = split(operation);
  return `POST ${join(resource.replace(/s$/, ""), action, ...variables(path))}`;
};

/** `PUT /{id}/learning-paths/clone`: ids first, kebab-case; writes are PUT. */
export const idsFirst: Convention = ({ operation, method, path }) => {
  const [resource, action] = split(operation);
  const other = method === "POST" ? "PUT" : method === "PUT" ? "POST" : method;
  return `${other} ${join(...variables(path), kebab(resource), kebab(action))}`;
};

/** `GET /v2/courses/{id}/reset_progress/`: a slash at the end of every path, as Django has it. */
export const slashes: Convention = (fact) => `${rest(fact)}/`;

/** `GET /v2/courses/{id}.json`: a format at the end of every path, as Rails has it. */
export const formats: Convention = (fact) => `${rest(fact)}.json`;

const otherWords: Readonly<Record<string, string>> = {
  announcements: "news",
  badges: "awards",
  categories: "labels",
  coupons: "vouchers",
  courses: "trainings",
  learningPaths: "tracks",
  locations: "venues",
  media: "files",
  memberships: "plans",
  menus: "navigation",
  modules: "lessons",
  orders: "purchases",
  pages: "screens",
  portals: "sites",
  products: "offers",
  questions: "items",
  quizModules: "assessments",
  staff: "employees",
  subscriptions: "renewals",
  users: "learners",
  webhooks: "hooks",
  webinars: "live_sessions",
};

/** `GET /v1/trainings/{id}/ratings`: the portal has its own words for the vendor's things, and no verbs for usual ones. */
export const ownWords: Convention = ({ operation, method, path }) => {
  const [resource, action] = split(operation);
  const verb = /^(get|create|update|delete|list)$/.test(action)
    ? ""
    : snake(action).replace(/^(list|get|lookup)_/, "");
  const noun = otherWords[resource] ?? snake(resource);
  return `${method === "PUT" ? "PATCH" : method} ${join("v1", noun, ...variables(path), verb)}`;
};

/** Names without a meaning, in any order: the path says nothing. */
export function opaque(order: readonly number[]): (fact: OperationFacts, at: number) => string {
  return ({ method, path }, at) => `${method} ${join(`x${(order[at] ?? at) + 1}`, ...variables(path))}`;
}

/** A portal whose resources have each other's names: what its paths say is wrong. */
export function swapped(
  facts: readonly OperationFacts[],
  order: readonly number[],
): readonly { readonly fact: OperationFacts; readonly route: string }[] {
  const resources = [...new Set(facts.map(({ operation }) => split(operation)[0]))];
  const others = [...new Set(order.map((at) => split(facts[at]?.operation ?? "")[0]))];
  const names = new Map(resources.map((resource, at) => [resource, others[at] ?? resource]));
  const taken = new Set<string>();
  return facts.map((fact, at) => {
    const [resource, action] = split(fact.operation);
    const route = rest({ ...fact, operation: `${names.get(resource) ?? resource}.${action}` });
    const shape = route.replaceAll(/\{\w+\}/g, "{}");
    const own = taken.has(shape) ? `${route}/x${at}` : route;
    taken.add(own.replaceAll(/\{\w+\}/g, "{}"));
    return { fact, route: own };
  });
}
