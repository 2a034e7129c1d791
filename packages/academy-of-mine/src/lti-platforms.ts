/**
 * LTI platforms: learning systems, such as Canvas, that open courses of the portal for their own learners.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
import * as z from "#zod";
import { listOperation, operation } from "./operation.ts";
import { id, sortedPageParams, text } from "./fields.ts";
import type { Page, PageParams } from "./pagination.ts";
import { maybe, maybeFlag, maybeNumber, maybeText, message, page, saved } from "./shared/replies.ts";
import type { Id, Message, OpenEnum, Ordering, Saved } from "./shared/shapes.ts";

/** What to search the list by. */
export interface LtiPlatformSearch {
  /** Ids of course categories. */
  readonly courseCategoryIds?: readonly Id[] | undefined;
  readonly courseName?: string | undefined;
  /** Roles of users; the vendor names the column without an example. */
  readonly roleNames?: unknown;
  /** Any other column of the list. */
  readonly [column: string]: unknown;
}

/** Which LTI platforms to list. */
export interface ListLtiPlatformsParams extends PageParams {
  readonly order_by?: Ordering | undefined;
  readonly search_param?: LtiPlatformSearch | undefined;
}

/**
 * A record of the list. The vendor's sample shows roles of users instead of platforms, so its fields may be others.
 */
export interface LtiPlatformRecord {
  readonly id: number;
  readonly name?: string | null | undefined;
  readonly displayName?: string | null | undefined;
  /** For example, "Aug 06, 2020 07:20 AM". */
  readonly createdAt?: string | null | undefined;
  /** Display text, such as "2 days ago" or "Never". */
  readonly lastLogin?: string | null | undefined;
  /** Any other field. */
  readonly [field: string]: unknown;
}

/** Which LTI platform to read. */
export interface GetLtiPlatformParams {
  /** The platform's id in the portal. */
  readonly id: Id;
}

/** A course that an LTI platform opens. */
export interface LtiPlatformCourse {
  readonly id: number;
  readonly name?: string | null | undefined;
  /** Whether grades go back to the platform. */
  readonly syncGrade?: boolean | null | undefined;
}

/** Which accounts are created or used when a user comes from a platform, as spelled in the vendor's examples. */
export type LtiProvisioningMode = OpenEnum<"New accounts only" | "Existing and new accounts">;

/** An LTI platform. Its own id and its three URLs, which an update requires, are not returned. */
export interface LtiPlatform {
  readonly id: number;
  readonly platformName?: string | null | undefined;
  readonly clientId?: string | null | undefined;
  readonly deploymentId?: string | null | undefined;
  /** A number: 1 in the sample, where `create` takes `true` and `update` the word "All". */
  readonly contentAccessible?: number | null | undefined;
  /** `new` in the sample, unlike what is sent. */
  readonly teacherProvisioningMode?: string | null | undefined;
  /** `new` in the sample, unlike what is sent. */
  readonly studentProvisioningMode?: string | null | undefined;
  /** Names of roles. Empty in the sample. */
  readonly roles?: readonly string[] | null | undefined;
  readonly courses?: readonly LtiPlatformCourse[] | null | undefined;
}

/** A course for a platform to open. */
export interface LtiPlatformCourseParams {
  /** The course's id. */
  readonly id?: Id | undefined;
  /** The course's name, in the example of `create` only. */
  readonly name?: string | undefined;
  /** Whether grades go back to the platform. */
  readonly syncGrade?: boolean | undefined;
  /** Any other field: the vendor shows an example only. */
  readonly [field: string]: unknown;
}

/** A new LTI platform. */
export interface CreateLtiPlatformParams {
  /** The platform's own id in LTI, its issuer: a URL or a host name in the vendor's examples. */
  readonly platformId: string;
  readonly platformName: string;
  /** The id that the platform assigned to the portal. */
  readonly clientId: string;
  /** Where the platform publishes its keys. */
  readonly jwksUrl: string;
  /** Where the portal gets access tokens of the platform. */
  readonly accessTokenUrl: string;
  /** Where the platform checks who a user is. */
  readonly authEndPoint: string;
  /** Names of the users' roles, such as "Student". Sent as JSON text. */
  readonly roles: readonly string[];
  /** What may be opened: `true` in the example of `create`, "All" in that of `update`; no list is documented. */
  readonly contentAccessible: boolean | string;
  readonly teacherProvisioningMode: LtiProvisioningMode;
  readonly studentProvisioningMode: LtiProvisioningMode;
  /** The id of the portal's deployment in the platform. */
  readonly deploymentId: string;
  /** The courses that it opens. Sent as JSON text. */
  readonly courses: readonly LtiPlatformCourseParams[];
}

