import type { NoParams } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { operation } from "../operation.ts";
import { id, text } from "../fields.ts";
import { lookupOption } from "../shared/replies.ts";
import type { Id, LookupOption, OpenEnum } from "../shared/shapes.ts";
import { orderNote } from "./schemas.ts";

/** Who sees a note: `PRIVATE` hides it from the customer, `PUBLIC` shows it. */
export type OrderNoteType = OpenEnum<"PRIVATE" | "PUBLIC">;

/** A note on an order. */
export interface OrderNote {
  readonly id: number;
  /** The note's text. */
  readonly data?: string | null | undefined;
  readonly type?: OrderNoteType | null | undefined;
  /** For example, "Aug 11, 2020 05:36 PM"; the zone is not documented. */
  readonly created_on?: string | null | undefined;
}

/** A note to add to an order. */
export interface CreateOrderNoteParams {
  readonly orderId: Id;
  /** The note's text. */
  readonly data: string;
  readonly type: OrderNoteType;
}

/** Which note to delete. */
export interface DeleteOrderNoteParams {
  /** The note's id, not the order's. */
  readonly id: Id;
}

/**
 * Adds a note to an order; the reply is all notes of the order, the new one among them. Whether the customer gets an
 * e-mail about a `PUBLIC` one is not documented.
 */
export const createNote = operation<CreateOrderNoteParams, readonly OrderNote[]>({
  name: "orders.createNote",
  method: "POST",
  path: "/order/note/{orderId}",
  params: () => z.strictObject({ orderId: id(), data: text(), type: text() }),
  response: () => z.array(orderNote()),
});

/** Deletes a note; the reply is the notes that its order still has. */
export const deleteNote = operation<DeleteOrderNoteParams, readonly OrderNote[]>({
  name: "orders.deleteNote",
  method: "DELETE",
  path: "/order/note/{id}",
  params: () => z.strictObject({ id: id() }),
  response: () => z.array(orderNote()),
});

/** Reads the types of notes, with display text that explains who sees them. */
export const lookupNoteTypes = operation<NoParams, readonly LookupOption[]>({
  name: "orders.lookupNoteTypes",
  method: "GET",
  path: "/order/noteType/lookup",
  response: () => z.array(lookupOption()),
});
