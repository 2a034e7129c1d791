import type { Id } from "../shared/shapes.ts";

/** A user in a webhook. */
export interface WebhookUser {
  /** The user's id, for `users.get`. */
  readonly id?: Id | null | undefined;
  readonly first_name?: string | null | undefined;
  readonly last_name?: string | null | undefined;
  readonly email?: string | null | undefined;
  /** Any other field that the portal sends. */
  readonly [field: string]: unknown;
}

/** A new account. */
export interface NewAccount extends WebhookUser {
  /** For example, "Aug 11, 2020 04:58 PM". It has no time zone, so it is kept as text. */
  readonly date_registered?: string | null | undefined;
}

/** Who was enrolled. */
export interface Enrollment {
  /** The learners, at least one. */
  readonly userList: readonly WebhookUser[];
  /**
   * Everything else that the portal sends, most likely the course: the vendor's page is cut off after the learners.
   */
  readonly [field: string]: unknown;
}

/** What every event has in addition to its data. */
export interface WebhookEventHead {
  /** The fields whose type differs from the documentation, such as `userList[].email`. */
  readonly drift: readonly string[];
  /**
   * The SHA-256 of the body, as 64 hexadecimal digits: events have no id, so this is all that identifies a repeated
   * delivery. Two events can have the same content and digest, such as the same enrollment made again.
   */
  readonly digest: string;
}

/** An account was created. */
export interface NewAccountEvent extends WebhookEventHead {
  /** The event's value in `webhooks.create`. The body does not contain it: it follows from the address. */
  readonly type: "new_account_created";
  /** The body, unchanged. */
  readonly data: NewAccount;
}

/** Learners were enrolled in a course. */
export interface EnrollmentEvent extends WebhookEventHead {
  /** The event's value in `webhooks.create`. The body does not contain it: it follows from the address. */
  readonly type: "course_enrolled";
  /** The body, unchanged. */
  readonly data: Enrollment;
}
