/**
 * Video modules: lessons of a course that learners watch. The vendor documents no way to change one.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
import * as z from "#zod";
import { listOperation, operation } from "./operation.ts";
import { id, ids, text } from "./fields.ts";
import {
  completionEstimateParams,
  getMembershipContentParams,
  getModuleParams,
  getPortalModuleDetailsParams,
  lessonModuleFields,
  listModulesParams,
  membershipModuleFields,
  moduleDetailsFields,
  moduleProgressFields,
  moduleRecord,
} from "./shared/module-schemas.ts";
import type {
  CompletionEstimateParams,
  GetMembershipContentParams,
  GetModuleParams,
  GetPortalModuleDetailsParams,
  LessonModule,
  ListModulesParams,
  MembershipModule,
  ModuleDetails,
  ModuleProgress,
  ModuleRecord,
  ModuleStatusParams,
} from "./shared/module-shapes.ts";
import type { Page } from "./pagination.ts";
import { maybe, maybeFlag, maybeNumber, maybeText, page, saved } from "./shared/replies.ts";
import type { Id, OpenEnum, Saved } from "./shared/shapes.ts";

/** Where a video is played from; `in-house` is the portal itself. */
export type VideoProvider = OpenEnum<"vimeo" | "in-house" | "youtube">;

/** Whether a video has subtitles of its own. Empty in the samples of replies. */
export type SubtitleType = OpenEnum<"upload" | "nocaption">;

/** An interruption of a video. The vendor shows these two fields; there may be others. */
export interface VideoInteraction {
  /** What is shown, such as `quiz`. */
  readonly type?: string | undefined;
  /** When, such as "00:05:00". */
  readonly time?: string | undefined;
  /** Any other field. */
  readonly [field: string]: unknown;
}

/** Subtitles to add to a video. */
export interface NewSubtitle {
  /** The language's code, such as "en". */
  readonly language?: string | undefined;
  /** The subtitles. Their format is not documented; the paths in replies suggest WebVTT. */
  readonly subtitleContent?: string | undefined;
  /** Any other field. */
  readonly [field: string]: unknown;
}

/** A file of subtitles. */
export interface SubtitleFile {
  /** The language's code, such as "en". */
  readonly language?: string | null | undefined;
  /** Its path in the portal, such as "/storage/vtt/en_1.vtt". */
  readonly filePath?: string | null | undefined;
}

/** Subtitles with their text. */
export interface Subtitle {
  /** The language's code, such as "en". */
  readonly language?: string | null | undefined;
  readonly subtitleContent?: string | null | undefined;
}

/** How a video is played, in every reply about one. */
export interface VideoPlayback {
  readonly provider?: VideoProvider | null | undefined;
  /** Whether skipping forward is blocked. */
  readonly disableForwardSeek?: boolean | null | undefined;
}

/** A video module, as its editor reads it. */
export interface VideoModule extends LessonModule, VideoPlayback {
  readonly subtitleType?: SubtitleType | null | undefined;
  /** The files of its subtitles; a list, despite the singular name. */
  readonly subtitleFilePath?: readonly SubtitleFile[] | null | undefined;
  readonly subtitleDetails?: readonly Subtitle[] | null | undefined;
}

/** A video module to create. */
export interface CreateVideoModuleParams extends CompletionEstimateParams {
  readonly name: string;
  /** HTML that learners see next to the video. */
  readonly content?: string | undefined;
  /** The URL of the video. */
  readonly url: string;
  readonly provider: VideoProvider;
  /** The URL of a picture that is shown before the video starts. */
  readonly coverUrl?: string | undefined;
  /** Whether the course player tracks when a learner has finished it. */
  readonly trackCompletion?: boolean | undefined;
  /** Whether to block skipping forward. */
  readonly disableForwardSeek?: boolean | undefined;
  /** Ids of module categories. */
  readonly categories?: readonly Id[] | undefined;
  readonly subtitleType?: SubtitleType | undefined;
  readonly interactions?: readonly VideoInteraction[] | undefined;
  /** Subtitles to add, where `subtitleType` is `upload`. */
  readonly subtitles?: readonly NewSubtitle[] | undefined;
}

/** A video module as the course player opens it for a learner. */
export interface VideoModuleDetails extends ModuleDetails, VideoPlayback {
  /** The course's URL slug. */
  readonly courseSlug?: string | null | undefined;
  readonly subtitleType?: SubtitleType | null | undefined;
  readonly subtitleFilePath?: readonly SubtitleFile[] | null | undefined;
  readonly trackCompletion?: boolean | null | undefined;
  /** The interruptions of the video; empty in the vendor's sample. */
  readonly interactions?: readonly unknown[] | null | undefined;
  /** The learner's status in the course, such as "In Progress". */
  readonly courseStatus?: string | null | undefined;
  /** The position at which the learner stopped; most likely in seconds. */
  readonly lastWatchedTime?: number | null | undefined;
  /** Whether the video can be watched yet. */
  readonly isReady?: boolean | null | undefined;
  /** Whether this call completed the course. */
  readonly course_newly_completed?: boolean | null | undefined;
}

/** Which learner has watched a video. */
export interface CompleteVideoModuleParams extends ModuleStatusParams {
  /** The length of the video in seconds. */
  readonly videoDuration: number | string;
  /** The portal that the learner takes the course in; -1 means no portal filter. */
  readonly portalId?: Id | undefined;
}

