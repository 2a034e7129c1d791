import { pagedOperation } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { maybeFlag, maybeParam, maybeText, pageNumber, pageSize } from "./fields.ts";
import { pageFields } from "./page-schemas.ts";
import { contentsPager, type Page } from "./pagination.ts";

/**
 * Which contents to list. The vendor also documents `does_sendemail` and `email_to_send`, which make it send the list by e-mail;
 * they are left out, because a list is read again after a temporary failure.
 */
export interface ListContentsParams {
  /** Contents of this type. */
  readonly type?: "text" | "audio" | "video" | "pdf" | "live" | undefined;
  /** Contents of the course with this id. */
  readonly course_id?: number | undefined;
  /** 1 for contents of the catalog that belong to no course. That it is sent as a number is deduced from another parameter. */
  readonly public?: 0 | 1 | undefined;
  /** Contents with these tags; how several are separated is not documented. */
  readonly tags?: string | undefined;
  /** A part of the title or the description, or ids separated by commas. */
  readonly query?: string | undefined;
  /** Contents with these ids; the separator is most likely a comma. */
  readonly contents_ids?: string | undefined;
  /** How many contents a page contains. @default 15 */
  readonly per_page?: number | undefined;
  /** The number of the page; deduced from the vendor's other lists. @default 1 */
  readonly page?: number | undefined;
}

/** A content of a course or of the catalog. */
export interface Content {
  /** Its id. */
  readonly id: number;
  /** Its title. */
  readonly title?: string | null | undefined;
  /** Its description. */
  readonly description?: string | null | undefined;
  /** Its type, such as `video`. */
  readonly contentType?: string | null | undefined;
  /** Its URL. */
  readonly contentUrl?: string | null | undefined;
  /** Whether it is public. */
  readonly isPublic?: boolean | null | undefined;
  /** When it was created, as ISO 8601 in UTC. */
  readonly createdAt?: string | null | undefined;
}

/** A page of contents. */
export interface ListContentsReply {
  /** True on success; false is thrown as an error. */
  readonly success?: boolean | null | undefined;
  /** The page; its contents are in `contents.data`. */
  readonly contents: Page<Content>;
}

const content = () =>
  z.looseObject({
    id: z.int(),
    title: maybeText(),
    description: maybeText(),
    contentType: maybeText(),
    contentUrl: maybeText(),
    isPublic: maybeFlag(),
    createdAt: maybeText(),
  });

/**
 * Lists the institution's contents. Await it for one page; iterate it for the contents of all pages.
 *
 * @see https://docs.toolzz.dev/lxp-reference/contents/list/
 */
export const list = pagedOperation<ListContentsParams, ListContentsReply, Content>({
  name: "contents.list",
  method: "GET",
  path: "/api/content",
  evidence: "documented",
  params: () =>
    z.strictObject({
      type: z.optional(z.enum(["text", "audio", "video", "pdf", "live"])),
      course_id: z.optional(z.int()),
      public: z.optional(z.literal([0, 1])),
      tags: maybeParam(),
      query: maybeParam(),
      contents_ids: maybeParam(),
      per_page: pageSize(),
      page: pageNumber(),
    }),
  response: () =>
    z.looseObject({
      success: maybeFlag(),
      contents: z.looseObject({ ...pageFields(), data: z.array(content()) }),
    }),
  pager: contentsPager(),
});
