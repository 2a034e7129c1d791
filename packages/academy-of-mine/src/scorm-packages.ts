/**
 * SCORM packages: uploaded archives of e-learning content, which SCORM modules play.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
import type { BinaryReply } from "@kelaskit/core";
import * as z from "#zod";
import { listOperation, operation } from "./operation.ts";
import { id, ids, sortedPageParams, text } from "./fields.ts";
import type { Page, PageParams } from "./pagination.ts";
import { maybeNumber, maybeText, message, page } from "./shared/replies.ts";
import type { Id, Message, OpenEnum, Ordering } from "./shared/shapes.ts";

/** The standard that a package follows, as spelled in the vendor's list. `scormPackages.get` writes "1.2". */
export type ScormVersion = OpenEnum<"SCORM 1.2" | "xAPI">;

/** A package in the list. */
export interface ScormPackageRecord {
  readonly id: number;
  readonly name?: string | null | undefined;
  /** The id of its upload. */
  readonly uploadId?: number | null | undefined;
  /** The start page in the archive; `launch_file` in `scormPackages.get`. */
  readonly launchFile?: string | null | undefined;
  /** Its state, such as "Completed"; the others are not documented. */
  readonly status?: string | null | undefined;
  /** The state of its archive for `scormPackages.download`, such as "Completed"; "Not Started" after a download. */
  readonly downloadStatus?: string | null | undefined;
  readonly version?: ScormVersion | null | undefined;
  /** The name of the member of staff who uploaded it. */
  readonly author?: string | null | undefined;
  /** For example, "2021-01-01 12:00:00". */
  readonly created_at?: string | null | undefined;
}

/** What to search packages by: the columns that the vendor shows. */
export interface ScormPackageSearch {
  readonly name?: string | undefined;
  /** Standards, of which a package follows one. */
  readonly scormTypes?: readonly ScormVersion[] | undefined;
  /** Any other column of the list. */
  readonly [column: string]: unknown;
}

/** Which packages to list. */
export interface ListScormPackagesParams extends PageParams {
  readonly order_by?: Ordering | undefined;
  readonly search_param?: ScormPackageSearch | undefined;
}

/** The package. */
export interface ScormPackageParams {
  /** The package's id. */
  readonly id: Id;
}

/** A package. */
export interface ScormPackage {
  readonly name?: string | null | undefined;
  /** The version of the standard, such as "1.2". */
  readonly version?: string | null | undefined;
  /** The start page in the archive; `launchFile` in the list. */
  readonly launch_file?: string | null | undefined;
}

/** Which packages to delete. */
export interface DeleteScormPackagesParams {
  /** The packages' ids. */
  readonly delete_ids: readonly Id[];
}

/** Lists SCORM packages: await it for one page, iterate it for all. */
export const list = listOperation<ListScormPackagesParams, Page<ScormPackageRecord>, ScormPackageRecord>({
  name: "scormPackages.list",
  method: "GET",
  path: "/scormPackage/list",
  params: () =>
    z.strictObject({
      ...sortedPageParams(),
      search_param: z.optional(
        z.looseObject({ name: z.optional(z.string()), scormTypes: z.optional(z.array(text())) }),
      ),
    }),
  response: () =>
    page(
      z.looseObject({
        id: z.number(),
        name: maybeText(),
        uploadId: maybeNumber(),
        launchFile: maybeText(),
        status: maybeText(),
        downloadStatus: maybeText(),
        version: maybeText(),
        author: maybeText(),
        created_at: maybeText(),
      }),
    ),
});

/** Reads a package's name, version and start page. The reply has no id and fewer fields than the list. */
export const get = operation<ScormPackageParams, ScormPackage>({
  name: "scormPackages.get",
  method: "GET",
  path: "/scormPackage/{id}",
  params: () => z.strictObject({ id: id() }),
  response: () => z.looseObject({ name: maybeText(), version: maybeText(), launch_file: maybeText() }),
});

/**
 * Permanently deletes packages. One that a module uses is kept, and the reply still reports a success: only the counts
 * in `message` differ.
 *
 * The vendor's page has the ids as one string in the path; they are sent as a list in the body, as in its other
 * deletions.
 */
const remove = operation<DeleteScormPackagesParams, Message>({
  name: "scormPackages.delete",
  method: "DELETE",
  path: "/scormPackage",
  params: () => z.strictObject({ delete_ids: ids() }),
  response: () => message(),
});

/**
 * Downloads a package as a zip archive. The vendor's server deletes its archive after sending it and resets the
 * download's status to "Not Started": after an interrupted download, the archive may have to be prepared again in the
 * portal.
 */
export const download = operation<ScormPackageParams, BinaryReply>({
  name: "scormPackages.download",
  method: "POST",
  path: "/scormPackage/download",
  media: "binary",
  params: () => z.strictObject({ id: id() }),
  response: () => z.custom<BinaryReply>(),
});

export { remove as delete };
