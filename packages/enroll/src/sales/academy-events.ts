import { ConfigurationError } from "@kelaskit/core";
import { checkOptions, type OptionNames } from "@kelaskit/core/vendor";
import { addressSecrets } from "@kelaskit/core/webhook";
import {
  AcademyWebhookError,
  type AcademyWebhookErrorCode,
  type EnrollmentEvent,
  type NewAccountEvent,
  receiveEnrollment,
  receiveNewAccount,
} from "@kelaskit/academy-of-mine/webhook-receiver";
import { createEventsReceiver, type EventsOptions, type EventsReceiver } from "./events-receiver.ts";

/** The events of a portal whose body is documented, by their names in `webhooks.create`. */
export interface AcademyEvents {
  readonly new_account_created: NewAccountEvent;
  readonly course_enrolled: EnrollmentEvent;
}

/** Options of `academyEvents`. */
export interface AcademyEventsOptions<
  Name extends keyof AcademyEvents = keyof AcademyEvents,
> extends EventsOptions<AcademyEvents[Name]> {
  /** Which event is sent to this address: the body does not say. */
  readonly event: Name;
}

const optionNames = {
  event: true,
  secrets: true,
  inbox: true,
  on: true,
  duplicatesWithin: true,
  maxBytes: true,
  onProblem: true,
} as const satisfies OptionNames<AcademyEventsOptions>;

type Read<Name extends keyof AcademyEvents> = (
  ...parameters: Parameters<typeof receiveNewAccount>
) => Promise<AcademyEvents[Name]>;

const readers: { readonly [Name in keyof AcademyEvents]: Read<Name> } = {
  new_account_created: receiveNewAccount,
  course_enrolled: receiveEnrollment,
};

const statusOf: Readonly<Record<AcademyWebhookErrorCode, number>> = {
  secret: 404,
  "too-large": 413,
  unreadable: 400,
  incomplete: 400,
};

/**
 * Receives one event of an Academy of Mine portal and hands it to a function. It is acknowledged when it is on the disk, and handed
 * over until the function has taken it.
 *
 * **Treat an event as a hint**, and read the user or the enrollment again: the portal signs nothing. Each event needs an address of its
 * own with a secret of its own; a wrong secret is answered with 404. The portal sends no ids: an equal body shortly after is taken for
 * the same event again.
 *
 * @throws ConfigurationError when an option is wrong.
 * @throws JournalError when the inbox cannot be opened.
 * @see https://docs.academyofmine.com/article/72-setting-up-webhooks
 * @example
 * ```ts
 * const receive = academyEvents({
 *   event: "course_enrolled",
 *   secrets: process.env.ACADEMY_ENROLLMENT_SECRET,
 *   inbox: "events.db",
 *   on: async ({ data }) => welcome(data.userList),
 * });
 * ```
 */
export function academyEvents<Name extends keyof AcademyEvents>(
  options: AcademyEventsOptions<Name>,
): EventsReceiver {
  checkOptions("academyEvents()", options, optionNames);
  const { event: name, maxBytes } = options;
  const secrets = addressSecrets("academyEvents()", options.secrets);
  if (!Object.hasOwn(readers, name)) {
    throw new ConfigurationError(
      `academyEvents: event must be one of ${Object.keys(readers).join(", ")}: no other body is documented.`,
    );
  }
  const read: Read<Name> = readers[name];
  return createEventsReceiver<AcademyEvents[Name]>(
    {
      owner: "academyEvents",
      door: `academy-of-mine:${name}`,
      async read({ url, body }) {
        const event = await read({ url, body }, { secrets, maxBytes });
        return { name, digest: event.digest, event };
      },
      refusalOf(error) {
        if (!AcademyWebhookError.isInstance(error)) return undefined;
        return { status: statusOf[error.code], kind: "refused", message: error.message, cause: error };
      },
    },
    options,
  );
}
