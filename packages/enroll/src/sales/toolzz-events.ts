import { KelasError } from "@kelaskit/core";
import { checkOptions, type OptionNames } from "@kelaskit/core/vendor";
import { addressHasSecret, addressSecrets, readWebhookBody } from "@kelaskit/core/webhook";
import { InvalidWebhookError, parseWebhook, type WebhookEvent } from "@kelaskit/toolzz";
import { createEventsReceiver, type EventsOptions, type EventsReceiver } from "./events-receiver.ts";
import { hexadecimal } from "./hexadecimal.ts";

/** Options of `toolzzEvents`. */
export type ToolzzEventsOptions = EventsOptions<WebhookEvent>;

const optionNames = {
  secrets: true,
  inbox: true,
  on: true,
  duplicatesWithin: true,
  maxBytes: true,
  onProblem: true,
} as const satisfies OptionNames<ToolzzEventsOptions>;

/** A request was refused before its body was parsed. */
class RefusedRequestError extends KelasError {
  static override readonly brand: string = "RefusedRequestError";
  readonly status: 400 | 404 | 413;

  constructor(status: 400 | 404 | 413, message: string, options?: ErrorOptions) {
    super(`toolzzEvents: ${message}.`, options);
    this.status = status;
  }
}

/** Why a body was not read. */
function refusedBody(problem: "not-raw" | "too-large" | "cut-off", cause: unknown): RefusedRequestError {
  if (problem === "too-large") return new RefusedRequestError(413, "the body is larger than maxBytes");
  return new RefusedRequestError(400, problem === "cut-off" ? "the body was cut off" : "there is no body", {
    cause,
  });
}

/**
 * Receives the webhooks of Toolzz and hands each event to a function: enrollments, completed contents, courses and trails, answers,
 * new and changed members. An event is acknowledged when it is on the disk, and handed over until the function has taken it.
 *
 * **Treat an event as a hint.** Toolzz documents no signature, so a secret in the address has to do: anyone who learns the address can
 * send anything. Addresses appear in access logs: use https, and keep the query out of your logs. A wrong secret is answered with 404.
 *
 * Toolzz sends no ids. An equal body shortly after is taken for the same event again.
 *
 * @throws ConfigurationError when an option is wrong.
 * @throws JournalError when the inbox cannot be opened.
 * @see https://docs.toolzz.dev/lxp-reference/webhooks/new-account/
 * @example
 * ```ts
 * const receive = toolzzEvents({
 *   secrets: process.env.TOOLZZ_WEBHOOK_SECRET,
 *   inbox: "events.db",
 *   on: async (event) => {
 *     if (event.type === "activities.course.completed") await sendCertificate(event.data.user);
 *   },
 * });
 * ```
 */
export function toolzzEvents(options: ToolzzEventsOptions): EventsReceiver {
  checkOptions("toolzzEvents()", options, optionNames);
  const secrets = addressSecrets("toolzzEvents()", options.secrets);
  const { maxBytes = 1_048_576 } = options;
  return createEventsReceiver(
    {
      owner: "toolzzEvents",
      door: "toolzz",
      async read({ url, body }) {
        if (!(await addressHasSecret(url, secrets)))
          throw new RefusedRequestError(404, "the address does not contain the secret");
        const read = await readWebhookBody(body, maxBytes);
        if (!("bytes" in read)) throw refusedBody(read.problem, read.cause);
        const bytes = new Uint8Array(read.bytes);
        const event = parseWebhook(bytes);
        return {
          name: event.event.slug,
          digest: hexadecimal(await crypto.subtle.digest("SHA-256", bytes)),
          event,
        };
      },
      refusalOf(error) {
        const status = RefusedRequestError.isInstance(error)
          ? error.status
          : InvalidWebhookError.isInstance(error)
            ? 400
            : undefined;
        if (status === undefined || !KelasError.isInstance(error)) return undefined;
        return { status, kind: "refused", message: error.message, cause: error };
      },
    },
    options,
  );
}
