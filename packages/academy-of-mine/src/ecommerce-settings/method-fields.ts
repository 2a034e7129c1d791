import * as z from "#zod";
import { decimal, text } from "../fields.ts";

/** See `ShippingMethodFields`. */
export const methodFields = () => ({
  name: text(),
  isEnabled: z.boolean(),
  shippingMethod: text(),
  taxStatus: text(),
  cost: decimal(),
  minAmountRequired: decimal(),
  minimumOrderAmount: decimal(),
});
