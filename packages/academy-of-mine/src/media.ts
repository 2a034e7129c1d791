/**
 * Media: pictures, documents and videos of the portal, their upload, and the video library at Bunny.net.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
import type { NoParams } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { listOperation, operation } from "./operation.ts";
import { id, ids, sortedPageParams, text } from "./fields.ts";
import type { Page, PageParams } from "./pagination.ts";
import { maybe, maybeFlag, maybeNumber, maybeText, page } from "./shared/replies.ts";
import type { Id, Message, OpenEnum, Ordering } from "./shared/shapes.ts";
import { upload as uploadedFile } from "./shared/upload-schemas.ts";
import type { Upload } from "./shared/uploads.ts";

/** The kind of a file, as spelled in the vendor's samples; its page has no list. */
export type MediaType = OpenEnum<"Images" | "Videos">;

/** A file of the portal. */
export interface Media {
  readonly id: number;
  /** The name that the portal assigned: it has a long suffix in the sample. */
  readonly file_name?: string | null | undefined;
  readonly file_type?: MediaType | null | undefined;
  /** `Processing` while a video is being converted. */
  readonly status?: OpenEnum<"Completed" | "Processing"> | null | undefined;
  /** Where Mux has a video, most likely; null in every sample. */
  readonly mux_url?: unknown;
  /** For example, "image/png". */
  readonly mime_type?: string | null | undefined;
  /** For example, "Aug 12, 2020 09:02 AM"; in `saveVideo`, "2021-08-05T06:44:12.000000Z". */
  readonly created_at?: string | null | undefined;
}

/** What to search files by. */
export interface MediaSearch {
  /** The file's name. */
  readonly name?: string | undefined;
  readonly file_type?: MediaType | undefined;
  /** Any other column of the list. */
  readonly [column: string]: unknown;
}

/** Which files to list. */
export interface ListMediaParams extends PageParams {
  readonly order_by?: Ordering | undefined;
  readonly search_param?: MediaSearch | undefined;
}

/** The query of a request to the upload URL; the vendor documents both fields for all three methods. */
export interface UploadQueryParams {
  /** The chunked upload that the request belongs to. */
  readonly patch?: string | undefined;
  /** The chunked upload to cancel. */
  readonly deleteId?: Id | undefined;
}

/** What to upload in a single request. */
export interface UploadMediaParams extends UploadQueryParams {
  /**
   * The file. The vendor documents no body; that there is one is deduced from its text, which distinguishes requests by
   * the presence of a file. The field's name is ours: if your portal requires another, pass it in the call's option
   * `extraParams`.
   */
  readonly file?: Upload | undefined;
}

/** Which chunk to add to an upload. */
export interface UploadChunkParams extends UploadQueryParams {
  /** The chunk's bytes. Neither the field nor its name is documented. */
  readonly file?: Upload | undefined;
}

/** The outcome of an upload. */
export interface UploadReply {
  /** Always true: a reply with false is thrown as an error. */
  readonly is_success?: boolean | null | undefined;
  /** The HTTP status again, 200. */
  readonly code?: number | null | undefined;
  /** Null in the samples of uploads; that of `saveVideo` reports a failure next to `is_success: true`. */
  readonly errorMessage?: string | null | undefined;
  readonly uploadedMedia?: Media | null | undefined;
}

/** Which files to delete. */
export interface DeleteMediaParams {
  /** Their ids. Sent as JSON text in the query. */
  readonly delete_ids: readonly Id[];
}

/** How many files were deleted, and how many were not. */
export interface MediaDeleted extends Message {
  /** Why some were not, as display text. */
  readonly errorMessage?: string | null | undefined;
  /** How many were not deleted. Which ones is not reported. */
  readonly fileNotDeleted?: number | null | undefined;
}

/** Which video to download. */
export interface PrepareMuxDownloadParams {
  /** The video's id at Mux: letters and digits. */
  readonly mux_id: string;
}

