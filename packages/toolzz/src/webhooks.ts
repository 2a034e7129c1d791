import { KelasError } from "@kelaskit/core";
import { driftIssues, isObject } from "@kelaskit/core/vendor";
import type { WebhookEvent } from "./webhook-events.ts";
import { eventData, type KnownSlug } from "./webhook-schemas.ts";

/**
 * The body is not an event of Toolzz: it is not JSON, or lacks what every event has. The error contains no part of the
 * body, which may be personal data.
 */
export class InvalidWebhookError extends KelasError {
  static override readonly brand: string = "InvalidWebhookError";
}

function isKnown(slug: string): slug is KnownSlug {
  return Object.hasOwn(eventData, slug);
}

function invalid(reason: string): InvalidWebhookError {
  return new InvalidWebhookError(`toolzz parseWebhook: ${reason}.`);
}

function decoded(bytes: ArrayBufferView): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw invalid(
      `the body is not UTF-8 (${bytes.byteLength} bytes): pass the body of the request unchanged`,
    );
  }
}

function parsed(body: string | Uint8Array | object): unknown {
  // Bytes from another realm, such as a test runner's, are not an instance of this realm's Uint8Array.
  const isBytes = ArrayBuffer.isView(body);
  if (typeof body !== "string" && !isBytes) return body;
  const text = isBytes ? decoded(body) : body;
  try {
    // Decoding removes a byte order mark; text from a framework may still have one.
    return JSON.parse(text.replace(/^\uFEFF/, "")) as unknown;
  } catch {
    // The parser's message would contain a part of the body.
    throw invalid(
      `the body is not JSON (${text.length} characters): pass the whole body of the request, unchanged`,
    );
  }
}

/** Whether a value can identify a user: a number or a text that is not empty. */
function isName(value: unknown): boolean {
  return typeof value === "number" || (typeof value === "string" && value !== "");
}

/**
 * Parses the body of a webhook from Toolzz. The event's `type` determines the shape of its `data`.
 *
 * Toolzz documents no signature: anyone who knows the URL can send an event. Keep the URL secret, and check with the API
 * before you act on an event.
 *
 * An event with an unknown slug has `type: "other"`. An event whose data differs from the documentation keeps its type;
 * `drift` lists the fields that differ.
 *
 * @param body The body as text or bytes, or the object that a framework has parsed.
 * @throws InvalidWebhookError when the body is not an event: not JSON in UTF-8, without `event.slug`, or a known event
 * that does not identify its user.
 * @see https://docs.toolzz.dev/lxp-reference/webhooks/new-account/
 * @example
 * ```ts
 * const event = parseWebhook(await request.text());
 * switch (event.type) {
 *   case "activities.course.enrollment":
 *     console.log(event.data.user.email, event.data.course?.name);
 *     break;
 *   case "other":
 *     console.log(event.event.slug);
 * }
 * ```
 */
export function parseWebhook(body: string | Uint8Array | object): WebhookEvent {
  const value = parsed(body);
  if (!isObject(value)) throw invalid("the body is not an object: expected one with `event` and `data`");
  const { event, data } = value;
  if (!isObject(event)) throw invalid("the body has no object `event`: it is not from Toolzz, or incomplete");
  const { slug } = event;
  if (typeof slug !== "string" || slug === "") {
    throw invalid("`event.slug` is not a non-empty string: the kind of event is unknown");
  }
  if (!isKnown(slug)) return { type: "other", event: { ...event, slug }, data };
  if (!isObject(data)) throw invalid(`the event ${slug} has no object \`data\``);
  if (!isObject(data["user"])) throw invalid(`the event ${slug} has no object \`data.user\``);
  const { id, email } = data["user"];
  if (!isName(id) && !isName(email)) {
    throw invalid(
      `the event ${slug} has neither \`data.user.id\` nor \`data.user.email\`: the user is unknown`,
    );
  }
  // `eventData` defines the data of each slug; `drift` lists the fields that differ.
  const known: unknown = {
    type: slug,
    event: { ...event, slug },
    data,
    drift: driftIssues(eventData[slug], data).map(({ field }) => field),
  };
  return known as WebhookEvent;
}
