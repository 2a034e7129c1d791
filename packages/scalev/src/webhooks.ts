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

/** How `verifyWebhook` checks. */
export interface WebhookOptions {
  /**
   * The signing secrets, one of which must fit: several while a secret is being replaced, or when one address receives
   * the webhooks of several businesses. Which one fits is not told.
   */
  readonly secrets: string | readonly string[];
  /**
   * How long ago an event may have happened, in milliseconds. Off by default, and best left off: the signed time is that of
   * the event, and a repetition brings the old one, so that a limit also refuses what the vendor sends late, for as long
   * as your server was out of reach. What keeps an old webhook from being carried out again is that you handle each
   * `unique_id` once.
   */
  readonly maxAge?: number | undefined;
  /** The largest body that is read, in bytes. @default 1048576 (1 MiB) */
  readonly maxBytes?: number | undefined;
}

interface Checks {
  readonly keys: readonly CryptoKey[];
  readonly maxAge: number;
  readonly maxBytes: number;
}

const optionNames: readonly string[] = ["secrets", "maxAge", "maxBytes"];

/** The text of an HMAC-SHA256 in base64: of several texts for the same bytes, only the one that an encoder writes. */
const signaturePattern = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

/** Whether a value is meant as options and not as a secret of a wrong type. */
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
  // Spreading makes of a hole in a list what it is: a secret that was not set.
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

/** Refuses a body that none of the keys has signed. */
async function checkSignature(body: Uint8Array<ArrayBuffer>, signature: string, keys: Checks["keys"]) {
  const text = signature.trim();
  const given = signaturePattern.test(text)
    ? Uint8Array.from(atob(text), (character) => character.codePointAt(0) ?? 0)
    : undefined;
  // WebCrypto compares in constant time; that every key is tried keeps the time from telling which one fits.
  const fits =
    given === undefined
      ? []
      : await Promise.all(keys.map(async (key) => crypto.subtle.verify("HMAC", key, given, body)));
  if (!fits.includes(true)) {
    throw new WebhookError(
      "signature",
      "the signature is missing or wrong: the webhook does not come from the vendor, or the secret or the body is another. Answer with 401 and do nothing",
    );
  }
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body)) as unknown;
  } catch {
    // Neither the text nor the parser's words about it are shown: they hold a customer's data.
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
      `the signature is right, but the event ${name} lacks what every such event has: ${found.map(({ message }) => message).join("; ")}`,
      { issues: found },
    );
  }
  // Which fields belong to which name is what `eventShapes` says; `drift` names what is not as it says.
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
  // Without a time there is no age, and NaN is not within any limit.
  if (maxAge === Infinity || age <= maxAge) return;
  throw new WebhookError(
    "too-old",
    `the signature is right, but the event is older than the ${maxAge} ms of maxAge, or does not say when it happened`,
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
    `verifyWebhook needs the header ${webhookSignatureHeader} as a string, and got ${Array.isArray(signature) ? "a list" : `a value of the type ${typeof signature}`}: give the one value of the header.`,
  );
}

/**
 * The body of a delivery. Express says of a request without one that its body is undefined, or an empty object, as it
 * says of one that it did not read: the headers tell them apart.
 */
function rawBodyOf({ headers, body }: WebhookDelivery, signature: string): unknown {
  const given: unknown = body;
  const isEmpty = given === undefined || (isOptions(given) && Object.keys(given).length === 0);
  if (!isEmpty) return given;
  const [length] = headerValues(headers, "content-length");
  const isAnnounced = headerValues(headers, "transfer-encoding").length > 0 || signature !== "";
  return length === "0" || (length === undefined && !isAnnounced) ? null : given;
}

/** Whether a value is meant as a delivery. Its headers and its body are checked when they are read. */
function isDelivery(value: unknown): value is WebhookDelivery {
  return isObject(value) && !ArrayBuffer.isView(value) && "headers" in value;
}

async function verifyDelivery(delivery: WebhookDelivery, rest: readonly unknown[]): Promise<WebhookEvent> {
  const [options] = rest;
  // A signature in the place of the secret would let the sender choose the secret.
  if (rest.length !== 1 || !isOptions(options)) {
    throw new ConfigurationError(
      "verifyWebhook takes a request with { secrets } and nothing more: it finds the signature in the request.",
    );
  }
  if ("bodyUsed" in delivery && delivery.bodyUsed === true) {
    throw new ConfigurationError(
      "verifyWebhook needs a request whose body nobody has read: give it a clone, or { headers, body } with the text.",
    );
  }
  const signatures = headerValues(delivery.headers, webhookSignatureHeader);
  const apps = headerValues(delivery.headers, webhookAppHeader);
  const appId = apps.length === 1 && typeof apps[0] === "string" && apps[0] !== "" ? apps[0] : undefined;
  // The sender decides how often a header comes, so that several are no mistake of the caller's. None of them is tried.
  const signature = signatures.length > 1 ? "several" : textOf(signatures[0]);
  return verify(rawBodyOf(delivery, signature), signature, options, appId);
}

/**
 * Checks that a webhook comes from the vendor, and gives the event that it brings: `type` tells which, and which `data`
 * there is. The comparison takes the same time however much of a wrong signature is right.
 *
 * **Handle each `unique_id` once.** A delivery comes at least once, in no certain order, and nothing but the signed body
 * keeps an old one from being sent again. Any 2xx acknowledges it: store it first. The vendor repeats what is not
 * acknowledged, with the same `unique_id` and the same data. `business.test_event` and `ping` have none: answer 200.
 *
 * An event that has no type here comes as `other`. A known one that differs from what the vendor documents comes too, with
 * the differing fields in `drift`, unless nothing in it says what it is about.
 *
 * @param delivery The request, or its headers and raw body, before anything has parsed it. A body is read to its end.
 * @param options The secrets, and limits.
 * @throws WebhookError when the signature is missing or wrong, the body is too large, broke off or is no event, a known
 * event lacks what such an event says, or it is older than `maxAge`. Its `code` tells; do not tell the sender.
 * @throws ConfigurationError when a secret is not a string or is empty, an option is wrong, or the body was parsed or read
 * before: the mistake is the caller's, and nothing is compared.
 * @see https://docs.scalev.com/en/verifying-a-webhook-request.md
 * @example
 * ```ts
 * const event = await verifyWebhook(request, { secrets: [current, next] });
 * if (event.type === "payment.received") await inbox.addOnce(event.unique_id, event.data.id);
 * ```
 */
export function verifyWebhook(delivery: WebhookDelivery, options: WebhookOptions): Promise<WebhookEvent>;
/**
 * The same for a body and a signature that are at hand. `appId` is then not known.
 *
 * @param rawBody The body exactly as it came, before any parsing: written out again, it has another signature.
 * @param signature The header `X-Scalev-Hmac-Sha256`, in base64; a missing one is refused, unless the body is empty.
 * @param secrets The signing secret of the webhook, several of which one must fit, or options.
 */
export function verifyWebhook(
  rawBody: string | Uint8Array,
  signature: string | null | undefined,
  secrets: string | readonly string[] | WebhookOptions,
): Promise<WebhookEvent>;
export async function verifyWebhook(subject: unknown, ...rest: readonly unknown[]): Promise<WebhookEvent> {
  if (isDelivery(subject)) return verifyDelivery(subject, rest);
  const [signature, secrets] = rest;
  // A body that was parsed to null is not one that is missing.
  return verify(subject === null ? undefined : subject, textOf(signature), secrets);
}
