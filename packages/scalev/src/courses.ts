import { operation } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { anyObject, id, maybeCount, maybeFlag, maybeText } from "./fields.ts";

/** The customer's progress. */
export interface CourseProgress {
  /** When it was last updated, in ISO 8601; null if never. */
  readonly updated_at?: string | null | undefined;
  /** Percent, 0 to 100. */
  readonly progress?: number | undefined;
  /** Whether it counts as completed. The vendor does not document at which progress. */
  readonly is_completed?: boolean | undefined;
}

/** One lesson of a course. */
export interface CourseContent {
  /** Its id. */
  readonly uuid?: string | undefined;
  /** The heading. */
  readonly title?: string | null | undefined;
  /** The text. It may contain untrusted HTML: show it as text, or sanitize it first. */
  readonly text?: string | null | undefined;
  /** The kind of lesson; the vendor lists no values. */
  readonly type?: string | null | undefined;
  /** The duration; the unit is not documented. */
  readonly duration?: number | null | undefined;
  /** The URL of the video. */
  readonly video_url?: string | null | undefined;
  /** Its position in the section. */
  readonly sequence_order?: number | null | undefined;
  /** Whether customers can see it. */
  readonly is_shown?: boolean | null | undefined;
  /** Whether it can be discussed, according to the settings of the course and the lesson together. */
  readonly is_discussion_active?: boolean | undefined;
  /** Whether e-mails are sent about its discussion. */
  readonly is_email_notification_active?: boolean | undefined;
  /** The UUID of its section. */
  readonly section_uuid?: string | null | undefined;
  /** The number of its variant. */
  readonly variant_id?: number | null | undefined;
  /** Not documented. */
  readonly boosts?: readonly Readonly<Record<string, unknown>>[] | undefined;
  /** The customer's progress. */
  readonly progress?: CourseProgress | undefined;
  /** Whether this customer receives notifications about it. */
  readonly is_notification_enabled?: boolean | null | undefined;
  /** When it was created, in ISO 8601. */
  readonly inserted_at?: string | null | undefined;
  /** When it was last updated, in ISO 8601. */
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
  /** The kind of section; the vendor lists no values. */
  readonly type?: string | null | undefined;
  /** Its position in the course. */
  readonly sequence_order?: number | null | undefined;
  /** Whether customers can see it. */
  readonly is_shown?: boolean | null | undefined;
  /** The number of its variant. */
  readonly variant_id?: number | null | undefined;
  /** The lessons. Sort them by `sequence_order`: the vendor does not document the order of this list. */
  readonly course_contents?: readonly CourseContent[] | undefined;
  /** The customer's progress. */
  readonly progress?: CourseProgress | undefined;
  /** When it was created, in ISO 8601. */
  readonly inserted_at?: string | null | undefined;
  /** When it was last updated, in ISO 8601. */
  readonly updated_at?: string | null | undefined;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/** A course that the customer has bought: a variant of a product, with its sections. */
export interface CourseAccess {
  /** The variant's number. */
  readonly id?: number | undefined;
  /** The kind of item; the vendor lists no values. */
  readonly item_type?: string | null | undefined;
  /** Whether it is paid once or repeatedly; the vendor lists no values. */
  readonly pricing_type?: string | null | undefined;
  /** The unit of a recurring payment. */
  readonly interval?: string | null | undefined;
  /** How many of these units are between two payments. */
  readonly interval_count?: number | null | undefined;
  /** The unit of `validity_period`. */
  readonly validity_period_unit?: string | null | undefined;
  /** How long the course stays accessible. */
  readonly validity_period?: number | null | undefined;
  /** The product's number. */
  readonly product_id?: number | undefined;
  /** The seller's description; it may contain HTML. */
  readonly description?: string | null | undefined;
  /** The product's name. */
  readonly product_name?: string | null | undefined;
  /** The names of the product and the variant. */
  readonly fullname?: string | null | undefined;
  /** The settings of the course; their fields are not documented. */
  readonly course_settings?: Readonly<Record<string, unknown>> | null | undefined;
  /** The sections with their lessons. */
  readonly course_sections?: readonly CourseSection[] | undefined;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/** Which course to get. */
export interface GetCourseAccessParams {
  /** The store's unique id, `store_…`. @default the client's `storeId` */
  readonly storeId?: string | undefined;
  /** The UUID of the variant that was bought, not its number or `variant_…`. */
  readonly variantUuid: string;
}

/** Which section to get. */
export interface GetCourseSectionParams {
  /** The store's unique id, `store_…`. @default the client's `storeId` */
  readonly storeId?: string | undefined;
  /** The section's UUID. */
  readonly sectionUuid: string;
}

/** Which lesson to get. */
export interface GetCourseContentParams {
  /** The store's unique id, `store_…`. @default the client's `storeId` */
  readonly storeId?: string | undefined;
  /** The lesson's UUID. */
  readonly contentUuid: string;
}

/** The lesson, and the customer's progress. */
export interface UpdateCourseProgressParams extends GetCourseContentParams {
  /** Percent, 0 to 100; fractions are allowed. */
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
 * Gets a course that the customer has bought, with its sections, lessons and the customer's progress. `myCourses` finds
 * the variants.
 *
 * @throws NotFoundError or PermissionError when the customer has not bought it, or access has ended.
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
 * Gets a section with its lessons and the customer's progress.
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
 * Gets a lesson with the customer's progress.
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
 * Sets the customer's progress in a lesson and returns the lesson. Retried like a PUT, because it sets a value. The vendor
 * does not document whether progress can decrease or whether 100 sets `is_completed`: check the reply.
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
  // It sets a value: sending it twice has the same effect.
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
