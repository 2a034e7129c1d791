import { ConfigurationError } from "@kelaskit/core";
import {
  checkOptions,
  driftIssues,
  isObject,
  type JsonObject,
  type OptionNames,
} from "@kelaskit/core/vendor";
import * as z from "#zod";
import { id } from "../fields.ts";
import { maybe, maybeText } from "../shared/replies.ts";
import { readBody } from "./body.ts";
import { AcademyWebhookError } from "./errors.ts";
import type { Enrollment, EnrollmentEvent, NewAccountEvent } from "./events.ts";
import { checkAddress, checkedSecrets } from "./secret.ts";

/** A request as received, such as a `Request`. */
export interface WebhookDelivery {
  /** The address that was called, or its path with the query. */
  readonly url: string;
  /** The body as text, bytes, or a stream of fetch or Node; or the object that a body parser made; null without one. */
  readonly body: string | object | null;
}

/** Options of a receiver. */
export interface ReceiverOptions {
  /**
   * The secrets, one of which must be in the address: several while you replace one. Each has at least 16 letters, digits
   * and `-_.~`.
   */
  readonly secrets: string | readonly string[];
  /** The maximum size of the body in bytes. @default 1048576 (1 MiB) */
  readonly maxBytes?: number | undefined;
}

const optionNames: OptionNames<ReceiverOptions> = { secrets: true, maxBytes: true };

const userFields = () => ({
  id: maybe(id()),
  first_name: maybeText(),
  last_name: maybeText(),
  email: maybeText(),
});

const newAccount = () => z.looseObject({ ...userFields(), date_registered: maybeText() });

const enrollment = () => z.looseObject({ userList: z.array(z.looseObject(userFields())) });

/** Whether a user can be read again through the API. */
function isIdentified(user: unknown): boolean {
  if (!isObject(user)) return false;
  const names = [user["id"], user["email"]];
  return Number.isInteger(names[0]) || names.some((name) => typeof name === "string" && name !== "");
}

function isEnrollment({ userList }: JsonObject): boolean {
  return Array.isArray(userList) && userList.length > 0 && userList.every(isIdentified);
}

function hexadecimal(buffer: ArrayBuffer): string {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Checks a delivery and reads its body, which is the data of an event. */
async function receive(
  name: string,
  delivery: WebhookDelivery,
  options: ReceiverOptions,
): Promise<{ readonly data: JsonObject; readonly digest: string }> {
  checkOptions(name, options, optionNames);
  const { secrets, maxBytes = 1_048_576 } = options;
  const checked = checkedSecrets(secrets);
  // Options may come from programs without types.
  if (!(typeof maxBytes === "number" && maxBytes > 0)) {
    throw new ConfigurationError(`${name}: maxBytes must be a number above 0.`);
  }
  if (!isObject(delivery) || typeof delivery["url"] !== "string") {
    throw new ConfigurationError(
      `${name} requires the request with its address, as a Request or as { url, body }.`,
    );
  }
  if ("bodyUsed" in delivery && delivery["bodyUsed"] === true) {
    throw new ConfigurationError(
      `${name} requires a request whose body was not read. Pass a clone, or { url, body } with the text.`,
    );
  }
  await checkAddress(delivery["url"], checked);
  const { value, bytes } = await readBody(delivery["body"], maxBytes);
  if (!isObject(value)) throw new AcademyWebhookError("unreadable", "the body is not a JSON object");
  return { data: value, digest: hexadecimal(await crypto.subtle.digest("SHA-256", bytes)) };
}

/**
 * Receives the webhook of the event "New Account Created".
 *
 * **Treat it as a hint.** The portal signs nothing, so anyone who learns the address can post anything to it. Read the
 * user with `users.get` before you grant anything. The body does not name its event, so each event needs an address of
 * its own, with a secret of its own: as the query parameter `secret` or as the last segment of the path. Addresses appear
 * in access logs: use https, and keep the query out of your logs.
 *
 * **It can come twice, and has no id.** Make what you do repeatable, or remember `digest`.
 *
 * Unknown fields are kept. Fields whose type differs from the documentation are listed in `drift`; only a body that
 * identifies no user is refused. `date_registered` is text without a time zone.
 *
 * @param delivery The request, or its address and body. A stream is read to its end.
 * @param options The secrets, compared in constant time, and limits.
 * @throws AcademyWebhookError when the secret is wrong, or the body is too large, cut off, not a JSON object or without
 * `id` and `email`. Its `code` is the reason; do not send it to the sender.
 * @throws ConfigurationError when an option is wrong or the body was already read: a mistake of the caller.
 * @see https://docs.academyofmine.com/article/72-setting-up-webhooks
 * @example
 * ```ts
 * const { data } = await receiveNewAccount(request, { secrets: [current, next] });
 * if (data.id) await welcome(await academy.users.get({ id: data.id }));
 * ```
 */
export async function receiveNewAccount(
  delivery: WebhookDelivery,
  options: ReceiverOptions,
): Promise<NewAccountEvent> {
  const { data, digest } = await receive("receiveNewAccount", delivery, options);
  if (!isIdentified(data)) {
    throw new AcademyWebhookError(
      "incomplete",
      "the body has neither `id` nor `email`, so the new user is unknown: it may be from another event's webhook",
    );
  }
  const drift = driftIssues(newAccount, data).map(({ field }) => field);
  // `newAccount` defines the fields; `drift` lists those that differ.
  return { type: "new_account_created", data, drift, digest };
}

/**
 * Receives the webhook of the event "Enrolled in a course".
 *
 * **Treat it as a hint**, as with `receiveNewAccount`: read the enrollment with `courses.listEnrolledLearners` or
 * `users.listEnrolledCourses` before you grant anything. It has no id either: see `digest`.
 *
 * The vendor's page shows `userList` and is cut off after it: nothing is known of the other fields, which most likely name
 * the course. They are in `data` as received.
 *
 * @param delivery The request, or its address and body. A stream is read to its end.
 * @param options The secrets, compared in constant time, and limits.
 * @throws AcademyWebhookError when the secret is wrong, or the body is too large, cut off, not a JSON object, without
 * learners or with one that has neither `id` nor `email`. Its `code` is the reason; do not send it to the sender.
 * @throws ConfigurationError when an option is wrong or the body was already read: a mistake of the caller.
 * @see https://docs.academyofmine.com/article/72-setting-up-webhooks
 * @example
 * ```ts
 * const { data } = await receiveEnrollment(request, { secrets });
 * for (const { id } of data.userList) if (id) await checkAccess(id);
 * ```
 */
export async function receiveEnrollment(
  delivery: WebhookDelivery,
  options: ReceiverOptions,
): Promise<EnrollmentEvent> {
  const { data, digest } = await receive("receiveEnrollment", delivery, options);
  if (!isEnrollment(data)) {
    throw new AcademyWebhookError(
      "incomplete",
      "the body's `userList` is not a list of users that each have `id` or `email`, so it is unknown who was enrolled: it may be from another event's webhook",
    );
  }
  const drift = driftIssues(enrollment, data).map(({ field }) => field);
  // `enrollment` defines the fields; `drift` lists those that differ.
  return { type: "course_enrolled", data: data as Enrollment, drift, digest };
}
