import * as z from "#zod";
import { listOperation, operation } from "../operation.ts";
import { id, ids, text } from "../fields.ts";
import {
  completionEstimateParams,
  getModuleParams,
  lessonModuleFields,
  listModulesParams,
  moduleRecord,
} from "../shared/module-schemas.ts";
import type {
  CompletionEstimateParams,
  GetModuleDetailsParams,
  GetModuleParams,
  LessonModule,
  ListModulesParams,
  ModuleRecord,
} from "../shared/module-shapes.ts";
import type { Page } from "../pagination.ts";
import { maybe, maybeFlag, maybeNumber, maybeText, message, page, saved } from "../shared/replies.ts";
import type { Id, Message, Saved } from "../shared/shapes.ts";

/** A boolean that the vendor's samples write as a text. It is sent as you give it. */
export type WrittenFlag = boolean | "true" | "false";

/** A SCORM module, as its editor reads it. */
export interface ScormModule extends LessonModule {
  /** Whether it opens in a window of its own. */
  readonly launchNewWindow?: boolean | null | undefined;
  /** The package that it plays. */
  readonly scormPackageId?: number | null | undefined;
}

/** A SCORM module to create. The vendor calls the estimate minutes, next to a unit that may be another. */
export interface CreateScormModuleParams extends CompletionEstimateParams {
  readonly name: string;
  /** Whether the course player tracks when a learner has finished it. */
  readonly trackCompletion: WrittenFlag;
  /** The package to play; `scormPackages.list` has the ids. */
  readonly scormPackageId: Id;
  /** Whether it opens in a window of its own. */
  readonly launchNewWindow: WrittenFlag;
  /** Ids of module categories as numbers, names of categories as texts. Sent as JSON text. */
  readonly categories?: readonly Id[] | undefined;
}

/** The new values of a SCORM module. */
export interface UpdateScormModuleParams extends CreateScormModuleParams {
  /** The module's id. */
  readonly id: Id;
}

/** Which SCORM module to open in the course player. */
export interface GetScormModuleDetailsParams extends GetModuleDetailsParams {
  /** Whether the player opens it in a window of its own. */
  readonly openInNewWindow?: boolean | undefined;
}

/** Which module's content to read. */
export interface GetScormContentParams {
  readonly moduleId: Id;
}

/** The data model of a running SCORM package. The names with `core` are those of SCORM 1.2, the others of SCORM 2004. */
export interface ScormKeys {
  /** What the package has stored for itself; its format is the package's own. */
  readonly "cmi.suspend_data"?: string | null | undefined;
  readonly "cmi.core.lesson_location"?: string | null | undefined;
  readonly "cmi.core.lesson_mode"?: string | null | undefined;
  readonly "cmi.mode"?: string | null | undefined;
  readonly "cmi.core.lesson_status"?: string | null | undefined;
  readonly "cmi.success_status"?: string | null | undefined;
  readonly "cmi.completion_status"?: string | null | undefined;
  /** A number here, although SCORM says a text. */
  readonly "cmi.core.student_id"?: number | null | undefined;
  readonly "cmi.core.student_name"?: string | null | undefined;
  readonly "cmi.location"?: string | null | undefined;
  /** Any other element. */
  readonly [element: string]: unknown;
}

/** What a SCORM module plays. */
export interface ScormContent {
  readonly name?: string | null | undefined;
  /** The name as a URL slug. */
  readonly slug?: string | null | undefined;
  /** HTML, never rendered by us: sanitize it before you show it. */
  readonly content?: string | null | undefined;
  /** The version of the standard, such as "1.2". */
  readonly version?: string | null | undefined;
  readonly trackCompletion?: boolean | null | undefined;
  readonly scormKeys?: ScormKeys | null | undefined;
  /** Display text, such as "0h 0m". */
  readonly timeSpent?: string | null | undefined;
}

const writtenFlag = () => z.union([z.boolean(), z.enum(["true", "false"])]);

const scormModuleParams = () => ({
  name: text(),
  trackCompletion: writtenFlag(),
  scormPackageId: id(),
  launchNewWindow: writtenFlag(),
  categories: z.optional(ids()),
  ...completionEstimateParams(),
});

/** Lists SCORM modules: await it for one page, iterate it for all. */
export const list = listOperation<ListModulesParams, Page<ModuleRecord>, ModuleRecord>({
  name: "scormModules.list",
  method: "GET",
  path: "/scorm/list",
  params: listModulesParams,
  response: () => page(moduleRecord()),
});

/** Reads a SCORM module for editing, with the courses that contain it. A learner's progress is in `getDetails`. */
export const get = operation<GetModuleParams, ScormModule>({
  name: "scormModules.get",
  method: "GET",
  path: "/scorm/{id}",
  params: getModuleParams,
  response: () =>
    z.looseObject({
      ...lessonModuleFields(),
      launchNewWindow: maybeFlag(),
      scormPackageId: maybeNumber(),
    }),
});

/** Creates a SCORM module from a package that is already uploaded, and returns its id. It is not in any course yet. */
export const create = operation<CreateScormModuleParams, Saved>({
  name: "scormModules.create",
  method: "POST",
  path: "/scorm",
  encode: { categories: "json" },
  params: () => z.strictObject(scormModuleParams()),
  response: () => saved(),
});

/**
 * Replaces a SCORM module's fields, in every course that contains it. What a new package does to learners who are in
 * the middle of the old one, and what happens to the categories and the estimate when they are left out, is not
 * documented.
 */
export const update = operation<UpdateScormModuleParams, Message>({
  name: "scormModules.update",
  method: "PUT",
  path: "/scorm/{id}",
  encode: { categories: "json" },
  params: () => z.strictObject({ id: id(), ...scormModuleParams() }),
  response: () => message(),
});

/**
 * Opens a SCORM module as the course player does for a learner. The vendor updates the learner's status by it and makes
 * tokens with which an xAPI package reports back, so it counts as a write: keep its reply out of logs.
 *
 * @returns Whatever the vendor answers: its page shows no reply. Its text names the fields of `ModuleDetails`, the
 * address of the package and its SCORM keys.
 */
export const getDetails = operation<GetScormModuleDetailsParams, unknown>({
  name: "scormModules.getDetails",
  method: "GET",
  path: "/scorm/details",
  safe: false,
  params: () =>
    z.strictObject({
      registrationId: id(),
      moduleId: id(),
      portalId: z.optional(id()),
      openInNewWindow: z.optional(z.boolean()),
    }),
  response: () => z.unknown(),
});

/**
 * Reads what a SCORM module plays, with the package's data model: most likely as kept for the user that the API key
 * belongs to, since no registration is given.
 */
export const getContent = operation<GetScormContentParams, ScormContent>({
  name: "scormModules.getContent",
  method: "GET",
  path: "/scorm/content/{moduleId}",
  params: () => z.strictObject({ moduleId: id() }),
  response: () =>
    z.looseObject({
      name: maybeText(),
      slug: maybeText(),
      content: maybeText(),
      version: maybeText(),
      trackCompletion: maybeFlag(),
      scormKeys: maybe(
        z.looseObject({
          "cmi.suspend_data": maybeText(),
          "cmi.core.lesson_location": maybeText(),
          "cmi.core.lesson_mode": maybeText(),
          "cmi.mode": maybeText(),
          "cmi.core.lesson_status": maybeText(),
          "cmi.success_status": maybeText(),
          "cmi.completion_status": maybeText(),
          "cmi.core.student_id": maybeNumber(),
          "cmi.core.student_name": maybeText(),
          "cmi.location": maybeText(),
        }),
      ),
      timeSpent: maybeText(),
    }),
});