/** The progress of a download at Mux. */
export interface MuxDownload {
  /** `ready` in the sample; the other values are not documented. */
  readonly status?: string | null | undefined;
  /** The download URL, which the vendor's text promises and its sample lacks. */
  readonly [field: string]: unknown;
}

/** A video that is in the video library at Bunny.net. */
export interface SaveVideoParams {
  /** The video's id at Bunny.net, a UUID. */
  readonly videoGuid: string;
  /** For example, "test.mp4". */
  readonly fileName: string;
  /** For example, "video/mp4". */
  readonly mimeType: string;
}

/** A video that was just saved. */
export interface SavedVideo extends Media {
  /** The video's id at Bunny.net. */
  readonly bunny_video_id?: string | null | undefined;
  /** For example, "2021-08-05T06:44:12.000000Z". */
  readonly updated_at?: string | null | undefined;
}

/** The outcome of saving a video. */
export interface SaveVideoReply extends UploadReply {
  readonly uploadedMedia?: SavedVideo | null | undefined;
}

/** How to reach the video library at Bunny.net. */
export interface BunnyLibrary {
  readonly libraryId?: string | null | undefined;
  /** A secret: anyone who has it can change and delete every video of the library. */
  readonly apiKey?: string | null | undefined;
}

/** The new video library at Bunny.net. */
export interface CreatedBunnyLibrary {
  /** Always true: a reply with false is thrown as an error. */
  readonly is_success?: boolean | null | undefined;
  readonly bunny_library_id?: string | null | undefined;
  /** A secret: anyone who has it can change and delete every video of the library. */
  readonly bunny_api_key?: string | null | undefined;
}

const mediaFields = () => ({
  id: z.number(),
  file_name: maybeText(),
  file_type: maybeText(),
  status: maybeText(),
  mux_url: z.optional(z.unknown()),
  mime_type: maybeText(),
  created_at: maybeText(),
});

const mediaSearch = () => z.looseObject({ name: z.optional(z.string()), file_type: z.optional(z.string()) });

const uploadQuery = () => ({ patch: z.optional(text()), deleteId: z.optional(id()) });

const uploadOutcome = () => ({
  is_success: maybeFlag(),
  code: maybeNumber(),
  errorMessage: maybeText(),
});

const uploadReply = () =>
  z.looseObject({ ...uploadOutcome(), uploadedMedia: maybe(z.looseObject(mediaFields())) });

const savedVideo = () =>
  z.looseObject({ ...mediaFields(), bunny_video_id: maybeText(), updated_at: maybeText() });

/** Lists the files of the portal. The fields do not include a download URL. */
export const list = listOperation<ListMediaParams, Page<Media>, Media>({
  name: "media.list",
  method: "GET",
  path: "/media/list",
  params: () => z.strictObject({ ...sortedPageParams(), search_param: z.optional(mediaSearch()) }),
  response: () => page(z.looseObject(mediaFields())),
});

/**
 * Uploads a file in a single request, as multipart. You can also upload a video to Bunny.net yourself (`getBunnyLibrary`) and
 * register it with `saveVideo`. Without a file, the vendor treats the request as part of a chunked upload: see
 * `uploadChunk`.
 *
 * @example
 * ```ts
 * const { uploadedMedia } = await academy.media.upload({ file: new File([bytes], "cover.png", { type: "image/png" }) });
 * ```
 */
export const upload = operation<UploadMediaParams, UploadReply>({
  name: "media.upload",
  method: "POST",
  path: "/media/upload",
  query: ["patch", "deleteId"],
  bodyType: "multipart",
  params: () => z.strictObject({ ...uploadQuery(), file: z.optional(uploadedFile()) }),
  response: () => uploadReply(),
});

/**
 * Adds a chunk to an upload. Prefer `upload`: most of this is not documented.
 *
 * Documented: a request without a file belongs to a chunked upload, `patch` names the upload, and after the last chunk
 * the portal joins them. Deduced: this is the PATCH among the three methods of one URL. Unknown: how an upload begins
 * and gets its id, how a chunk is sent, how the portal recognizes the last one, and whether earlier replies look like
 * the sample, which is that of a finished file.
 *
 * The chunk is sent as the multipart field `file`, a guess that the vendor's text contradicts. The parameter's name is
 * that of the upload widget FilePond, which starts with a POST without a file and sends raw bytes with the headers
 * `Upload-Offset`, `Upload-Length` and `Upload-Name`; this operation cannot send a body of raw bytes.
 */
