import type { AnyDeclaration } from "@kelaskit/core/vendor";
import type { AnyOperation, Vendor } from "../vendors/vendor.ts";
import type { OperationWords } from "../vendors/reference.ts";

/** What an operation does at the vendor: a read changes nothing. */
export type Effect = "read" | "write";

/** An operation as assistants see it. */
export interface ServedOperation {
  readonly vendor: Vendor;
  readonly operation: AnyOperation;
  readonly declaration: AnyDeclaration;
  /** Its texts; only built packages contain them. */
  readonly words: OperationWords | undefined;
  /** Its method and path, from `--routes` if that has them. */
  readonly method: string;
  readonly path: string;
  /** Whether its route comes from `--routes`. */
  readonly isRouteGiven: boolean;
  readonly effect: Effect;
}

/** A vendor's routes in `--routes`: `METHOD /path` by operation. */
export type Routes = Readonly<Record<string, string>>;

function isReadMethod(method: string): boolean {
  return method === "GET" || method === "HEAD";
}

/** Whether a method may carry out a read: some vendors read with POST, none with PUT, PATCH or DELETE. */
function mayRead(method: string): boolean {
  return isReadMethod(method) || method === "POST";
}

/**
 * What an operation does. The declaration decides, never the method alone: a GET that changes something is a write. A route
 * of `--routes` can turn a read into a write but no write into a read.
 */
function effectOf({ method, safe }: AnyDeclaration, givenMethod: string): Effect {
  const isDeclaredRead = safe ?? isReadMethod(method);
  const staysRead = safe === true ? mayRead(givenMethod) : isReadMethod(givenMethod);
  return isDeclaredRead && staysRead ? "read" : "write";
}

/** Describes an operation with its route. */
export function servedOperation(
  vendor: Vendor,
  operation: AnyOperation,
  words: OperationWords | undefined,
  routes: Routes,
): ServedOperation {
  const { declaration } = operation;
  const given = Object.hasOwn(routes, declaration.name) ? routes[declaration.name] : undefined;
  const [method = declaration.method, path = declaration.path] = given?.trim().split(/\s+/) ?? [];
  return {
    vendor,
    operation,
    declaration,
    words,
    method: method.toUpperCase(),
    path,
    isRouteGiven: given !== undefined,
    effect: effectOf(declaration, method.toUpperCase()),
  };
}

/** Whether sending it twice has the same effect as sending it once, so that Kelaskit repeats it after a failure. */
export function isRepeatable({ declaration, method, effect }: ServedOperation): boolean {
  return effect === "read" || declaration.idempotent === true || method === "PUT" || method === "DELETE";
}

/** The effect of an operation as the beginning of a sentence: `This places an order at Skilvul`. */
export function effectWords({ vendor, declaration, words, method, path }: ServedOperation): string {
  const { summary } = words ?? {};
  const does =
    summary === undefined
      ? `calls ${declaration.name} (${method} ${path})`
      : `${summary.slice(0, 1).toLowerCase()}${summary.slice(1)}`;
  return `This ${does.replace(/\.$/, "")} at ${vendor.title}`;
}

/** Whether an operation is repeated, and what that means for the caller. */
export function repeatWords(served: ServedOperation): string {
  if (served.effect === "read") return "It only reads, so it is repeated after a failure.";
  return isRepeatable(served)
    ? "Sending it again has the same effect, so it is repeated after a failure."
    : "It cannot be repeated: it is sent at most once, and if its answer is lost, it may or may not have been carried out.";
}
