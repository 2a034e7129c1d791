import { catalog } from "../../src/routes/match/catalog.ts";

/** One route of a portal that documents the API with other paths than ours. */
export interface PortalRoute {
  /** The operation that the route is for; `undefined` for a route without an operation. */
  readonly operation: string | undefined;
  readonly method: string;
  /** Below the portal's address, with the portal's names for variables. */
  readonly path: string;
  /** What the import must return: the path below `/api`, with our names. */
  readonly expected: string;
  readonly title: string;
  readonly tag: string;
  readonly query: readonly string[];
  readonly body: readonly string[];
}

const resourceOf = (operation: string): string => operation.split(".")[0] ?? "";
const methodOf = (operation: string): string => operation.split(".")[1] ?? "";
const kebab = (name: string): string => name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();
const spaced = (name: string): string => kebab(name).replaceAll("-", " ");
const capital = (text: string): string => text.replace(/^./, (letter) => letter.toUpperCase());

/** The vendor's style of titles, such as "Retrieve course rating", from the catalog's words. */
function vendorTitle(words: string): string {
  const verbs: Readonly<Record<string, string>> = { get: "retrieve", clone: "clone", update: "update" };
  return capital(words.replaceAll(/\b(get|clone|update)\b/g, (verb) => verbs[verb] ?? verb));
}

/** `{id}` of a course is `{course}`, `{portalId}` is `{portal}`: the names that frameworks use. */
function portalVariable(operation: string, name: string): string {
  if (name !== "id")
    return name
      .replace(/_?[iI]d$/, "")
      .replaceAll(/(?<=[a-z])(?=[A-Z])/g, "_")
      .toLowerCase();
  return kebab(resourceOf(operation)).replaceAll("-", "_").replace(/s$/, "");
}

/** All operations as a portal could route them, such as `/api/courses/enroll/{course}`; no two paths collide. */
export const portalRoutes: readonly PortalRoute[] = catalog().operations.map((operation) => {
  const { name: operationName, method, variables, otherParameters } = operation;
  const [resource, action] = [kebab(operation.resource), kebab(methodOf(operationName))];
  const path = (names: readonly string[]): string =>
    ["", resource, action, ...names.map((name) => `{${name}}`)].join("/");
  return {
    operation: operationName,
    method,
    path: `/api${path(variables.map((name) => portalVariable(operationName, name)))}`,
    expected: `${method} ${path(variables)}`,
    title: vendorTitle(operation.title.join(" ")),
    tag: capital(spaced(operation.resource)),
    query: method === "GET" ? otherParameters : [],
    body: method === "GET" ? [] : otherParameters,
  };
});

/** Routes of a portal that is newer than our catalog. */
export const addedRoutes: readonly PortalRoute[] = [
  ["POST", "/api/badges/archive", "Archive badges", "Badges"],
  ["GET", "/api/courses/forecast", "Retrieve the forecast of completions", "Courses"],
  ["POST", "/api/surveys/translate/{survey}", "Translate a survey module", "Survey modules"],
  ["GET", "/api/health", "Health", "Monitoring"],
].map(([method = "", path = "", title = "", tag = ""]) => ({
  operation: undefined,
  method,
  path,
  expected: `${method} ${path.replace("/api", "")}`,
  title,
  tag,
  query: [],
  body: method === "POST" ? ["reason"] : [],
}));

const otherWords: Readonly<Record<string, string>> = {
  retrieve: "fetch",
  update: "edit",
  create: "add a new",
  delete: "remove the",
  learner: "student",
  detail: "information",
  course: "courses",
  list: "tabular list",
};

/** The title in other words: synonyms, plurals, articles. */
export function reworded(title: string): string {
  return capital(
    title
      .toLowerCase()
      .split(" ")
      .map((word) => otherWords[word] ?? word)
      .join(" "),
  );
}

/** The title in another order, with other punctuation. */
export function reordered(title: string): string {
  const [first = "", ...others] = title.split(" ");
  return others.length === 0 ? `${first}.` : `${capital(others.join(" "))} (${first.toLowerCase()}).`;
}

/** An OpenAPI document of a portal. */
export function openApiOf(routes: readonly PortalRoute[]): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const variables = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
    const parameter = (place: string) => (name: string) => ({
      name,
      in: place,
      required: place === "path",
      schema: { type: "string" },
    });
    paths[route.path] = {
      ...paths[route.path],
      [route.method.toLowerCase()]: {
        summary: route.title,
        tags: [route.tag],
        parameters: [...variables.map(parameter("path")), ...route.query.map(parameter("query"))],
        ...(route.body.length > 0 && {
          requestBody: {
            content: {
              "application/json": {
                schema: {
                  type: "object",
                  properties: Object.fromEntries(route.body.map((name) => [name, { type: "string" }])),
                },
              },
            },
          },
        }),
        responses: { "200": { description: "Done" } },
      },
    };
  }
  return {
    openapi: "3.0.3",
    info: { title: "Academy of mine APIs", version: "1.0.0" },
    servers: [{ url: "https://portal.example" }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
  };
}
