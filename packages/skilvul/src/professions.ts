import { type NoParams, operation } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { entry, error } from "./fields.ts";

/**
 * A profession. The vendor's page shows no field of a profession; whatever it sends is kept. `users.update` takes its
 * name, such as `Pelajar (SMP)`, not an id.
 */
export interface Profession {
  /** Its id, if it has one. */
  readonly id?: string | undefined;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

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
 * Lists all professions, in one reply: the vendor shows no paging here. The route is deduced from the section's path.
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
      professions: z.array(entry()),
      totalProfessions: z.int(),
      error: error(),
    }),
});
