import { ConfigurationError } from "@kelaskit/core";
import { checkMockOptions } from "@kelaskit/core/testing";
import type { Enrollment, NewAccount } from "../webhook-receiver/events.ts";

/** Events of webhooks whose body is documented. */
export type MockWebhookEvent = "new_account_created" | "course_enrolled";

/** Options of `mockWebhook`. */
export interface MockWebhookOptions {
  /** The address that it is sent to, with its secret. */
  readonly url: string;
  /** Fields that replace those of the sample, or that it lacks. */
  readonly data?: Readonly<Record<string, unknown>> | undefined;
}

const user = { id: 4, first_name: "Ada", last_name: "Example", email: "learner@example.com" };

const samples: { readonly new_account_created: NewAccount; readonly course_enrolled: Enrollment } = {
  new_account_created: { ...user, date_registered: "Aug 11, 2020 04:58 PM" },
  // The vendor's page is cut off here: what names the course is not known.
  course_enrolled: { userList: [user] },
};

const optionNames: Readonly<Record<keyof MockWebhookOptions, true>> = { url: true, data: true };

/**
 * Creates a webhook as the portal would send it, to test the route that receives it.
 *
 * @throws ConfigurationError when an option or the event is unknown, or the address is not an absolute URL.
 * @example
 * ```ts
 * const url = `https://shop.example.com/webhooks/new-account?secret=${secret}`;
 * const response = await receive(mockWebhook("new_account_created", { url, data: { id: 7 } }));
 * ```
 */
export function mockWebhook(event: MockWebhookEvent, options: MockWebhookOptions): Request {
  checkMockOptions("mockWebhook", options, optionNames);
  checkMockOptions("mockWebhook", { [event]: true }, samples);
  const { url, data } = options;
  if (!URL.canParse(url)) {
    throw new ConfigurationError(
      "mockWebhook requires url, the absolute address of your route, such as https://shop.example.com/webhooks/new-account?secret=….",
    );
  }
  return new Request(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...samples[event], ...data }),
  });
}
