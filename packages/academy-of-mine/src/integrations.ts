/**
 * Integrations: the other systems that a portal can work with, switched on and set up one by one.
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
  /** Its name for programs, such as `hubspot`. */
  readonly identifier?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly is_enabled?: boolean | null | undefined;
  /** The name of the class in the vendor's own code. */
  readonly implementer_class?: string | null | undefined;
  /** The id of the user who made the record. */
  readonly created_by?: number | null | undefined;
  /** The id of the user who changed it last. */
  readonly updated_by?: number | null | undefined;
  /** As in "Apr 12, 2025 10:35 AM", in the portal's own language, format and zone. */
  readonly created_at?: string | null | undefined;
  /** As in "Apr 12, 2025 11:40 AM". */
  readonly updated_at?: string | null | undefined;
}

/** Which integration to read. */
export interface GetIntegrationSettingsParams {
  /** The integration's id. */
  readonly id: Id;
}

/**
 * Settings of an integration, by their names. Which there are depends on the integration; keys and secrets may be
 * among them.
 */
export interface IntegrationSettings {
  /** Of Google Analytics: HTML with a script, never rendered by us. */
  readonly ga_code?: string | null | undefined;
  /** Any other setting. */
  readonly [setting: string]: unknown;
}

/** How an integration is set up. */
export interface IntegrationSetup {
  readonly name?: string | null | undefined;
  /** Its name for programs, such as `google-analytics`. */
  readonly identifier?: string | null | undefined;
  readonly is_enabled?: boolean | null | undefined;
  readonly settings?: IntegrationSettings | null | undefined;
}

/** How to set an integration up. */
export interface SetIntegrationSettingsParams {
  /** The integration's id. */
  readonly id: Id;
  /** The portal to set it up for; -1 stands for no portal. */
  readonly portalId?: Id | undefined;
  readonly is_enabled: boolean;
  /** Values by the names of the settings. The vendor types a list of texts, and says that it is a map. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Whether an integration shall work. */
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

/**
 * Lists the integrations that there are, switched on or not, as one list without pages. A logo, which the vendor's
 * text promises, is not in its sample.
 */
export const list = operation<NoParams, readonly Integration[]>({
  name: "integrations.list",
  method: "GET",
  path: "/integration/list",
  response: () => z.array(integration()),
});

/** Reads how an integration is set up. The settings may hold its keys and secrets: keep them out of logs. */
export const getSettings = operation<GetIntegrationSettingsParams, IntegrationSetup>({
  name: "integrations.getSettings",
  method: "GET",
  path: "/integration/{id}",
  params: () => z.strictObject({ id: id() }),
  response: () => integrationSetup(),
});

/**
 * Sets an integration up, and switches it on or off by the same call. Whether settings that are left out keep their
 * values is not documented: read them first and send all of them.
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

/** Switches an integration on or off without giving its settings, which `setSettings` requires. */
export const updateStatus = operation<UpdateIntegrationStatusParams, Message>({
  name: "integrations.updateStatus",
  method: "PUT",
  path: "/integration/status/{id}",
  params: () => z.strictObject({ id: id(), status: z.boolean() }),
  response: () => message(),
});

/**
 * Looks for products of the Shopify shop that the portal is connected with; their ids link a course to them.
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
