import { operation } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { anyObject, id, maybeCount, maybeFlag, maybeText } from "./fields.ts";

/** How far the customer is. */
export interface CourseProgress {
  /** When it last changed, in ISO 8601; null before the first time. */
  readonly updated_at?: string | null | undefined;
  /** Percent, 0 to 100. */
  readonly progress?: number | undefined;
  /** Whether it counts as done. The vendor does not say from which progress on. */
  readonly is_completed?: boolean | undefined;
}

/** One lesson of a course. */
export interface CourseContent {
  /** Its id. */
  readonly uuid?: string | undefined;
  /** The heading. */
  readonly title?: string | null | undefined;
  /** The lesson's text. It may hold HTML that somebody else wrote: show it as text, or clean it first. */
  readonly text?: string | null | undefined;
  /** What kind of lesson it is; the vendor lists no values. */
  readonly type?: string | null | undefined;
  /** How long it takes; the vendor does not say in which unit. */
  readonly duration?: number | null | undefined;
  /** Where the video is. */
  readonly video_url?: string | null | undefined;
  /** Its place within the section. */
  readonly sequence_order?: number | null | undefined;
  /** Whether customers see it. */
  readonly is_shown?: boolean | null | undefined;
  /** Whether it may be discussed, the course's and the lesson's settings taken together. */
  readonly is_discussion_active?: boolean | undefined;
  /** Whether e-mails are sent about its discussion. */
  readonly is_email_notification_active?: boolean | undefined;
  /** The section that it belongs to. */
  readonly section_uuid?: string | null | undefined;
  /** The number of the variant that it belongs to. */
  readonly variant_id?: number | null | undefined;
  /** The vendor does not say what these are. */
  readonly boosts?: readonly Readonly<Record<string, unknown>>[] | undefined;
  /** How far the customer is with it. */
  readonly progress?: CourseProgress | undefined;
  /** Whether this customer wants to be told of news about it. */
  readonly is_notification_enabled?: boolean | null | undefined;
  /** When it was made, in ISO 8601. */
  readonly inserted_at?: string | null | undefined;
  /** When it was last changed, in ISO 8601. */
  readonly updated_at?: string | null | undefined;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/** A section of a course, with its lessons. */
export interface CourseSection {
  /** Its id. */
  readonly uuid?: string | undefined;
  /** The heading. */
  readonly title?: string | null | undefined;
  /** What kind of section it is; the vendor lists no values. */
  readonly type?: string | null | undefined;
  /** Its place within the course. */
  readonly sequence_order?: number | null | undefined;
  /** Whether customers see it. */
  readonly is_shown?: boolean | null | undefined;
  /** The number of the variant that it belongs to. */
  readonly variant_id?: number | null | undefined;
  /** The lessons. Their order is `sequence_order`; the vendor does not say that the list keeps it. */
  readonly course_contents?: readonly CourseContent[] | undefined;
  /** How far the customer is with it. */
  readonly progress?: CourseProgress | undefined;
  /** When it was made, in ISO 8601. */
  readonly inserted_at?: string | null | undefined;
  /** When it was last changed, in ISO 8601. */
  readonly updated_at?: string | null | undefined;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/** A course that the customer has bought: the variant of a product, with the sections that it opens. */
export interface CourseAccess {
  /** The variant's number. */
  readonly id?: number | undefined;
  /** What kind of thing it is; the vendor lists no values. */
  readonly item_type?: string | null | undefined;
  /** How it is paid, once or again and again; the vendor lists no values. */
  readonly pricing_type?: string | null | undefined;
  /** The unit of a recurring payment. */
  readonly interval?: string | null | undefined;
  /** How many of these units lie between two payments. */
  readonly interval_count?: number | null | undefined;
  /** The unit of `validity_period`. */
  readonly validity_period_unit?: string | null | undefined;
  /** For how long the course stays open. */
  readonly validity_period?: number | null | undefined;
  /** The product's number. */
  readonly product_id?: number | undefined;
  /** What the seller writes about it; it may hold HTML. */
  readonly description?: string | null | undefined;
  /** The product's name. */
  readonly product_name?: string | null | undefined;
  /** The names of product and variant together. */
  readonly fullname?: string | null | undefined;
  /** The course's settings; the vendor shows no field of them. */
  readonly course_settings?: Readonly<Record<string, unknown>> | null | undefined;
  /** The sections, each with its lessons. */
  readonly course_sections?: readonly CourseSection[] | undefined;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/** Which course to open. */
export interface GetCourseAccessParams {
  /** The store's unique id, `store_…`. @default the client's `storeId` */
  readonly storeId?: string | undefined;
  /** The UUID of the variant that was bought: not its number, nor `variant_…`. */
  readonly variantUuid: string;
}

/** Which section to read. */
export interface GetCourseSectionParams {
  /** The store's unique id, `store_…`. @default the client's `storeId` */
  readonly storeId?: string | undefined;
  /** The section's UUID. */
  readonly sectionUuid: string;
}

/** Which lesson to read. */
export interface GetCourseContentParams {
  /** The store's unique id, `store_…`. @default the client's `storeId` */
  readonly storeId?: string | undefined;
  /** The lesson's UUID. */
  readonly contentUuid: string;
}

/** How far the customer is with which lesson. */
export interface UpdateCourseProgressParams extends GetCourseContentParams {
  /** Percent, 0 to 100; fractions are fine. */
  readonly progress: number;
}

const progress = () =>
  z.looseObject({
    updated_at: maybeText(),
    progress: z.optional(z.number()),
    is_completed: z.optional(z.boolean()),
  });

const content = () =>
  z.looseObject({
    uuid: z.optional(z.string()),
    title: maybeText(),
    text: maybeText(),
    type: maybeText(),
    duration: maybeCount(),
    video_url: maybeText(),
    sequence_order: maybeCount(),
    is_shown: maybeFlag(),
    is_discussion_active: z.optional(z.boolean()),
    is_email_notification_active: z.optional(z.boolean()),
    section_uuid: maybeText(),
    variant_id: maybeCount(),
    boosts: z.optional(z.array(anyObject())),
    progress: z.optional(progress()),
    is_notification_enabled: maybeFlag(),
    inserted_at: maybeText(),
    updated_at: maybeText(),
  });

const section = () =>
  z.looseObject({
    uuid: z.optional(z.string()),
    title: maybeText(),
    type: maybeText(),
    sequence_order: maybeCount(),
    is_shown: maybeFlag(),
    variant_id: maybeCount(),
    course_contents: z.optional(z.array(content())),
    progress: z.optional(progress()),
    inserted_at: maybeText(),
    updated_at: maybeText(),
  });

/**
 * Opens a course that the customer has bought: its sections and lessons, with the customer's progress. Which variants
 * those are, `myCourses` finds out.
 *
 * @throws NotFoundError or PermissionError when the customer has not bought it, or no longer.
 * @see https://docs.scalev.com
 */
export const getAccess = operation<GetCourseAccessParams, CourseAccess>({
  name: "courses.getAccess",
  method: "GET",
  path: "/v3/stores/{storeId}/customers/me/variants/{variantUuid}/course",
  evidence: "documented",
  clientParams: ["storeId"],
  params: () => z.strictObject({ storeId: id(), variantUuid: id() }),
  response: () =>
    z.looseObject({
      id: z.optional(z.int()),
      item_type: maybeText(),
      pricing_type: maybeText(),
      interval: maybeText(),
      interval_count: maybeCount(),
      validity_period_unit: maybeText(),
      validity_period: maybeCount(),
      product_id: z.optional(z.int()),
      description: maybeText(),
      product_name: maybeText(),
      fullname: maybeText(),
      course_settings: z.optional(z.nullable(anyObject())),
      course_sections: z.optional(z.array(section())),
    }),
});

/**
 * Reads one section with its lessons and the customer's progress.
 *
 * @throws NotFoundError when there is no such section, or the customer has not bought its course.
 * @see https://docs.scalev.com
 */
export const getSection = operation<GetCourseSectionParams, CourseSection>({
  name: "courses.getSection",
  method: "GET",
  path: "/v3/stores/{storeId}/customers/me/course-sections/{sectionUuid}",
  evidence: "documented",
  clientParams: ["storeId"],
  params: () => z.strictObject({ storeId: id(), sectionUuid: id() }),
  response: section,
});

/**
 * Reads one lesson with the customer's progress.
 *
 * @throws NotFoundError when there is no such lesson, or the customer has not bought its course.
 * @see https://docs.scalev.com
 */
export const getContent = operation<GetCourseContentParams, CourseContent>({
  name: "courses.getContent",
  method: "GET",
  path: "/v3/stores/{storeId}/customers/me/course-contents/{contentUuid}",
  evidence: "documented",
  clientParams: ["storeId"],
  params: () => z.strictObject({ storeId: id(), contentUuid: id() }),
  response: content,
});

/**
 * Says how far the customer is with a lesson, and gives the lesson back. Repeated like a PUT: it sets a value. Whether
 * progress may go backwards, and whether 100 makes `is_completed` true, the vendor does not say: read it from the reply.
 *
 * @throws InvalidParamsError when `progress` is not between 0 and 100; nothing is sent.
 * @throws NotFoundError when there is no such lesson, or the customer has not bought its course.
 * @see https://docs.scalev.com
 * @example
 * ```ts
 * const { progress } = await scalev.courses.updateProgress({ contentUuid, progress: 100 });
 * ```
 */
export const updateProgress = operation<UpdateCourseProgressParams, CourseContent>({
  name: "courses.updateProgress",
  method: "PATCH",
  path: "/v3/stores/{storeId}/customers/me/course-contents/{contentUuid}",
  evidence: "documented",
  // It sets a value: twice is as good as once.
  idempotent: true,
  clientParams: ["storeId"],
  params: () =>
    z.strictObject({
      storeId: id(),
      contentUuid: id(),
      progress: z.number().check(z.gte(0), z.lte(100)),
    }),
  response: content,
});
