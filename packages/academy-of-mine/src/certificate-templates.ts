/**
 * Certificate templates: the sheets on which a portal prints what a learner has completed. No operation to delete one
 * is documented.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
import type { NoParams } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { listOperation, operation } from "./operation.ts";
import { id, ids, sortedPageParams, text } from "./fields.ts";
import type { Page, PageParams } from "./pagination.ts";
import {
  lookupOption,
  maybe,
  maybeFlag,
  maybeNumber,
  maybeText,
  message,
  page,
  saved,
} from "./shared/replies.ts";
import type { Id, LookupOption, Message, OpenEnum, Ordering, Saved } from "./shared/shapes.ts";

/** A certificate template in a list. */
export interface CertificateTemplateSummary {
  readonly id: number;
  readonly name?: string | null | undefined;
  /** The name as a URL slug, such as `cert-1`. */
  readonly slug?: string | null | undefined;
  readonly status?: OpenEnum<"publish"> | null | undefined;
  /** Categories in one string; empty for none. How several are separated is not documented. */
  readonly categories?: string | null | undefined;
  /** The name of the user who created it. */
  readonly author?: string | null | undefined;
  /** For example, "03 Aug 2020 09:08 AM", day first; the zone is not documented. */
  readonly created_at?: string | null | undefined;
}

/** What to search certificate templates by; the vendor shows these two columns. */
export interface CertificateTemplateSearch {
  /** The template's name. */
  readonly templateName?: string | undefined;
  /** A course that uses it. */
  readonly courseId?: Id | undefined;
  readonly [column: string]: unknown;
}

/** Which certificate templates to list. */
export interface ListCertificateTemplatesParams extends PageParams {
  readonly order_by?: Ordering | undefined;
  readonly search_param?: CertificateTemplateSearch | undefined;
}

/** Which certificate template to read. */
export interface GetCertificateTemplateParams {
  readonly id: Id;
}

/** A text on a certificate. The unit of places and sizes is not documented; most likely pixels. */
export interface CertificateField {
  /** What is printed, such as `course_name`: a value of `certificateTemplates.lookupFieldKeys`. */
  readonly key?: string | null | undefined;
  /** The display text, such as `Course Name`; for `custom_text` most likely the text itself. */
  readonly value?: string | null | undefined;
  readonly font_size?: number | null | undefined;
  /** For example, `Arial`; see `certificateTemplates.lookupFontFamilies`. */
  readonly font_family?: string | null | undefined;
  /** For example, `#222`. */
  readonly font_color?: string | null | undefined;
  /** The distance from the upper edge. */
  readonly top?: number | null | undefined;
  /** The distance from the left edge. */
  readonly left?: number | null | undefined;
  readonly align_center?: boolean | null | undefined;
  readonly width?: number | null | undefined;
  readonly height?: number | null | undefined;
}

/** A certificate template. */
export interface CertificateTemplate {
  readonly id: number;
  readonly name?: string | null | undefined;
  readonly organization_id?: number | null | undefined;
  /** The height of the sheet, in the unit of its fields. */
  readonly height?: number | null | undefined;
  /** The width of the sheet. */
  readonly width?: number | null | undefined;
  readonly fields?: readonly CertificateField[] | null | undefined;
}

/** A text to print on a certificate: `CertificateField`, without null. */
export interface CertificateFieldParams {
  /** What is printed: a value of `certificateTemplates.lookupFieldKeys`. */
  readonly key?: string | undefined;
  /** The display text; for `custom_text` most likely the text itself. */
  readonly value?: string | undefined;
  readonly font_size?: number | undefined;
  /** See `certificateTemplates.lookupFontFamilies`. */
  readonly font_family?: string | undefined;
  /** For example, `#222`. */
  readonly font_color?: string | undefined;
  /** The distance from the upper edge. */
  readonly top?: number | undefined;
  /** The distance from the left edge. */
  readonly left?: number | undefined;
  readonly align_center?: boolean | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly [property: string]: unknown;
}

/** A certificate template to create. */
export interface CreateCertificateTemplateParams {
  readonly name: string;
  readonly organization_id?: Id | undefined;
  /** The URL of the background picture; it is never returned. */
  readonly bg_url?: string | undefined;
  /** The height of the sheet, such as 680. */
  readonly height: number;
  /** The width of the sheet, such as 1075. */
  readonly width: number;
  /** The texts on it. The vendor declares strings and describes objects: these are the objects that `get` returns. */
  readonly fields: readonly CertificateFieldParams[];
}

/** Which certificate template to change, and its new values. */
export interface UpdateCertificateTemplateParams extends CreateCertificateTemplateParams {
  readonly id: Id;
}

/** Which certificate template to copy. */
export interface CloneCertificateTemplateParams {
  readonly templateId: Id;
}

/** The certificate templates to change, and their new author. */
export interface QuickEditCertificateTemplatesParams {
  /** Ids of certificate templates. Sent as a list, as the vendor's text says; its sample has a string. */
  readonly template_ids: readonly Id[];
  /** The user who becomes author and instructor. */
  readonly author_id: Id;
}

