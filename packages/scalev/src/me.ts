import { operation, type RuleIssue } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { id, maybeFlag, maybeText } from "./fields.ts";

/** The customer who is logged in. */
export interface CustomerProfile {
  /** The customer's number. */
  readonly id?: number | undefined;
  /** The e-mail address; it cannot be changed here. */
  readonly email?: string | null | undefined;
  /** The name. */
  readonly name?: string | null | undefined;
  /** The phone number. */
  readonly phone?: string | null | undefined;
  /** The URL of an image. */
  readonly avatar?: string | null | undefined;
  /** The customer's description of themselves. */
  readonly bio_description?: string | null | undefined;
  /** `YYYY-MM-DD`. */
  readonly date_of_birth?: string | null | undefined;
  /** The vendor lists no values. */
  readonly sex?: string | null | undefined;
  /** When the e-mail address was confirmed, in ISO 8601. */
  readonly confirmed_at?: string | null | undefined;
  /** In ISO 8601. */
  readonly created_at?: string | null | undefined;
  /** In ISO 8601. */
  readonly last_updated_at?: string | null | undefined;
  /** The vendor lists no values. */
  readonly status?: string | null | undefined;
  /** Whether the customer has unsubscribed from marketing. */
  readonly is_unsubscribe?: boolean | undefined;
  /** The number of the store's business. */
  readonly business_id?: number | undefined;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/** The store in the reply with a profile. */
export interface ProfileStore {
  /** The store's number; calls use `unique_id`. */
  readonly id?: number | undefined;
  /** `store_…`. */
  readonly unique_id?: string | undefined;
  /** The name. */
  readonly name?: string | null | undefined;
  /** Whether a login requires a code sent by e-mail. */
  readonly is_customer_otp_required?: boolean | null | undefined;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/** A customer and their store. */
export interface ProfileReply {
  /** The customer. */
  readonly customer: CustomerProfile;
  /** The store. */
  readonly store: ProfileStore;
  /** Whether the customer has replaced the generated password; deduced from the name. */
  readonly is_generated_password_reset: boolean;
}

/** The store of the profile. */
export interface GetProfileParams {
  /** The store's unique id, `store_…`. @default the client's `storeId` */
  readonly storeId?: string | undefined;
}

/** The changes to the profile: at least one field. */
export interface UpdateProfileParams {
  /** The store's unique id, `store_…`. @default the client's `storeId` */
  readonly storeId?: string | undefined;
  /** The name. */
  readonly name?: string | undefined;
  /** The phone number. */
  readonly phone?: string | undefined;
  /** `YYYY-MM-DD`. */
  readonly date_of_birth?: string | undefined;
  /** The vendor lists no values. */
  readonly sex?: string | undefined;
  /** Whether the customer has unsubscribed from marketing. */
  readonly is_unsubscribe?: boolean | undefined;
}

const profile = () =>
  z.looseObject({
    customer: z.looseObject({
      id: z.optional(z.int()),
      email: maybeText(),
      name: maybeText(),
      phone: maybeText(),
      avatar: maybeText(),
      bio_description: maybeText(),
      date_of_birth: maybeText(),
      sex: maybeText(),
      confirmed_at: maybeText(),
      created_at: maybeText(),
      last_updated_at: maybeText(),
      status: maybeText(),
      is_unsubscribe: z.optional(z.boolean()),
      business_id: z.optional(z.int()),
    }),
    store: z.looseObject({
      id: z.optional(z.int()),
      unique_id: z.optional(z.string()),
      name: maybeText(),
      is_customer_otp_required: maybeFlag(),
    }),
    is_generated_password_reset: z.boolean(),
  });

function changesSomething({ storeId: _, ...changes }: UpdateProfileParams): readonly RuleIssue[] {
  return Object.values(changes).every((value) => value === undefined)
    ? [{ field: "name", expected: "is required, unless another field to change is given" }]
    : [];
}

/**
 * Gets the profile of the customer who is logged in.
 *
 * @see https://docs.scalev.com
 */
export const get = operation<GetProfileParams, ProfileReply>({
  name: "me.get",
  method: "GET",
  path: "/v3/stores/{storeId}/customers/me",
  evidence: "documented",
  clientParams: ["storeId"],
  params: () => z.strictObject({ storeId: id() }),
  response: profile,
});

/**
 * Updates the profile of the customer who is logged in and returns it. Retried like a PUT, because it sets values.
 *
 * @throws InvalidParamsError when there is nothing to change; nothing is sent.
 * @see https://docs.scalev.com
 */
export const update = operation<UpdateProfileParams, ProfileReply>({
  name: "me.update",
  method: "PATCH",
  path: "/v3/stores/{storeId}/customers/me",
  evidence: "documented",
  // It sets values: sending it twice has the same effect.
  idempotent: true,
  clientParams: ["storeId"],
  params: () =>
    z.strictObject({
      storeId: id(),
      name: z.optional(z.string()),
      phone: z.optional(z.string()),
      date_of_birth: z.optional(z.iso.date()),
      sex: z.optional(z.string()),
      is_unsubscribe: z.optional(z.boolean()),
    }),
  rules: changesSomething,
  response: profile,
});
