/**
 * Accredible, the service that issues digital credentials: whether an API key works, and which groups credentials can
 * be issued from.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
import type { NoParams } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { operation } from "./operation.ts";
import { text } from "./fields.ts";
import { maybe, maybeFlag, namedOption, statusMessage } from "./shared/replies.ts";
import type { NamedOption, StatusMessage } from "./shared/shapes.ts";

/** The Accredible groups to choose from. */
export interface AccredibleGroups {
  /** Whether the portal has the integration switched on (deduced from its name). */
  readonly isEnabled?: boolean | null | undefined;
  /** The groups; their ids are Accredible's own, such as 353767. */
  readonly data?: readonly NamedOption[] | null | undefined;
}

/** Which key to try. */
export interface ValidateAccredibleKeyParams {
  /** An API key of Accredible, not of the portal. */
  readonly key: string;
}

/**
 * Reads the groups of the portal's Accredible account, wrapped in an object, unlike the bare lists of other lookups.
 */
export const lookupGroups = operation<NoParams, AccredibleGroups>({
  name: "accredible.lookupGroups",
  method: "GET",
  path: "/accredible/group/lookup",
  evidence: "documented",
  response: () => z.looseObject({ isEnabled: maybeFlag(), data: maybe(z.array(namedOption())) }),
});

/**
 * Tries a key at Accredible before it is saved in the portal's settings.
 *
 * Only the reply to a good key is documented (`status` is `success`). A bad one may cause an error or a reply of status
 * 200 with another `status`: check `status`.
 */
export const validateKey = operation<ValidateAccredibleKeyParams, StatusMessage>({
  name: "accredible.validateKey",
  method: "POST",
  path: "/accredible/validate-key",
  safe: true,
  secretParams: ["key"],
  params: () => z.strictObject({ key: text() }),
  response: () => statusMessage(),
});