/** A font for certificates. */
export interface FontFamily extends LookupOption {
  /** The string `true` for the default font, missing in the others. */
  readonly is_selected?: string | null | undefined;
}

const certificateFieldParams = () =>
  z.looseObject({
    key: z.optional(text()),
    value: z.optional(z.string()),
    font_size: z.optional(z.number()),
    font_family: z.optional(text()),
    font_color: z.optional(text()),
    top: z.optional(z.number()),
    left: z.optional(z.number()),
    align_center: z.optional(z.boolean()),
    width: z.optional(z.number()),
    height: z.optional(z.number()),
  });

const templateFields = () => ({
  name: text(),
  organization_id: z.optional(id()),
  bg_url: z.optional(text()),
  height: z.int(),
  width: z.int(),
  fields: z.array(certificateFieldParams()),
});

/** Lists certificate templates; the sheet and its texts are only in `certificateTemplates.get`. */
export const list = listOperation<
  ListCertificateTemplatesParams,
  Page<CertificateTemplateSummary>,
  CertificateTemplateSummary
>({
  name: "certificateTemplates.list",
  method: "GET",
  path: "/certificateTemplate/list",
  params: () =>
    z.strictObject({
      ...sortedPageParams(),
      search_param: z.optional(
        z.looseObject({ templateName: z.optional(z.string()), courseId: z.optional(id()) }),
      ),
    }),
  response: () =>
    page(
      z.looseObject({
        id: z.number(),
        name: maybeText(),
        slug: maybeText(),
        status: maybeText(),
        categories: maybeText(),
        author: maybeText(),
        created_at: maybeText(),
      }),
    ),
});

/** Reads a certificate template with its texts and their places. The background picture is not returned. */
export const get = operation<GetCertificateTemplateParams, CertificateTemplate>({
  name: "certificateTemplates.get",
  method: "GET",
  path: "/certificateTemplate/{id}",
  params: () => z.strictObject({ id: id() }),
  response: () =>
    z.looseObject({
      id: z.number(),
      name: maybeText(),
      organization_id: maybeNumber(),
      height: maybeNumber(),
      width: maybeNumber(),
      fields: maybe(
        z.array(
          z.looseObject({
            key: maybeText(),
            value: maybeText(),
            font_size: maybeNumber(),
            font_family: maybeText(),
            font_color: maybeText(),
            top: maybeNumber(),
            left: maybeNumber(),
            align_center: maybeFlag(),
            width: maybeNumber(),
            height: maybeNumber(),
          }),
        ),
      ),
    }),
});

/** Creates a certificate template. No learner gets it until something awards it, such as a course. */
export const create = operation<CreateCertificateTemplateParams, Saved>({
  name: "certificateTemplates.create",
  method: "POST",
  path: "/certificateTemplate",
  params: () => z.strictObject(templateFields()),
  response: () => saved(),
});

/**
 * Changes a certificate template; `fields` most likely replaces all of its texts. Whether the background stays when
 * `bg_url` is left out is not documented, and it cannot be read: send it every time. What happens to certificates that
 * were issued with the template is not documented either.
 */
export const update = operation<UpdateCertificateTemplateParams, Message>({
  name: "certificateTemplates.update",
  method: "PUT",
  path: "/certificateTemplate/{id}",
  params: () => z.strictObject({ id: id(), ...templateFields() }),
  response: () => message(),
});

/**
 * Copies a certificate template under a new name that the vendor chooses: its page breaks off where it would explain
 * how. The reply has no id; look for the newest one with `certificateTemplates.list`.
 */
export const clone = operation<CloneCertificateTemplateParams, Message>({
  name: "certificateTemplates.clone",
  method: "POST",
  path: "/certificateTemplate/clone",
  params: () => z.strictObject({ templateId: id() }),
  response: () => message(),
});

/** Changes the author of several certificate templates; nothing else can be changed in bulk. */
export const quickEdit = operation<QuickEditCertificateTemplatesParams, Message>({
  name: "certificateTemplates.quickEdit",
  method: "PUT",
  path: "/certificateTemplate/quick-edit",
  params: () => z.strictObject({ template_ids: ids(), author_id: id() }),
  response: () => message(),
});

/** Reads what can be printed on a certificate, such as the learner's name or the day of issue: the values of `key`. */
export const lookupFieldKeys = operation<NoParams, readonly LookupOption[]>({
  name: "certificateTemplates.lookupFieldKeys",
  method: "GET",
  path: "/certificateTemplate/fieldKey/lookup",
  response: () => z.array(lookupOption()),
});

/**
 * Reads the fonts for certificates. Some have two names (`Lato` is shown as `Arial`), and the sample of
 * `certificateTemplates.get` has the displayed one: which of the two `font_family` requires is not documented, so set
 * one and look at a certificate.
 */
export const lookupFontFamilies = operation<NoParams, readonly FontFamily[]>({
  name: "certificateTemplates.lookupFontFamilies",
  method: "GET",
  path: "/certificateTemplate/fontFamily/lookup",
  response: () =>
    z.array(z.looseObject({ db_value: z.string(), display_value: maybeText(), is_selected: maybeText() })),
});
