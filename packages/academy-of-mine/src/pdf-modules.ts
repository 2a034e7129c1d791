/**
 * PDF modules: lessons of a course that are a PDF file.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
import * as z from "#zod";
import { listOperation, operation } from "./operation.ts";
import { id, ids, text } from "./fields.ts";
import {
  completionEstimateParams,
  documentModuleDetails,
  getMembershipContentParams,
  getModuleDetailsParams,
  getModuleParams,
  lessonModuleFields,
  listModulesParams,
  membershipModuleFields,
  moduleRecord,
} from "./shared/module-schemas.ts";
import type {
  CompletionEstimateParams,
  DocumentModuleDetails,
  GetMembershipContentParams,
  GetModuleDetailsParams,
  GetModuleParams,
  LessonModule,
  ListModulesParams,
  MembershipModule,
  ModuleRecord,
} from "./shared/module-shapes.ts";
import type { Page } from "./pagination.ts";
import { maybeFlag, maybeText, message, page, saved } from "./shared/replies.ts";
import type { Id, Message, Saved } from "./shared/shapes.ts";

/** A PDF module, as its editor reads it. */
export interface PdfModule extends LessonModule {
  /** The URL of the file. Named in the vendor's text, missing in its sample. */
  readonly url?: string | null | undefined;
  /** Whether learners may download the file. */
  readonly allowDownload?: boolean | null | undefined;
  /** How the file is opened: "page_width" in replies, "75%" in the samples of requests. */
  readonly defaultZoom?: string | null | undefined;
  /** Whether the file is opened with a sidebar. */
  readonly showSidebar?: boolean | null | undefined;
}

/** A PDF module to create. */
export interface CreatePdfModuleParams extends CompletionEstimateParams {
  readonly name: string;
  /** HTML that learners see next to the file. */
  readonly content: string;
  /** The URL of the file, or its path in the portal. The vendor shows neither. */
  readonly url: string;
  /** Whether the course player tracks when a learner has finished it. */
  readonly trackCompletion: boolean;
  /** Whether learners may download the file. */
  readonly allowDownload: boolean;
  /** How the file is opened: a percentage such as "75%", or a name such as "page_width". */
  readonly defaultZoom: string;
  /** Whether the file is opened with a sidebar. */
  readonly showSidebar?: boolean | undefined;
  /** Ids of module categories. */
  readonly categories?: readonly Id[] | undefined;
}

/** What to change of a PDF module. Name, address and zoom are always required. */
export interface UpdatePdfModuleParams extends CompletionEstimateParams {
  /** The module's id. */
  readonly id: Id;
  readonly name: string;
  /** HTML that learners see next to the file. */
  readonly content?: string | undefined;
  /** The URL of the file, or its path in the portal. */
  readonly url: string;
  /** Whether the course player tracks when a learner has finished it. */
  readonly trackCompletion?: boolean | undefined;
  /** Whether learners may download the file. */
  readonly allowDownload?: boolean | undefined;
  /** How the file is opened: a percentage such as "75%", or a name such as "page_width". */
  readonly defaultZoom: string;
  /** Whether the file is opened with a sidebar. */
  readonly showSidebar?: boolean | undefined;
  /** Ids of module categories. */
  readonly categories?: readonly Id[] | undefined;
}

/** A PDF module as a member opens it outside of a course. */
export interface MembershipPdfModule extends MembershipModule {
  /** Whether learners may download the file; `allowDownload` elsewhere. */
  readonly canDownload?: boolean | null | undefined;
  /** How the file is opened, such as "page_width". */
  readonly defaultZoom?: string | null | undefined;
  /** Whether the file is opened with a sidebar. */
  readonly showSidebar?: boolean | null | undefined;
}

/** Lists PDF modules: await it for one page, iterate it for all. */
export const list = listOperation<ListModulesParams, Page<ModuleRecord>, ModuleRecord>({
  name: "pdfModules.list",
  method: "GET",
  path: "/pdf/list",
  params: listModulesParams,
  response: () => page(moduleRecord()),
});

/** Reads a PDF module for editing. A learner's progress is in `getDetails`. */
export const get = operation<GetModuleParams, PdfModule>({
  name: "pdfModules.get",
  method: "GET",
  path: "/pdf/{id}",
  params: getModuleParams,
  response: () =>
    z.looseObject({
      ...lessonModuleFields(),
      url: maybeText(),
      allowDownload: maybeFlag(),
      defaultZoom: maybeText(),
      showSidebar: maybeFlag(),
    }),
});

/**
 * Creates a PDF module from a file that is already uploaded or public, and returns its id. It is not in any course yet.
 */
export const create = operation<CreatePdfModuleParams, Saved>({
  name: "pdfModules.create",
  method: "POST",
  path: "/pdf",
  params: () =>
    z.strictObject({
      name: text(),
      content: text(),
      url: text(),
      trackCompletion: z.boolean(),
      allowDownload: z.boolean(),
      defaultZoom: text(),
      showSidebar: z.optional(z.boolean()),
      categories: z.optional(ids()),
      ...completionEstimateParams(),
    }),
  response: () => saved(),
});

/**
 * Changes a PDF module, in every course that contains it. What happens to omitted optional fields is not documented.
 */
export const update = operation<UpdatePdfModuleParams, Message>({
  name: "pdfModules.update",
  method: "PUT",
  path: "/pdf/{id}",
  params: () =>
    z.strictObject({
      id: id(),
      name: text(),
      content: z.optional(text()),
      url: text(),
      trackCompletion: z.optional(z.boolean()),
      allowDownload: z.optional(z.boolean()),
      defaultZoom: text(),
      showSidebar: z.optional(z.boolean()),
      categories: z.optional(ids()),
      ...completionEstimateParams(),
    }),
  response: () => message(),
});

/**
 * Opens a PDF module as the course player does for a learner. `course_newly_completed` in the reply suggests that
 * opening it counts as progress. The vendor's page marks the portal as required and calls it optional: it is optional
 * here.
 */
export const getDetails = operation<GetModuleDetailsParams, DocumentModuleDetails>({
  name: "pdfModules.getDetails",
  method: "GET",
  path: "/pdf/details/{registrationId}/{moduleId}/{portalId}",
  optional: ["portalId"],
  params: getModuleDetailsParams,
  response: () => documentModuleDetails(),
});

/** Opens a PDF module that is part of a membership, for the user that the API key belongs to. The sample has no file. */
export const getMembershipContent = operation<GetMembershipContentParams, MembershipPdfModule>({
  name: "pdfModules.getMembershipContent",
  method: "GET",
  path: "/pdf/membership-content",
  params: getMembershipContentParams,
  response: () =>
    z.looseObject({
      ...membershipModuleFields(),
      canDownload: maybeFlag(),
      defaultZoom: maybeText(),
      showSidebar: maybeFlag(),
    }),
});
