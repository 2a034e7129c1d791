import { ConfigurationError } from "@kelaskit/core";
import { driftIssues, isObject, nearestName } from "@kelaskit/core/vendor";
import { signingKey } from "./shared/signing-key.ts";
import { WebhookError } from "./errors.ts";
import {
  bytesOf,
  headerValues,
  webhookAppHeader,
  type WebhookDelivery,
  webhookSignatureHeader,
} from "./webhook-delivery.ts";
import type { WebhookEvent, WebhookEventName } from "./webhook-events.ts";
import { eventShapes, otherShape } from "./webhook-schemas.ts";

/** Options of `verifyWebhook`. */
export interface WebhookOptions {
  /**
   * The signing secrets, one of which must match: several while you rotate a secret, or when one URL receives the webhooks
   * of several businesses. Which one matches is not reported. Webhooks to an app are signed with the secret of the business that
   * owns the app, and carry the header `X-Scalev-App-Id`, which is not signed.
   */
  readonly secrets: string | readonly string[];
  /**
   * The maximum age of an event in milliseconds. Off by default, and best left off: the signed time is that of the event,
   * also in a redelivery, so a limit refuses what the vendor delivers late, such as after a downtime of your server. To
   * protect against replays, handle each `unique_id` once.
   */
  readonly maxAge?: number | undefined;
  /** The maximum size of the body in bytes. @default 1048576 (1 MiB) */
  readonly maxBytes?: number | undefined;
}

interface Checks {
  readonly keys: readonly CryptoKey[];
  readonly maxAge: number;
  readonly maxBytes: number;
}

const optionNames: readonly string[] = ["secrets", "maxAge", "maxBytes"];

/** An HMAC-SHA256 in base64, in the canonical encoding only. */
const signaturePattern = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

/** Whether a value is meant as options, not as a secret of the wrong type. */
function isOptions(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isObject(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return "secrets" in value || prototype === null || Object.getPrototypeOf(prototype) === null;
}

function limitOf(name: string, value: unknown, otherwise: number): number {
  if (value === undefined) return otherwise;
  if (typeof value !== "number" || !(value > 0)) {
    throw new ConfigurationError(`verifyWebhook: ${name} must be a number above 0.`);
  }
  return value;
}

async function checksOf(settings: unknown): Promise<Checks> {
  const options = isOptions(settings) ? settings : { secrets: settings };
  for (const name of Object.keys(options).filter((key) => !optionNames.includes(key))) {
    const nearest = nearestName(name, optionNames);
    throw new ConfigurationError(
      `verifyWebhook has no option ${name}. ${nearest === undefined ? `It has ${optionNames.join(", ")}.` : `Did you mean ${nearest}?`}`,
    );
  }
  const given: unknown = options["secrets"];
  const isList = Array.isArray(given);
  // Spreading turns a hole in the list into undefined: a secret that is not set.
  const secrets: readonly unknown[] = isList ? [...(given as unknown[])] : [given];
  if (secrets.length === 0) {
    throw new ConfigurationError(
      "verifyWebhook: the list of signing secrets is empty, expected at least one.",
    );
  }
  const keys = secrets.map(async (secret, index) =>
    signingKey(secret, isList ? `verifyWebhook, secrets[${index}]` : "verifyWebhook", "verify"),
  );
  return {
    keys: await Promise.all(keys),
    maxAge: limitOf("maxAge", options["maxAge"], Infinity),
    maxBytes: limitOf("maxBytes", options["maxBytes"], 1_048_576),
  };
}

/** Refuses a body that was not signed with any of the keys. */
async function checkSignature(body: Uint8Array<ArrayBuffer>, signature: string, keys: Checks["keys"]) {
  const text = signature.trim();
  const given = signaturePattern.test(text)
    ? Uint8Array.from(atob(text), (character) => character.codePointAt(0) ?? 0)
    : undefined;
  // WebCrypto compares in constant time; every key is tried, so that the time does not reveal which one matches.
  const fits =
    given === undefined
      ? []
      : await Promise.all(keys.map(async (key) => crypto.subtle.verify("HMAC", key, given, body)));
  if (!fits.includes(true)) {
    throw new WebhookError(
      "signature",
      "the signature is missing or wrong: the webhook is not from the vendor, or the secret or the body differs. Answer with 401 and do nothing",
    );
  }
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body)) as unknown;
  } catch {
    // The text and the parser's message are not shown, because they contain a customer's data.
    throw new WebhookError("unreadable", "the signature is right, but the body is not JSON in UTF-8");
  }
}

