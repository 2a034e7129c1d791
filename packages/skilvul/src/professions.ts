import { type NoParams, operation } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { entry, error } from "./fields.ts";

/** A profession that is an object; whatever the vendor sends is kept. */
export interface ProfessionRecord {
  /** Its id, if it has one. */
  readonly id?: string | undefined;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/**
 * A profession: a text such as `Pelajar (SMP)`, which is what `users.update` takes as `profession`. The vendor's page does
 * not show what a profession is; a partner's code (2021) received texts. An object is accepted too.
 */
export type Profession = string | ProfessionRecord;

/** All professions. */
export interface ListProfessionsReply {
  /** The professions. */
  readonly professions: readonly Profession[];
  /** How many professions there are. */
  readonly totalProfessions: number;
  /** Null on success. */
  readonly error?: unknown;
}

/**
 * Lists all professions, in one reply: the vendor shows no paging here. The route is deduced from the
 * section's path; the reply was observed in a partner's code (2021).
 *
 * @see https://test.api.skilvul.com
 */
export const list = operation<NoParams, ListProfessionsReply>({
  name: "professions.list",
  method: "GET",
  path: "/v1/professions",
  evidence: "deduced",
  response: () =>
    z.looseObject({
      professions: z.array(z.union([z.string(), entry()])),
      totalProfessions: z.int(),
      error: error(),
    }),
});