export const uploadChunk = operation<UploadChunkParams, UploadReply>({
  name: "media.uploadChunk",
  method: "PATCH",
  path: "/media/upload",
  query: ["patch", "deleteId"],
  bodyType: "multipart",
  params: () => z.strictObject({ ...uploadQuery(), file: z.optional(uploadedFile()) }),
  response: () => uploadReply(),
});

/**
 * Cancels the chunked upload that `deleteId` names: the portal deletes its chunks. A complete file is kept; use
 * `delete` for those. That this is the DELETE among the three methods of one URL is deduced, and the sample reply is
 * that of a finished upload.
 */
export const cancelUpload = operation<UploadQueryParams, UploadReply>({
  name: "media.cancelUpload",
  method: "DELETE",
  path: "/media/upload",
  query: ["patch", "deleteId"],
  params: () => z.strictObject(uploadQuery()),
  response: () => uploadReply(),
});

/**
 * Registers a video that is already in the portal's Bunny.net library; nothing is uploaded. All fields are sent in the
 * query. The sample reply has `is_success: true` and a message that the upload failed: check `uploadedMedia`.
 */
export const saveVideo = operation<SaveVideoParams, SaveVideoReply>({
  name: "media.saveVideo",
  method: "POST",
  path: "/media/save-video",
  query: ["videoGuid", "fileName", "mimeType"],
  params: () => z.strictObject({ videoGuid: text(), fileName: text(), mimeType: text() }),
  response: () => z.looseObject({ ...uploadOutcome(), uploadedMedia: maybe(savedVideo()) }),
});

/**
 * Permanently deletes files, including videos at Mux. Some may be kept: the reply still reports a success, and
 * `fileNotDeleted` is above zero.
 */
const remove = operation<DeleteMediaParams, MediaDeleted>({
  name: "media.delete",
  method: "DELETE",
  path: "/media",
  query: ["delete_ids"],
  encode: { delete_ids: "json" },
  params: () => z.strictObject({ delete_ids: ids() }),
  response: () =>
    z.looseObject({ message: maybeText(), errorMessage: maybeText(), fileNotDeleted: maybeNumber() }),
});

/**
 * Makes Mux prepare a video for download, and reports the progress; the file itself is not returned. The first call
 * opens Mux's temporary access to the original, so the operation does not count as a read.
 */
export const prepareMuxDownload = operation<PrepareMuxDownloadParams, MuxDownload>({
  name: "media.prepareMuxDownload",
  method: "GET",
  path: "/media/download-mux-video",
  safe: false,
  params: () => z.strictObject({ mux_id: text() }),
  response: () => z.looseObject({ status: maybeText() }),
});

/**
 * Reads the id and the secret key of the portal's video library at Bunny.net, to upload videos there yourself. Call it
 * only on a server, and keep the reply out of logs.
 */
export const getBunnyLibrary = operation<NoParams, BunnyLibrary>({
  name: "media.getBunnyLibrary",
  method: "GET",
  path: "/media/bunnyLibrary",
  response: () => z.looseObject({ libraryId: maybeText(), apiKey: maybeText() }),
});

/**
 * Creates a video library at Bunny.net, named after the site, and makes the portal use it. What happens to the videos
 * in the previous library is not documented. The reply contains a secret key: keep it out of logs.
 */
export const createBunnyLibrary = operation<NoParams, CreatedBunnyLibrary>({
  name: "media.createBunnyLibrary",
  method: "POST",
  path: "/media/bunnyLibrary",
  response: () =>
    z.looseObject({
      is_success: maybeFlag(),
      bunny_library_id: maybeText(),
      bunny_api_key: maybeText(),
    }),
});

export { remove as delete };