/** Which LTI platform to change, and its new values. */
export interface UpdateLtiPlatformParams extends CreateLtiPlatformParams {
  /** The platform's id in the portal. */
  readonly id: Id;
}

/** Which LTI platform to delete. */
export interface DeleteLtiPlatformParams {
  /** The platform's id in the portal: one, not a list. */
  readonly deleteId: Id;
}

const ltiPlatformSearch = () =>
  z.looseObject({
    courseCategoryIds: z.optional(z.array(id())),
    courseName: z.optional(z.string()),
    roleNames: z.optional(z.unknown()),
  });

const ltiPlatformRecord = () =>
  z.looseObject({
    id: z.number(),
    name: maybeText(),
    displayName: maybeText(),
    createdAt: maybeText(),
    lastLogin: maybeText(),
  });

const ltiPlatform = () =>
  z.looseObject({
    id: z.number(),
    platformName: maybeText(),
    clientId: maybeText(),
    deploymentId: maybeText(),
    contentAccessible: maybeNumber(),
    teacherProvisioningMode: maybeText(),
    studentProvisioningMode: maybeText(),
    roles: maybe(z.array(z.string())),
    courses: maybe(z.array(z.looseObject({ id: z.number(), name: maybeText(), syncGrade: maybeFlag() }))),
  });

const ltiPlatformParams = () => ({
  platformId: text(),
  platformName: text(),
  clientId: text(),
  jwksUrl: text(),
  accessTokenUrl: text(),
  authEndPoint: text(),
  roles: z.array(text()),
  contentAccessible: z.union([z.boolean(), text()]),
  teacherProvisioningMode: text(),
  studentProvisioningMode: text(),
  deploymentId: text(),
  courses: z.array(
    z.looseObject({
      id: z.optional(id()),
      name: z.optional(z.string()),
      syncGrade: z.optional(z.boolean()),
    }),
  ),
});

/**
 * Lists the LTI platforms. What a record contains is not known: the vendor's sample is a list of user roles, and the
 * search is described for courses, categories and roles.
 */
export const list = listOperation<ListLtiPlatformsParams, Page<LtiPlatformRecord>, LtiPlatformRecord>({
  name: "ltiPlatforms.list",
  method: "GET",
  path: "/ltiPlatform/list",
  params: () => z.strictObject({ ...sortedPageParams(), search_param: z.optional(ltiPlatformSearch()) }),
  response: () => page(ltiPlatformRecord()),
});

/**
 * Reads an LTI platform with its courses. It is not enough for an update: the platform's own id and URLs are missing.
 */
export const get = operation<GetLtiPlatformParams, LtiPlatform>({
  name: "ltiPlatforms.get",
  method: "GET",
  path: "/ltiPlatform/{id}",
  params: () => z.strictObject({ id: id() }),
  response: () => ltiPlatform(),
});

/**
 * Allows a learning system to open courses of the portal. All fields are sent in the query, unlike in `update`, which
 * sends them in the body.
 */
export const create = operation<CreateLtiPlatformParams, Saved>({
  name: "ltiPlatforms.create",
  method: "POST",
  path: "/ltiPlatform",
  query: [
    "platformId",
    "platformName",
    "clientId",
    "jwksUrl",
    "accessTokenUrl",
    "authEndPoint",
    "roles",
    "contentAccessible",
    "teacherProvisioningMode",
    "studentProvisioningMode",
    "deploymentId",
    "courses",
  ],
  encode: { roles: "json", courses: "json" },
  params: () => z.strictObject(ltiPlatformParams()),
  response: () => saved(),
});

/**
 * Replaces all data of an LTI platform, its deployment and its courses: the vendor requires every field. Store the
 * platform's own id and URLs yourself: `get` does not return them.
 */
export const update = operation<UpdateLtiPlatformParams, Message>({
  name: "ltiPlatforms.update",
  method: "PUT",
  path: "/ltiPlatform",
  encode: { roles: "json", courses: "json" },
  params: () => z.strictObject({ id: id(), ...ltiPlatformParams() }),
  response: () => message(),
});

/**
 * Deletes an LTI platform permanently, with its deployments and registrations: its learners can no longer come from
 * there.
 */
const remove = operation<DeleteLtiPlatformParams, Message>({
  name: "ltiPlatforms.delete",
  method: "DELETE",
  path: "/ltiPlatform",
  params: () => z.strictObject({ deleteId: id() }),
  response: () => message(),
});

export { remove as delete };
