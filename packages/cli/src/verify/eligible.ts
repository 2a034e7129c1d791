import type { AnyDeclaration } from "@kelaskit/core/vendor";

/** The route of an operation: the one of `--routes`, else the declared one. */
export function routeOf(declaration: AnyDeclaration, routes: Readonly<Record<string, string>>): string {
  return routes[declaration.name]?.trim() ?? `${declaration.method} ${declaration.path}`;
}

/** Why an operation is never sent; undefined if it is certain that it only reads. */
export function reasonNotToSend(
  declaration: AnyDeclaration,
  routes: Readonly<Record<string, string>>,
): string | undefined {
  const [method = ""] = routeOf(declaration, routes).split(" ");
  const isGet = /^(?:get|head)$/i.test(method);
  const declaredRead = declaration.method === "GET" || declaration.method === "HEAD";
  if (declaration.safe ?? declaredRead)
    return isGet
      ? undefined
      : `it reads, but is sent by ${method.toUpperCase()}: at a wrong route, that could change something`;
  return isGet && declaredRead ? "it changes something, although it is a GET" : "it changes something";
}

/** Whether an operation is one of those named: `courses.get`, `courses.*`, `*.list`. */
export function isNamed(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const parts = pattern.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
    return new RegExp(`^${parts.join(".*")}$`).test(name);
  });
}
