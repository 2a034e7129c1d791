import type { NoParams } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { operation } from "../operation.ts";
import { id, ids, text } from "../fields.ts";
import { maybe, maybeText, message } from "../shared/replies.ts";
import type { Id, Message } from "../shared/shapes.ts";

/** Which users to change alike, and how. */
export interface QuickEditUsersParams {
  /** Ids of the users to change. */
  readonly user_ids: readonly Id[];
  /** Ids of the courses to enroll them in. */
  readonly course_ids?: readonly Id[] | undefined;
  /** True locks the accounts, false opens them. */
  readonly disabled?: boolean | undefined;
  /** Ids of the learning paths to enroll them in. */
  readonly learning_path_ids?: readonly Id[] | undefined;
  /** The id of the membership to give them. */
  readonly enrollMembershipId?: Id | undefined;
  /** The id of the portal that the membership is given in. */
  readonly portalId?: Id | undefined;
}

/** A template for a file of users. */
export interface BulkUploadSample {
  /** The names of the columns, in their order: those of every user, then the portal's custom fields. */
  readonly headers?: readonly string[] | null | undefined;
  /** Made-up rows, by the names of the columns: the first is full, the others are mostly empty. None has an `email`. */
  readonly records?: readonly Readonly<Record<string, string | null>>[] | null | undefined;
}

/** A row of the file: a user to create. */
export interface BulkUser {
  /** The e-mail address. */
  readonly email: string;
  readonly first_name?: string | undefined;
  readonly last_name?: string | undefined;
  /** The password; what happens without one is not documented. */
  readonly password?: string | undefined;
  /** A custom field, by its name in the template. */
  readonly [customField: string]: unknown;
}

/** Users to create, and what they all get. Every field is required; empty lists enroll in nothing. */
export interface BulkUploadUsersParams {
  /** The rows of the file, as objects. */
  readonly userList: readonly BulkUser[];
  /** Ids of the courses to enroll them in. */
  readonly selectedCourses: readonly Id[];
  /** Ids of the learning paths to enroll them in. */
  readonly selectedLearningPaths: readonly Id[];
  /** The id of the membership to give them; how to say "none" is not documented. */
  readonly membershipId: Id;
  /** The id of the portal to add them to. */
  readonly portalId: Id;
}

/** How the upload ended. */
export interface BulkUploadUsersReply {
  /** The vendor's message. */
  readonly message?: string | null | undefined;
  /** `true` as a text; a reply with `false` is thrown as an error. */
  readonly is_success?: string | null | undefined;
}

const bulkUser = () =>
  z.looseObject({
    email: text(),
    first_name: z.optional(z.string()),
    last_name: z.optional(z.string()),
    password: z.optional(z.string()),
  });

/**
 * Locks or opens accounts, enrolls users in courses and learning paths and gives them a membership, all in one request.
 * Omitted fields change nothing; the reply reports neither the changed users nor who was already enrolled.
 */
export const quickEdit = operation<QuickEditUsersParams, Message>({
  name: "users.quickEdit",
  method: "PUT",
  path: "/user/quick-edit",
  params: () =>
    z.strictObject({
      user_ids: ids(),
      course_ids: z.optional(ids()),
      disabled: z.optional(z.boolean()),
      learning_path_ids: z.optional(ids()),
      enrollMembershipId: z.optional(id()),
      portalId: z.optional(id()),
    }),
  response: () => message(),
});

/**
 * Reads the columns that a file of users must have in this portal, with made-up rows to build a template from. It is
 * JSON, not a file.
 */
export const getBulkUploadSample = operation<NoParams, BulkUploadSample>({
  name: "users.getBulkUploadSample",
  method: "GET",
  path: "/user/bulk-upload-sample",
  response: () =>
    z.looseObject({
      headers: maybe(z.array(z.string())),
      records: maybe(z.array(z.record(z.string(), z.nullable(z.string())))),
    }),
});

/**
 * Creates many users at once and enrolls them. You parse the rows of the CSV file; they are sent as JSON, no file is
 * uploaded. The vendor's page declares strings and describes objects: objects are sent.
 *
 * What happens to a row whose e-mail address is already in use is not documented, and the reply does not name rows:
 * compare with `users.list` afterwards.
 *
 * @throws ApiError also for a reply whose `is_success` is false.
 */
export const bulkUpload = operation<BulkUploadUsersParams, BulkUploadUsersReply>({
  name: "users.bulkUpload",
  method: "POST",
  path: "/user/bulk-upload",
  // The rows contain passwords.
  secretParams: ["userList"],
  params: () =>
    z.strictObject({
      userList: z.array(bulkUser()),
      selectedCourses: ids(),
      selectedLearningPaths: ids(),
      membershipId: id(),
      portalId: id(),
    }),
  response: () => z.looseObject({ message: maybeText(), is_success: maybeText() }),
});
