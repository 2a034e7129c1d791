import * as z from "#zod";
import { operation } from "../operation.ts";
import { id, text } from "../fields.ts";
import { maybeFlag, maybeText, message } from "../shared/replies.ts";
import type { Id, Message, OpenEnum } from "../shared/shapes.ts";

/** An address of a user. */
export interface UserAddress {
  /** The address's id. */
  readonly id: number;
  /** Whether it is the one to take where none is chosen; there is one of each type. */
  readonly isDefault?: boolean | null | undefined;
  readonly fullName?: string | null | undefined;
  /** The organization; among the vendor's samples only shipping addresses have it. */
  readonly orgName?: string | null | undefined;
  /** The organization's VAT number; among the vendor's samples only shipping addresses have it. */
  readonly orgVatId?: string | null | undefined;
  readonly addressLine1?: string | null | undefined;
  readonly addressLine2?: string | null | undefined;
  readonly zipcode?: string | null | undefined;
  readonly city?: string | null | undefined;
  /** As a code in the vendor's samples, such as `NY`. */
  readonly state?: string | null | undefined;
  /** A code; the vendor's samples have two letters here and three there, such as `IN` and `USA`. */
  readonly country?: string | null | undefined;
}

/** Whose addresses to list. */
export interface ListUserAddressesParams {
  /** The user's id. For billing addresses the vendor's page refers to an address's id, though the list is a user's. */
  readonly id: Id;
}

/** Whose default address to read. */
export interface GetDefaultAddressParams {
  /** The user's id. */
  readonly id: Id;
  /** Which of the two; what comes without it is not documented. */
  readonly type?: OpenEnum<"billing_address" | "shipping_address"> | undefined;
}

/** Which address to read. */
export interface GetUserAddressParams {
  /** The address's id. */
  readonly id: Id;
}

/** The fields of a new or changed address. */
export interface AddressInput {
  readonly fullName: string;
  /** The organization. */
  readonly orgName?: string | undefined;
  /** The organization's VAT number. */
  readonly orgVatId?: string | undefined;
  readonly addressLine1: string;
  readonly addressLine2?: string | undefined;
  readonly zipcode: string;
  readonly city: string;
  /** As a code in the vendor's examples, such as `NY`. */
  readonly state?: string | undefined;
  /** As a code of two letters in the vendor's examples, such as `US`. */
  readonly country: string;
  /** Whether it becomes the one to take where none is chosen. */
  readonly isDefault: boolean;
  /** The id of the user that it belongs to. */
  readonly userId: Id;
}

/** An address to add. */
export interface CreateUserAddressParams extends AddressInput {
  /** What it is for: `billing` in the vendor's example, while reading takes `billing_address`. */
  readonly type: OpenEnum<"billing" | "shipping">;
  /** The id of the billing address that belongs to it, where there is one. */
  readonly billing_address_id?: Id | undefined;
}

/** Which address to change, and its new values. */
export interface UpdateUserAddressParams extends AddressInput {
  /** The address's id. */
  readonly id: Id;
}

const userAddress = () =>
  z.looseObject({
    id: z.number(),
    isDefault: maybeFlag(),
    fullName: maybeText(),
    orgName: maybeText(),
    orgVatId: maybeText(),
    addressLine1: maybeText(),
    addressLine2: maybeText(),
    zipcode: maybeText(),
    city: maybeText(),
    state: maybeText(),
    country: maybeText(),
  });

const addressInput = () => ({
  fullName: text(),
  orgName: z.optional(text()),
  orgVatId: z.optional(text()),
  addressLine1: text(),
  addressLine2: z.optional(text()),
  zipcode: text(),
  city: text(),
  state: z.optional(text()),
  country: text(),
  isDefault: z.boolean(),
  userId: id(),
});

/** Lists the addresses that a user can be billed at, in one reply. */
export const listBillingAddresses = operation<ListUserAddressesParams, readonly UserAddress[]>({
  name: "users.listBillingAddresses",
  method: "GET",
  path: "/user/billingAddress/list/{id}",
  params: () => z.strictObject({ id: id() }),
  response: () => z.array(userAddress()),
});

/**
 * Lists the addresses that goods can be sent to, in one reply; one of them by its id is read with `users.getAddress`.
 */
export const listShippingAddresses = operation<ListUserAddressesParams, readonly UserAddress[]>({
  name: "users.listShippingAddresses",
  method: "GET",
  path: "/user/shippingAddress/list/{id}",
  params: () => z.strictObject({ id: id() }),
  response: () => z.array(userAddress()),
});

/**
 * Reads the address that a user's orders take where none is chosen. What comes for a user without one is not
 * documented.
 */
export const getDefaultAddress = operation<GetDefaultAddressParams, UserAddress>({
  name: "users.getDefaultAddress",
  method: "GET",
  path: "/user/default-address/{id}",
  params: () => z.strictObject({ id: id(), type: z.optional(text()) }),
  response: () => userAddress(),
});

/** Reads one address by its own id. Its owner and purpose are not returned. */
export const getAddress = operation<GetUserAddressParams, UserAddress>({
  name: "users.getAddress",
  method: "GET",
  path: "/user/address/{id}",
  params: () => z.strictObject({ id: id() }),
  response: () => userAddress(),
});

/**
 * Adds an address to a user. As a default it takes the place of the one that was. Its id is not returned: read it from
 * the list.
 */
export const createAddress = operation<CreateUserAddressParams, Message>({
  name: "users.createAddress",
  method: "POST",
  path: "/user/address",
  params: () => z.strictObject({ ...addressInput(), type: text(), billing_address_id: z.optional(id()) }),
  response: () => message(),
});

/**
 * Replaces an address, so all required fields must be passed; its type cannot be changed. The vendor's example has
 * `isDefault` as the string `true`; a boolean is sent, as for a new address.
 */
export const updateAddress = operation<UpdateUserAddressParams, Message>({
  name: "users.updateAddress",
  method: "PUT",
  path: "/user/address/{id}",
  params: () => z.strictObject({ id: id(), ...addressInput() }),
  response: () => message(),
});
