import * as z from "#zod";
import { operation } from "../operation.ts";
import { text } from "../fields.ts";
import { maybeText } from "../shared/replies.ts";

/** Which piece of a learner's state is meant. */
export interface XapiStateParams {
  /** The name of the piece, such as "suspend_data". */
  readonly stateId: string;
  /** The activity's IRI, such as "http://example.com/activity". */
  readonly activityId: string;
  /** Ids joined by pipes: registration, module and package, such as "123|456|789". */
  readonly registration: string;
}

/** A learner's state in an xAPI package. The vendor's sample shows these three pieces, although one is asked for. */
export interface XapiState {
  /** What the package has stored for itself; base64 in the sample. */
  readonly suspend_data?: string | null | undefined;
  /** For example, "75%". */
  readonly progress?: string | null | undefined;
  /** For example, "incomplete". */
  readonly lesson_status?: string | null | undefined;
}

/** A piece of a learner's state to store. */
export interface SaveXapiStateParams extends XapiStateParams {
  /**
   * The value, as the package gives it: any text, JSON in the vendor's sample. `string` is the name of the body's only
   * field on the vendor's page, which may just mean that the body is the bare text.
   */
  readonly string: string;
}

/** What a learner did. The vendor shows no verb; the fields are those of the xAPI standard. */
export interface XapiVerb {
  /** The verb's IRI. The vendor supports attempted, completed, passed, failed and answered. */
  readonly id?: string | undefined;
  /** The verb as text, by language. */
  readonly display?: Readonly<Record<string, string>> | undefined;
  /** Any other field. */
  readonly [field: string]: unknown;
}

/** A score of an xAPI statement. */
export interface XapiScore {
  /** The points that were reached. */
  readonly raw?: number | undefined;
  /** The most points that can be reached. */
  readonly max?: number | undefined;
  /** Any other field. */
  readonly [field: string]: unknown;
}

/** What came of what a learner did. */
export interface XapiResult {
  readonly score?: XapiScore | undefined;
  /** Whether the learner has passed. */
  readonly success?: boolean | undefined;
  /** Whether the learner has finished. */
  readonly completion?: boolean | undefined;
  /** Any other field. */
  readonly [field: string]: unknown;
}

/** Whom an xAPI statement is about. */
export interface XapiContext {
  /**
   * Ids joined by pipes, such as "123|456|789|10": those of `XapiStateParams.registration`, and a fourth that is not
   * explained.
   */
  readonly registration?: string | undefined;
  /** Any other field. */
  readonly [field: string]: unknown;
}

/** An xAPI statement. */
export interface SaveXapiStatementParams {
  readonly verb: XapiVerb;
  /**
   * What it was done to: an object by the standard and by the vendor's text, an empty list in its sample. Its page has it
   * twice, once as required; it may be left out here.
   */
  readonly object?: Readonly<Record<string, unknown>> | readonly unknown[] | undefined;
  readonly result?: XapiResult | undefined;
  /** When it was done, such as "2024-05-01T10:00:00Z". */
  readonly timestamp?: string | undefined;
  /** Only in the vendor's sample, but nothing else identifies the learner: always pass it. */
  readonly context?: XapiContext | undefined;
}

const stateParams = () => ({ stateId: text(), activityId: text(), registration: text() });

/**
 * Reads a learner's state in an xAPI package, as the package itself does when it starts.
 *
 * @throws NotFoundError when there is no such registration or state.
 */
export const getXapiState = operation<XapiStateParams, XapiState>({
  name: "scormModules.getXapiState",
  method: "GET",
  path: "/scorm/xapi-state",
  params: () => z.strictObject(stateParams()),
  response: () =>
    z.looseObject({ suspend_data: maybeText(), progress: maybeText(), lesson_status: maybeText() }),
});

/**
 * Stores a piece of a learner's state in an xAPI package and overwrites the existing one. Meant for the package: the
 * learner continues from what you write.
 *
 * @returns `true`, bare.
 * @throws NotFoundError when there is no such registration.
 */
export const saveXapiState = operation<SaveXapiStateParams, boolean>({
  name: "scormModules.saveXapiState",
  method: "PUT",
  path: "/scorm/xapi-state",
  query: ["stateId", "activityId", "registration"],
  params: () => z.strictObject({ ...stateParams(), string: z.string() }),
  response: () => z.boolean(),
});

/**
 * Tells the portal what a learner did in an xAPI package. The portal keeps the statement for `getXapiReport`, and takes
 * score, progress and completion from it: a statement that the learner has completed or passed can complete the module.
 *
 * @returns `true`, bare.
 */
export const saveXapiStatement = operation<SaveXapiStatementParams, boolean>({
  name: "scormModules.saveXapiStatement",
  method: "POST",
  path: "/scorm/xapi-statement",
  params: () =>
    z.strictObject({
      verb: z.looseObject({
        id: z.optional(text()),
        display: z.optional(z.record(z.string(), z.string())),
      }),
      object: z.optional(z.union([z.looseObject({}), z.array(z.unknown())])),
      result: z.optional(
        z.looseObject({
          score: z.optional(z.looseObject({ raw: z.optional(z.number()), max: z.optional(z.number()) })),
          success: z.optional(z.boolean()),
          completion: z.optional(z.boolean()),
        }),
      ),
      timestamp: z.optional(text()),
      context: z.optional(z.looseObject({ registration: z.optional(text()) })),
    }),
  response: () => z.boolean(),
});
