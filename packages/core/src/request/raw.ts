import type { HttpMethod } from "../declaration.ts";
import type { OptionNames } from "../check-options.ts";
import type { RequestOptions } from "../client.ts";
import { checkCallOptions, type Engine } from "../engine.ts";
import type { Issue } from "../errors.ts";
import { type CallOptions, callOptionNames } from "../options.ts";
import { credentialOf, headersOf, type Plan } from "../plan.ts";
import { type CallRequest, type Fields, write } from "./build.ts";
import { isIdempotentMethod, isReadMethod } from "./route.ts";

/** The escape hatch, loaded when a program first uses it: most never do. */

const optionNames = {
  ...callOptionNames,
  query: true,
  body: true,
  bodyType: true,
  auth: true,
  idempotent: true,
  media: true,
} as const satisfies OptionNames<RequestOptions>;

/**
 * Plans a request that no operation declares.
 *
 * @throws ConfigurationError when an option is unknown or invalid, or the client has no such credential.
 */
export function planRequest(engine: Engine, method: HttpMethod, path: string, options: RequestOptions): Plan {
  checkCallOptions(`${engine.vendor} request`, options, optionNames);
  const { auth, bodyType = engine.bodyType, idempotent, media = "json" } = options;
  const readOnly = isReadMethod(method);
  return {
    operation: "request",
    baseUrl: engine.baseUrl(),
    logger: engine.logger(),
    method,
    path,
    template: { literals: [path], variables: [] },
    evidence: "documented",
    isAllowed: true,
    repeatable: idempotent ?? isIdempotentMethod(method),
    readOnly,
    credential: credentialOf(engine, auth),
    media,
    tokenRequest: false,
    secretParams: [],
    bodyType,
    headers: headersOf(engine, media, readOnly),
    response: undefined,
  };
}

/** The parts of a request through the escape hatch. */
export interface RawParts {
  readonly query?: Fields | undefined;
  readonly body?: Fields | undefined;
  readonly extraParams?: Fields | undefined;
  readonly headers?: CallOptions["headers"];
}

function wrongPath(expected: string): Issue {
  return { field: "path", expected, received: "something else", message: `path: expected ${expected}` };
}

function pathIssues(path: string): Issue[] {
  const issues: Issue[] = [];
  if (!path.startsWith("/") || /[\s?#\\]/.test(path)) {
    issues.push(
      wrongPath(
        "a path that begins with a slash and contains no space, backslash, query (use the option `query`) or fragment",
      ),
    );
  }
  if (path.split("/").some((segment) => /^(\.|%2e){1,2}$/i.test(segment)))
    issues.push(wrongPath("no `.` or `..` segments"));
  return issues;
}

/**
 * Checks and writes a request that no operation declares.
 *
 * @throws Unwritable when something cannot be sent; ConfigurationError for a header that cannot be sent.
 */
export function buildRawRequest(
  plan: Plan,
  { query, body, extraParams, headers }: RawParts,
): CallRequest | Promise<CallRequest> {
  const isRead = isReadMethod(plan.method);
  const issues = pathIssues(plan.path);
  if (isRead && body !== undefined) {
    const expected = `no body, because fetch cannot send one with ${plan.method}`;
    issues.push({ field: "body", expected, received: "a body", message: `body: expected ${expected}` });
  }
  const whole = extraParams === undefined ? body : { ...body, ...extraParams };
  const parts = {
    path: plan.path,
    query: isRead ? { ...query, ...extraParams } : (query ?? {}),
    body: isRead ? undefined : whole,
    headers,
  };
  return write(plan, parts, {}, issues);
}
