import type { Credential } from "./credentials.ts";
import type { AnyDeclaration, Evidence, HttpMethod, SchemaThunk } from "./declaration.ts";
import type { BodyType, Engine } from "./engine.ts";
import { ConfigurationError } from "./errors.ts";
import type { Logger } from "./logging.ts";
import type { UnverifiedRoutePolicy } from "./options.ts";
import { encodingHeaders } from "./complete.ts";
import {
  isIdempotentMethod,
  isReadMethod,
  parsePath,
  parseRoute,
  type PathTemplate,
} from "./request/route.ts";

/** Where one parameter of an operation goes. */
type Place = "path" | "query" | "body";

/**
 * What holds for every call of one operation with one client: its route after overrides, what may be repeated, which
 * credential it takes. Made once, with the first call.
 */
export interface Plan {
  /** The operation's name; `request` for the escape hatch. */
  readonly operation: string;
  /** The client's address without a slash at its end, read with the first call: it may come from the environment. */
  readonly baseUrl: string;
  /** Where log lines go, likewise. */
  readonly logger: Logger;
  readonly method: HttpMethod;
  /** The path as declared or overridden, with its variables in braces. */
  readonly path: string;
  readonly template: PathTemplate;
  /** The evidence; an override counts as documented. */
  readonly evidence: Evidence;
  /** The client's policy on unverified routes lets it through. */
  readonly isAllowed: boolean;
  /** Sending it again after a try that may have been carried out does no harm: see `maySendAgain` in retry-policy.ts. */
  readonly repeatable: boolean;
  /** Nothing at the vendor changes. */
  readonly readOnly: boolean;
  readonly credential: Credential | undefined;
  readonly media: "json" | "binary";
  /** A token request: strict, in front of the queue, and its bodies stay out of errors and middleware. */
  readonly tokenRequest: boolean;
  /** Parameters whose values no error may repeat. */
  readonly secretParams: readonly string[];
  /** How its body is written. */
  readonly bodyType: BodyType;
  /** What every call sends unless it says otherwise. */
  readonly headers: Readonly<Record<string, string>>;
  /** The schema of a successful reply; without one it is not looked at. */
  readonly response: SchemaThunk<unknown> | undefined;
}

/** A plan of a declared operation. */
export interface DeclaredPlan extends Plan {
  readonly declaration: AnyDeclaration;
  /** Where a parameter goes that does not go where the method has it by custom. */
  readonly places: ReadonlyMap<string, Place>;
  /** Where parameters go by custom: to the query of a method that reads, else to the body. */
  readonly byCustom: Place;
}

/**
 * Finds a credential of a client; without a name it is the client's first.
 *
 * @throws ConfigurationError when the client has none of that name.
 */
export function credentialOf(engine: Engine, name: string | false | undefined): Credential | undefined {
  if (name === false) return undefined;
  if (name === undefined) return Object.values(engine.credentials)[0];
  const credential = Object.hasOwn(engine.credentials, name) ? engine.credentials[name] : undefined;
  if (credential !== undefined) return credential;
  const known = Object.keys(engine.credentials).join(", ") || "none";
  throw new ConfigurationError(`The ${engine.vendor} client has no credential "${name}"; it has ${known}.`);
}

/** What every call of a plan sends unless it says otherwise. */
export function headersOf(engine: Engine, media: Plan["media"], readOnly: boolean): Plan["headers"] {
  return { accept: "application/json", ...encodingHeaders(media, readOnly), ...engine.headers };
}

function allows(policy: UnverifiedRoutePolicy, evidence: Evidence, isRead: boolean): boolean {
  return evidence !== "proposed" || policy === "allow" || (policy === "reads" && isRead);
}

/** What a client says about routes. */
export interface RouteSettings {
  /** The route in place of the declared one. */
  readonly override: string | undefined;
  readonly policy: UnverifiedRoutePolicy;
}

/**
 * Plans the calls of a declared operation: with the client's route in place of the declared one where it has one, and the
 * vendor's way of writing bodies where the declaration has none of its own.
 *
 * @throws ConfigurationError when the override or the credential cannot be right.
 */
export function planOperation(
  engine: Engine,
  declaration: AnyDeclaration,
  { override, policy }: RouteSettings,
): DeclaredPlan {
  const { method, path } = override === undefined ? declaration : parseRoute(declaration.name, override);
  const evidence = override === undefined ? declaration.evidence : "documented";
  const template = parsePath(path);
  const readOnly = declaration.safe ?? isReadMethod(method);
  const statedRepeatable =
    readOnly || declaration.idempotent === true || (isIdempotentMethod(method) && !isReadMethod(method));
  const media = declaration.media ?? "json";
  return {
    declaration,
    operation: declaration.name,
    baseUrl: engine.baseUrl(),
    logger: engine.logger(),
    method,
    path,
    template,
    evidence,
    isAllowed: allows(policy, evidence, readOnly && isReadMethod(method)),
    // The method of a proposed write is our guess, so what HTTP promises of the method is a guess too.
    repeatable: (readOnly && isReadMethod(method)) || (evidence !== "proposed" && statedRepeatable),
    readOnly,
    credential: credentialOf(engine, declaration.auth),
    media,
    tokenRequest: declaration.tokenRequest === true,
    secretParams: declaration.secretParams ?? [],
    bodyType: declaration.bodyType ?? engine.bodyType,
    headers: headersOf(engine, media, readOnly),
    response: declaration.response,
    places: new Map<string, Place>([
      ...(declaration.body ?? []).map((name): [string, Place] => [name, "body"]),
      ...(declaration.query ?? []).map((name): [string, Place] => [name, "query"]),
      ...template.variables.map((name): [string, Place] => [name, "path"]),
    ]),
    byCustom: isReadMethod(method) ? "query" : "body",
  };
}
