import { KelasError } from "@kelaskit/core";
import { driftIssues, isObject } from "@kelaskit/core/vendor";
import type { WebhookEvent } from "./webhook-events.ts";
import { eventData, type KnownSlug } from "./webhook-schemas.ts";

/** What came is no event of Toolzz: not JSON, or without what every event has. Nothing of it is shown, it may be personal. */
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
    throw invalid(`the body is not UTF-8 (${bytes.byteLength} bytes): give it as the request brought it`);
  }
}

function parsed(body: string | Uint8Array | object): unknown {
  // Bytes of another realm, as in a test runner's, are no instance of this one's Uint8Array.
  const isBytes = ArrayBuffer.isView(body);
  if (typeof body !== "string" && !isBytes) return body;
  const words = isBytes ? decoded(body) : body;
  try {
    // Decoding takes a byte order mark off; a framework's text may still have it.
    return JSON.parse(words.replace(/^\uFEFF/, "")) as unknown;
  } catch {
    // The parser's words would repeat a part of the body.
    throw invalid(
      `the body is not JSON (${words.length} characters): give it whole, as the request brought it`,
    );
  }
}

/** Whether a value can name somebody: a number or a text that is not empty. */
function isName(value: unknown): boolean {
  return typeof value === "number" || (typeof value === "string" && value !== "");
}

/**
 * Reads the body of a webhook that Toolzz has sent: `type` of the event tells its kind and the shape of its `data`.
 *
 * Toolzz documents no signature, so that anybody who knows the address can send an event. Keep the address secret, and
 * ask the API before you act on what an event says.
 *
 * An event of a slug that is not known comes as `type: "other"`; one whose data differs from what is documented comes
 * under its type all the same, with the differing fields in `drift`.
 *
 * @param body The body as text or bytes, or as the object that a framework has made of it.
 * @throws InvalidWebhookError when it is no event: not JSON in UTF-8, without `event.slug`, or a known event that does not
 * say about whom it is.
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
  if (!isObject(value)) throw invalid("the body is no object: expected one with `event` and `data`");
  const { event, data } = value;
  if (!isObject(event)) throw invalid("the body has no object `event`: it is not from Toolzz, or not whole");
  const { slug } = event;
  if (typeof slug !== "string" || slug === "") {
    throw invalid("`event.slug` is no text: nothing else says what kind of event it is");
  }
  if (!isKnown(slug)) return { type: "other", event: { ...event, slug }, data };
  if (!isObject(data)) throw invalid(`the event ${slug} has no object \`data\``);
  if (!isObject(data["user"])) throw invalid(`the event ${slug} has no object \`data.user\``);
  const { id, email } = data["user"];
  if (!isName(id) && !isName(email)) {
    throw invalid(
      `the event ${slug} has neither \`data.user.id\` nor \`data.user.email\`: nothing says whom it is about`,
    );
  }
  // Which data belongs to which slug is what `eventData` says; `drift` names what is not as it says.
  const known: unknown = {
    type: slug,
    event: { ...event, slug },
    data,
    drift: driftIssues(eventData[slug], data).map(({ field }) => field),
  };
  return known as WebhookEvent;
}
