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

/** The part of a request that a parameter belongs to. */
type Place = "path" | "query" | "body";

/**
 * What is the same for every call of one operation with one client: its route after overrides, whether it may be repeated, its
 * credential. Created once, with the first call.
 */
export interface Plan {
  /** The operation's name; `request` for the escape hatch. */
  readonly operation: string;
  /** The base URL of the operation's server without a trailing slash, read with the first call because it may come from the environment. */
  readonly baseUrl: string;
  /** The client's logger, also read with the first call. */
  readonly logger: Logger;
  readonly method: HttpMethod;
  /** The path as declared or overridden, with its variables in braces. */
  readonly path: string;
  readonly template: PathTemplate;
  /** The evidence; an override counts as documented. */
  readonly evidence: Evidence;
  /** Whether the client's policy on unverified routes allows it. */
  readonly isAllowed: boolean;
  /** Whether it is safe to repeat an attempt that may have been carried out: see `maySendAgain` in retry-policy.ts. */
  readonly repeatable: boolean;
  /** Whether it only reads. */
  readonly readOnly: boolean;
  readonly credential: Credential | undefined;
  readonly media: "json" | "binary";
  /** Whether it is a token request: validated strictly, first in the queue, its bodies kept out of errors and middleware. */
  readonly tokenRequest: boolean;
  /** Parameters whose values must not appear in an error. */
  readonly secretParams: readonly string[];
  /** How its body is encoded. */
  readonly bodyType: BodyType;
  /** The headers of every call; a call may override them. */
  readonly headers: Readonly<Record<string, string>>;
  /** The schema of a successful reply; without one, the reply is not validated. */
  readonly response: SchemaThunk<unknown> | undefined;
}

/** The plan of a declared operation. */
export interface DeclaredPlan extends Plan {
  readonly declaration: AnyDeclaration;
  /** Parameters that do not belong in the default place. */
  readonly places: ReadonlyMap<string, Place>;
  /** The default place for parameters: the query if the method reads, else the body. */
  readonly byCustom: Place;
}

/**
 * Finds a credential of a client by name; without a name, the client's first.
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

/** The headers that every call of a plan sends by default. */
export function headersOf(engine: Engine, media: Plan["media"], readOnly: boolean): Plan["headers"] {
  return { accept: "application/json", ...encodingHeaders(media, readOnly), ...engine.headers };
}

function allows(policy: UnverifiedRoutePolicy, evidence: Evidence, isRead: boolean): boolean {
  return evidence !== "proposed" || policy === "allow" || (policy === "reads" && isRead);
}

/** A client's settings for routes. */
export interface RouteSettings {
  /** The route that replaces the declared one. */
  readonly override: string | undefined;
  readonly policy: UnverifiedRoutePolicy;
}

/**
 * Plans the calls of a declared operation. The client's route overrides the declared one, and the declaration's body type
 * overrides the vendor's.
 *
 * @throws ConfigurationError when the route override is invalid or the client has no such credential.
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
    baseUrl: engine.baseUrl(declaration.server),
    logger: engine.logger(),
    method,
    path,
    template,
    evidence,
    isAllowed: allows(policy, evidence, readOnly && isReadMethod(method)),
    // The method of a proposed write is a guess, so HTTP's guarantees for that method do not apply.
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