/** The outcome of completing a video module. */
export interface VideoModuleProgress extends ModuleProgress {
  /** Whether it was done: a boolean here, a string in most of the vendor's replies. */
  readonly status?: boolean | null | undefined;
}

/** A video module as a member opens it outside of a course. */
export interface MembershipVideoModule extends MembershipModule, VideoPlayback {
  /** The position at which the learner stopped; most likely in seconds. */
  readonly lastWatchedTime?: number | null | undefined;
  /** Whether a membership gives access to the video. */
  readonly isPartOfMembershipContent?: boolean | null | undefined;
  /** Whether the video can be watched yet. */
  readonly isReady?: boolean | null | undefined;
}

const subtitleFile = () => z.looseObject({ language: maybeText(), filePath: maybeText() });

const playbackFields = () => ({ provider: maybeText(), disableForwardSeek: maybeFlag() });

/** Lists video modules: await it for one page, iterate it for all. */
export const list = listOperation<ListModulesParams, Page<ModuleRecord>, ModuleRecord>({
  name: "videoModules.list",
  method: "GET",
  path: "/video/list",
  params: listModulesParams,
  response: () => page(moduleRecord()),
});

/**
 * Reads a video module for editing, with its subtitles and the courses that contain it. The sample has no address of
 * the video.
 */
export const get = operation<GetModuleParams, VideoModule>({
  name: "videoModules.get",
  method: "GET",
  path: "/video/{id}",
  params: getModuleParams,
  response: () =>
    z.looseObject({
      ...lessonModuleFields(),
      ...playbackFields(),
      subtitleType: maybeText(),
      subtitleFilePath: maybe(z.array(subtitleFile())),
      subtitleDetails: maybe(z.array(z.looseObject({ language: maybeText(), subtitleContent: maybeText() }))),
    }),
});

/**
 * Creates a video module from a video that is already uploaded or public, and returns its id. It is not in any course
 * yet.
 */
export const create = operation<CreateVideoModuleParams, Saved>({
  name: "videoModules.create",
  method: "POST",
  path: "/video",
  params: () =>
    z.strictObject({
      name: text(),
      content: z.optional(text()),
      url: text(),
      provider: text(),
      coverUrl: z.optional(text()),
      trackCompletion: z.optional(z.boolean()),
      ...completionEstimateParams(),
      disableForwardSeek: z.optional(z.boolean()),
      categories: z.optional(ids()),
      subtitleType: z.optional(text()),
      interactions: z.optional(
        z.array(z.looseObject({ type: z.optional(text()), time: z.optional(text()) })),
      ),
      subtitles: z.optional(
        z.array(z.looseObject({ language: z.optional(text()), subtitleContent: z.optional(z.string()) })),
      ),
    }),
  response: () => saved(),
});

/**
 * Opens a video module as the course player does for a learner. `course_newly_completed` in the reply suggests that
 * opening it counts as progress. Unlike other modules, the portal is required; the sample has no address of the video.
 */
export const getDetails = operation<GetPortalModuleDetailsParams, VideoModuleDetails>({
  name: "videoModules.getDetails",
  method: "GET",
  path: "/video/details/{registrationId}/{moduleId}/{portalId}",
  params: getPortalModuleDetailsParams,
  response: () =>
    z.looseObject({
      ...moduleDetailsFields(),
      ...playbackFields(),
      courseSlug: maybeText(),
      subtitleType: maybeText(),
      subtitleFilePath: maybe(z.array(subtitleFile())),
      trackCompletion: maybeFlag(),
      interactions: maybe(z.array(z.unknown())),
      courseStatus: maybeText(),
      lastWatchedTime: maybeNumber(),
      isReady: maybeFlag(),
      course_newly_completed: maybeFlag(),
    }),
});

/**
 * Marks a video module as completed for a learner, at 100%, whatever the learner has watched. That can complete the
 * whole course: `course_newly_completed` reports it. How to undo it is not documented.
 */
export const complete = operation<CompleteVideoModuleParams, VideoModuleProgress>({
  name: "videoModules.complete",
  method: "POST",
  path: "/video/mark-complete",
  query: ["statusRowId", "videoDuration", "portalId"],
  params: () =>
    z.strictObject({
      statusRowId: id(),
      videoDuration: z.union([z.number(), text()]),
      portalId: z.optional(id()),
    }),
  response: () => z.looseObject({ status: maybeFlag(), ...moduleProgressFields() }),
});

/**
 * Opens a video module that is part of a membership, for the user that the API key belongs to. Reading it also updates
 * the time spent and the playback position, so it counts as a write. A video that is not ready has a reason, in a field
 * that the vendor does not name; the sample also lacks the URLs of video and cover.
 */
export const getMembershipContent = operation<GetMembershipContentParams, MembershipVideoModule>({
  name: "videoModules.getMembershipContent",
  method: "GET",
  path: "/video/membership-content",
  safe: false,
  params: getMembershipContentParams,
  response: () =>
    z.looseObject({
      ...membershipModuleFields(),
      ...playbackFields(),
      lastWatchedTime: maybeNumber(),
      isPartOfMembershipContent: maybeFlag(),
      isReady: maybeFlag(),
    }),
});
