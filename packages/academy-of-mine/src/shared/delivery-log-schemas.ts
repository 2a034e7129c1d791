import * as z from "#zod";
import { id, sortedPageParams } from "../fields.ts";
import { maybeFlag, maybeText } from "./replies.ts";

/** The fields of `DeliveryLog`. */
const deliveryLogFields = () => ({
  id: z.number(),
  event: maybeText(),
  data: z.optional(z.unknown()),
  status: maybeText(),
  errorMessage: maybeText(),
  created_at: maybeText(),
  showData: maybeFlag(),
});

/** See `DeliveryLog`. */
export const deliveryLog = () => z.looseObject(deliveryLogFields());

/** The fields of `LabeledDeliveryLog`. */
export const labeledDeliveryLogFields = () => ({ ...deliveryLogFields(), display_status: maybeText() });

/** The fields of `ListDeliveryLogsParams`. */
export const deliveryLogParams = () => ({ id: id(), ...sortedPageParams() });