function isKnown(name: string): name is WebhookEventName {
  return Object.hasOwn(eventShapes, name);
}

function readEvent(body: Uint8Array, appId: string | undefined): WebhookEvent {
  const value = parsed(body);
  const name = isObject(value) ? value["event"] : undefined;
  if (!isObject(value) || typeof name !== "string" || name === "") {
    throw new WebhookError(
      "unreadable",
      "the signature is right, but the body is not an object whose `event` is the name of an event",
    );
  }
  const shape = isKnown(name) ? eventShapes[name] : otherShape;
  const issues = driftIssues(shape.body, value);
  const fields = new Set(issues.map(({ field }) => field));
  const lacking = new Set(shape.needs.filter((group) => group.every((field) => fields.has(field))).flat());
  if (lacking.size > 0) {
    const found = issues.filter(({ field }) => lacking.has(field));
    throw new WebhookError(
      "incomplete",
      `the signature is right, but the event ${name} lacks required fields: ${found.map(({ message }) => message).join("; ")}`,
      { issues: found },
    );
  }
  // `eventShapes` defines the fields of each event; `drift` lists those that differ.
  const event: unknown = {
    ...value,
    type: isKnown(name) ? name : "other",
    drift: [...fields],
    appId,
  };
  return event as WebhookEvent;
}

function checkAge({ timestamp }: WebhookEvent, maxAge: number): void {
  const age = Date.now() - Date.parse(timestamp ?? "");
  // Without a valid time the age is NaN, which no limit accepts.
  if (maxAge === Infinity || age <= maxAge) return;
  throw new WebhookError(
    "too-old",
    `the signature is right, but the event is older than maxAge (${maxAge} ms) or has no valid timestamp`,
  );
}

async function verify(
  body: unknown,
  signature: string,
  settings: unknown,
  appId?: string,
): Promise<WebhookEvent> {
  const { keys, maxAge, maxBytes } = await checksOf(settings);
  const bytes = new Uint8Array(await bytesOf(body, maxBytes));
  if (bytes.byteLength === 0 && signature === "") return { type: "ping", drift: [], appId };
  await checkSignature(bytes, signature, keys);
  if (bytes.byteLength === 0) return { type: "ping", drift: [], appId };
  const event = readEvent(bytes, appId);
  checkAge(event, maxAge);
  return event;
}

function textOf(signature: unknown): string {
  if (signature === undefined || signature === null) return "";
  if (typeof signature === "string") return signature;
  throw new ConfigurationError(
    `verifyWebhook requires the header ${webhookSignatureHeader} as a string, got ${Array.isArray(signature) ? "a list" : `a value of the type ${typeof signature}`}. Pass the single value of the header.`,
  );
}

/**
 * The body of a delivery. In Express, the body of a request without one is undefined or an empty object, as is a body that
 * was not read: the headers distinguish them.
 */
function rawBodyOf({ headers, body }: WebhookDelivery, signature: string): unknown {
  const given: unknown = body;
  const isEmpty = given === undefined || (isOptions(given) && Object.keys(given).length === 0);
  if (!isEmpty) return given;
  const [length] = headerValues(headers, "content-length");
  const isAnnounced = headerValues(headers, "transfer-encoding").length > 0 || signature !== "";
  return length === "0" || (length === undefined && !isAnnounced) ? null : given;
}

