import {
  ApiError,
  AuthenticationError,
  BadRequestError,
  ConnectionError,
  ConflictError,
  NotFoundError,
  PermissionError,
  ResponseMismatchError,
  TimeoutError,
  ValidationError,
} from "@kelaskit/core";
import { type AnyDeclaration, driftIssues, isObject } from "@kelaskit/core/vendor";
import { undeclaredKeys } from "@kelaskit/core/testing";
import { isPaged } from "../vendors/operations.ts";
import type { AnyOperation } from "../vendors/vendor.ts";
import type { CleanNames } from "./clean-names.ts";
import { declaredKeys } from "./reply-schema.ts";
import { shapeOf } from "./shape.ts";
import type { OperationRecord } from "./verdict.ts";

/** What a call shows, without the facts that do not depend on it. */
export type Finding = Pick<
  OperationRecord,
  "verdict" | "status" | "triedIds" | "reason" | "drift" | "undeclared" | "shape" | "isEmpty" | "pageSize"
>;

/** Whether a finding shows that the route is real. */
export function isReal({ verdict }: Pick<Finding, "verdict">): boolean {
  return verdict === "answered" || verdict === "drift";
}

/** The entries of a page; undefined if the reply has none where the declaration expects them. */
function itemsOf(operation: AnyOperation, reply: unknown): readonly unknown[] | undefined {
  if (!isPaged(operation)) return Array.isArray(reply) ? reply : undefined;
  const { items } = operation.pager;
  const value = (items === "" ? [] : items.split(".")).reduce<unknown>(
    (inside, name) => (isObject(inside) ? inside[name] : undefined),
    reply,
  );
  return Array.isArray(value) ? value : undefined;
}

/** The number of entries of a full page; undefined if no other page follows, or the reply does not say. */
function pageSizeOf(operation: AnyOperation, params: object, reply: unknown): number | undefined {
  const items = itemsOf(operation, reply);
  if (!isPaged(operation) || items === undefined || items.length === 0) return undefined;
  try {
    const next = operation.pager.next({
      params: { ...params },
      reply,
      items,
      before: { pages: 0, items: 0 },
    });
    return next === "end" ? undefined : items.length;
  } catch {
    // A field that the pager reads is missing, which the drift shows.
    return undefined;
  }
}

/** Fields that replies of any kind have to say how a request went, in lower case and without separators. */
const outcomeFields: ReadonlySet<string> = new Set([
  "code",
  "detail",
  "details",
  "error",
  "errorcode",
  "errormessage",
  "errors",
  "message",
  "msg",
  "ok",
  "reason",
  "status",
  "statuscode",
  "success",
]);

/** Whether an object says how a request went, and nothing else. */
function isOutcome(reply: Readonly<Record<string, unknown>>): boolean {
  const names = Object.keys(reply);
  return (
    names.length > 0 && names.every((name) => outcomeFields.has(name.toLowerCase().replaceAll(/[_-]/g, "")))
  );
}

/** Why a reply does not show that the route is real: it may be the reply to something else. Undefined if it may be the declared one. */
function whyForeign(declaration: AnyDeclaration, reply: unknown): string | undefined {
  const { top, type } = declaredKeys(declaration);
  if (type !== "array" && type !== "object") return undefined;
  if (typeof reply !== "object" || reply === null)
    return "neither an object nor a list, as any address may answer";
  if (!isObject(reply)) return undefined;
  if (type === "array")
    return isOutcome(reply) ? "a message about the request in place of the list" : undefined;
  const isNothing = top.length === 0 || Object.keys(reply).length === 0;
  return isNothing || top.some((key) => Object.hasOwn(reply, key))
    ? undefined
    : "the reply has none of the declared fields";
}

/** Where a reply differs from its declaration, each place once. */
function differences(
  { response }: AnyDeclaration,
  clean: unknown,
  names: CleanNames,
): NonNullable<Finding["drift"]> {
  const found = driftIssues(response, clean).map(({ field, expected, received }) => ({
    field: names.path(field),
    expected,
    received,
  }));
  return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
}

/** Judges a successful reply. */
export function judgeReply(
  operation: AnyOperation,
  params: object,
  { reply, status }: { readonly reply: unknown; readonly status: number },
  names: CleanNames,
): Finding {
  const { declaration } = operation;
  if (declaration.media === "binary") {
    const isJson = isObject(reply) && /[/+]json$/.test(String(reply["mediaType"]));
    return isJson
      ? { verdict: "failed", status, reason: "JSON in place of a file" }
      : { verdict: "answered", status };
  }
  names.see(reply);
  const clean = names.clean(reply, declaredKeys(declaration).place);
  const isEmpty = itemsOf(operation, reply)?.length === 0 ? true : undefined;
  const drift = differences(declaration, clean, names);
  const facts = {
    status,
    undeclared: [...new Set(undeclaredKeys(declaration.response, clean).map((field) => names.path(field)))],
    shape: shapeOf(clean),
    isEmpty,
    pageSize: pageSizeOf(operation, params, reply),
  };
  const reason = whyForeign(declaration, reply);
  if (reason !== undefined) return { verdict: "failed", reason, drift, ...facts };
  return drift.length > 0 ? { verdict: "drift", drift, ...facts } : { verdict: "answered", ...facts };
}

function failedReason(error: unknown): string {
  if (TimeoutError.isInstance(error)) return `no answer within ${error.timeout / 1000} s`;
  if (ConnectionError.isInstance(error))
    return `the connection failed${error.code === undefined ? "" : ` (${error.code})`}`;
  if (ResponseMismatchError.isInstance(error)) {
    if (error.status === 204 || error.status === 205) return "an empty reply";
    if (error.status === 304) return "a reply that nothing has changed, to a first request";
    if (error.status >= 300 && error.status < 400) return "a redirect, perhaps to a login page";
    return error.mediaType === "text/html"
      ? "an HTML page instead of JSON: a login page, or a page of the website"
      : "a reply that is not JSON";
  }
  if (ApiError.isInstance(error) && error.status === 429) return "too many requests, even after waiting";
  if (ApiError.isInstance(error) && error.status < 300) return "an error in a reply with a successful status";
  return ApiError.isInstance(error) ? `an error of the server` : "the call failed";
}

/** Judges a call that failed. Messages are not kept: they may contain data. */
export function judgeError(error: unknown, names: CleanNames): Finding {
  const status =
    ApiError.isInstance(error) || ResponseMismatchError.isInstance(error) ? error.status : undefined;
  const body = ApiError.isInstance(error) ? error.body : undefined;
  names.see(body);
  const shape = isObject(body) ? shapeOf(names.clean(body)) : undefined;
  if (NotFoundError.isInstance(error) || status === 405) return { verdict: "not-found", status, shape };
  if (AuthenticationError.isInstance(error) || PermissionError.isInstance(error) || status === 402)
    return { verdict: "refused", status, shape };
  if (
    BadRequestError.isInstance(error) ||
    ValidationError.isInstance(error) ||
    ConflictError.isInstance(error)
  )
    return { verdict: "rejected", status, shape };
  return { verdict: "failed", status, reason: failedReason(error), shape };
}
