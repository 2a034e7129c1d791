import * as z from "#zod";
import { operation } from "../operation.ts";
import { id, ids, text } from "../fields.ts";
import { maybeText, message } from "../shared/replies.ts";
import type { Id, Message, OpenEnum } from "../shared/shapes.ts";

/** Whether something is so, as text. */
export type YesOrNo = OpenEnum<"yes" | "no">;

/** Whose settings to read. */
export interface GetPortalSettingsParams {
  /** The portal's domain, such as "example.com". */
  readonly domain: string;
}

/** The custom domain of a portal. All flags are strings, not booleans. */
export interface PortalSettings {
  /** Whether portals may have domains of their own. */
  readonly portalCustomDomainEnabled?: YesOrNo | null | undefined;
  /** Whether the domain is verified. */
  readonly verifiedDomain?: YesOrNo | null | undefined;
  /** The IP address; most likely the one that the domain has to lead to. */
  readonly ipAddress?: string | null | undefined;
  /** Whether this domain is in use. */
  readonly enabledCustomDomain?: YesOrNo | null | undefined;
}

/** Whether portals may have domains of their own. */
export interface SetCustomDomainEnabledParams {
  readonly isEnabled: boolean;
}

/** Which portals to open or close. */
export interface UpdatePortalStatusParams {
  /** The portals' ids. */
  readonly ids: readonly Id[];
  /** Spelled as here; replies spell it in lower case. */
  readonly status: OpenEnum<"Active" | "InActive">;
}

/** Which portal a user works in. */
export interface SetCurrentPortalParams {
  readonly portalId: Id;
  /** The user. @default the user whose token is used */
  readonly userId?: Id | undefined;
}

/** Reads what is set up for a portal's domain of its own. */
export const getSettings = operation<GetPortalSettingsParams, PortalSettings>({
  name: "portals.getSettings",
  method: "GET",
  path: "/portal/settings",
  params: () => z.strictObject({ domain: text() }),
  response: () =>
    z.looseObject({
      portalCustomDomainEnabled: maybeText(),
      verifiedDomain: maybeText(),
      ipAddress: maybeText(),
      enabledCustomDomain: maybeText(),
    }),
});

/** Allows or forbids custom domains for all portals: forbidding them can lock out users of such a domain. */
export const setCustomDomainEnabled = operation<SetCustomDomainEnabledParams, Message>({
  name: "portals.setCustomDomainEnabled",
  method: "PUT",
  path: "/portal/custom-domain",
  params: () => z.strictObject({ isEnabled: z.boolean() }),
  response: () => message(),
});

/** Opens or closes portals. What happens to the users and sub-portals of a closed one is not documented. */
export const updateStatus = operation<UpdatePortalStatusParams, Message>({
  name: "portals.updateStatus",
  method: "PUT",
  path: "/portal/status",
  params: () => z.strictObject({ ids: ids(), status: text() }),
  response: () => message(),
});

/**
 * Switches the portal that a user works in: what the user, or the token without `userId`, sees afterwards may change.
 */
export const setCurrent = operation<SetCurrentPortalParams, Message>({
  name: "portals.setCurrent",
  method: "PUT",
  path: "/portal/set-current",
  query: ["portalId", "userId"],
  params: () => z.strictObject({ portalId: id(), userId: z.optional(id()) }),
  response: () => message(),
});
