import type { ServedOperation } from "./served-operation.ts";

/** What the person who started the server allows. */
export interface Permissions {
  /** Whether writes may be called, after a confirmation. */
  readonly allowWrites: boolean;
}

/** Operations whose parameters or replies are credentials, beside the requests for tokens, which are declared as such. */
const aboutCredentials =
  /^(?:auth|oauth)\.|^paymentGateways\.(?:get|set)\w+Settings$|password|twoFactor|validateKey/i;

function isAboutCredentials({ declaration: { name, tokenRequest } }: ServedOperation): boolean {
  return tokenRequest === true || aboutCredentials.test(name);
}

/**
 * Why an operation is not called, and who can change that; undefined if it may be called. It depends only on the operation
 * and on how the server was started: no argument of a tool changes it.
 */
export function refusalOf(served: ServedOperation, { allowWrites }: Permissions): string | undefined {
  const { vendor, declaration, method, path, isRouteGiven, effect } = served;
  const name = `${vendor.name} ${declaration.name}`;
  if (isAboutCredentials(served)) {
    return (
      `${name} handles credentials and is never called for an assistant. Nothing was sent. ` +
      `A person can call it with: kelaskit call ${name}`
    );
  }
  if (declaration.evidence === "proposed" && !isRouteGiven) {
    return (
      `The route of ${name} (${method} ${path}) is only proposed: the vendor does not document it, so it is not called, not ` +
      "even to read. Nothing was sent. The person who starts this server can pass the real route with --routes FILE; kelaskit " +
      "verify and kelaskit routes import write such files. No argument of a tool can."
    );
  }
  if (effect === "write" && !allowWrites) {
    return (
      `${name} (${method} ${path}) changes data at ${vendor.title}, and this server only reads. Nothing was sent. The person ` +
      "who starts this server can allow writes with --allow-writes. No argument of a tool can."
    );
  }
  return undefined;
}