/** Whether a value is meant as a delivery. Its headers and body are checked when they are read. */
function isDelivery(value: unknown): value is WebhookDelivery {
  return isObject(value) && !ArrayBuffer.isView(value) && "headers" in value;
}

async function verifyDelivery(delivery: WebhookDelivery, rest: readonly unknown[]): Promise<WebhookEvent> {
  const [options] = rest;
  // A signature passed as the secret would let the sender choose the secret.
  if (rest.length !== 1 || !isOptions(options)) {
    throw new ConfigurationError(
      "With a request, verifyWebhook takes only { secrets }: it reads the signature from the request.",
    );
  }
  if ("bodyUsed" in delivery && delivery.bodyUsed === true) {
    throw new ConfigurationError(
      "verifyWebhook requires a request whose body was not read. Pass a clone, or { headers, body } with the text.",
    );
  }
  const signatures = headerValues(delivery.headers, webhookSignatureHeader);
  const apps = headerValues(delivery.headers, webhookAppHeader);
  const appId = apps.length === 1 && typeof apps[0] === "string" && apps[0] !== "" ? apps[0] : undefined;
  // The sender decides how often a header is sent, so several are not the caller's mistake. None of them is tried.
  const signature = signatures.length > 1 ? "several" : textOf(signatures[0]);
  return verify(rawBodyOf(delivery, signature), signature, options, appId);
}

/**
 * Verifies that a webhook is from the vendor and returns its event; the event's `type` determines the shape of its `data`.
 * Signatures are compared in constant time.
 *
 * **Handle each `unique_id` once.** Webhooks are delivered at least once, in any order, and an old one can be replayed.
 * Any 2xx acknowledges a webhook, so store the event first. The vendor redelivers what is not acknowledged, with the same
 * `unique_id` and data. `business.test_event` and `ping` have no `unique_id`: answer exactly 200.
 *
 * An event without a type here has the type `other`. A known event that differs from the vendor's documentation lists the
 * differing fields in `drift`, and is refused only if it does not identify what it is about.
 *
 * @param delivery The request, or its headers and raw body, not yet parsed. The body is read to its end.
 * @param options The secrets and limits.
 * @throws WebhookError when the signature is missing or wrong, the body is too large, cut off or not an event, a known
 * event lacks required fields, or it is older than `maxAge`. Its `code` is the reason; do not send it to the sender.
 * @throws ConfigurationError when a secret is not a string or is empty, an option is wrong, or the body was already parsed
 * or read: a mistake of the caller; nothing is compared.
 * @see https://docs.scalev.com/en/verifying-a-webhook-request.md
 * @example
 * ```ts
 * const event = await verifyWebhook(request, { secrets: [current, next] });
 * if (event.type === "payment.received") await inbox.addOnce(event.unique_id, event.data.id);
 * ```
 */
export function verifyWebhook(delivery: WebhookDelivery, options: WebhookOptions): Promise<WebhookEvent>;
/**
 * Verifies a body and a signature that you have read yourself. `appId` is then unknown.
 *
 * @param rawBody The body exactly as received: parsing and serializing it changes the signature.
 * @param signature The header `X-Scalev-Hmac-Sha256`, in base64; refused when missing, unless the body is empty.
 * @param secrets The signing secret of the webhook, a list of which one must match, or options.
 */
export function verifyWebhook(
  rawBody: string | Uint8Array,
  signature: string | null | undefined,
  secrets: string | readonly string[] | WebhookOptions,
): Promise<WebhookEvent>;
export async function verifyWebhook(subject: unknown, ...rest: readonly unknown[]): Promise<WebhookEvent> {
  if (isDelivery(subject)) return verifyDelivery(subject, rest);
  const [signature, secrets] = rest;
  // A body that was parsed to null is not a missing body.
  return verify(subject === null ? undefined : subject, textOf(signature), secrets);
}
