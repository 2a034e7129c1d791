/**
 * Integrations: the other systems that a portal works with, each switched on and configured separately.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
import type { NoParams } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { operation } from "./operation.ts";
import { id, text } from "./fields.ts";
import { maybe, maybeFlag, maybeNumber, maybeText, message } from "./shared/replies.ts";
import type { Id, Message } from "./shared/shapes.ts";

/** A system that the portal can work with. */
export interface Integration {
  readonly id: number;
  readonly name?: string | null | undefined;
  /** Its identifier, such as `hubspot`. */
  readonly identifier?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly is_enabled?: boolean | null | undefined;
  /** The name of the class in the vendor's own code. */
  readonly implementer_class?: string | null | undefined;
  /** The id of the user who created the record. */
  readonly created_by?: number | null | undefined;
  /** The id of the user who changed it last. */
  readonly updated_by?: number | null | undefined;
  /** For example, "Apr 12, 2025 10:35 AM", in the portal's own language, format and zone. */
  readonly created_at?: string | null | undefined;
  /** For example, "Apr 12, 2025 11:40 AM". */
  readonly updated_at?: string | null | undefined;
}

/** Which integration to read. */
export interface GetIntegrationSettingsParams {
  /** The integration's id. */
  readonly id: Id;
}

/** Settings of an integration, by their names. They depend on the integration and may include keys and secrets. */
export interface IntegrationSettings {
  /** Of Google Analytics: HTML with a script, never rendered by us. */
  readonly ga_code?: string | null | undefined;
  /** Any other setting. */
  readonly [setting: string]: unknown;
}

/** How an integration is set up. */
export interface IntegrationSetup {
  readonly name?: string | null | undefined;
  /** Its identifier, such as `google-analytics`. */
  readonly identifier?: string | null | undefined;
  readonly is_enabled?: boolean | null | undefined;
  readonly settings?: IntegrationSettings | null | undefined;
}

/** How to set an integration up. */
export interface SetIntegrationSettingsParams {
  /** The integration's id. */
  readonly id: Id;
  /** The portal to set it up for; -1 means no portal. */
  readonly portalId?: Id | undefined;
  readonly is_enabled: boolean;
  /** Values by the names of the settings. The vendor declares a list of strings and describes a map. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Whether an integration is enabled. */
export interface UpdateIntegrationStatusParams {
  /** The integration's id. */
  readonly id: Id;
  /** True to switch it on, false to switch it off. */
  readonly status: boolean;
}

/** Which Shopify products to list. */
export interface ListShopifyProductsParams {
  /** What to look for. */
  readonly search_term: string;
}

const integration = () =>
  z.looseObject({
    id: z.number(),
    name: maybeText(),
    identifier: maybeText(),
    description: maybeText(),
    is_enabled: maybeFlag(),
    implementer_class: maybeText(),
    created_by: maybeNumber(),
    updated_by: maybeNumber(),
    created_at: maybeText(),
    updated_at: maybeText(),
  });

const integrationSetup = () =>
  z.looseObject({
    name: maybeText(),
    identifier: maybeText(),
    is_enabled: maybeFlag(),
    settings: maybe(z.looseObject({ ga_code: maybeText() })),
  });

/** Lists all integrations, enabled or not, without pages. The vendor's text promises a logo; its sample has none. */
export const list = operation<NoParams, readonly Integration[]>({
  name: "integrations.list",
  method: "GET",
  path: "/integration/list",
  response: () => z.array(integration()),
});

/** Reads the settings of an integration. The settings may contain its keys and secrets: keep them out of logs. */
export const getSettings = operation<GetIntegrationSettingsParams, IntegrationSetup>({
  name: "integrations.getSettings",
  method: "GET",
  path: "/integration/{id}",
  params: () => z.strictObject({ id: id() }),
  response: () => integrationSetup(),
});

/**
 * Saves the settings of an integration, and switches it on or off. Whether omitted settings are kept is not documented:
 * read them first and send all of them.
 */
export const setSettings = operation<SetIntegrationSettingsParams, Message>({
  name: "integrations.setSettings",
  method: "PUT",
  path: "/integration/{id}",
  params: () =>
    z.strictObject({
      id: id(),
      portalId: z.optional(id()),
      is_enabled: z.boolean(),
      settings: z.record(z.string(), z.unknown()),
    }),
  response: () => message(),
});

/** Switches an integration on or off without its settings, which `setSettings` requires. */
export const updateStatus = operation<UpdateIntegrationStatusParams, Message>({
  name: "integrations.updateStatus",
  method: "PUT",
  path: "/integration/status/{id}",
  params: () => z.strictObject({ id: id(), status: z.boolean() }),
  response: () => message(),
});

/**
 * Finds products of the connected Shopify shop; their ids link a course to them.
 *
 * @returns Whatever the vendor answers: its page shows no reply.
 */
export const listShopifyProducts = operation<ListShopifyProductsParams, unknown>({
  name: "integrations.listShopifyProducts",
  method: "POST",
  path: "/integration/shopifyProduct/list",
  safe: true,
  params: () => z.strictObject({ search_term: text() }),
  response: () => z.unknown(),
});
