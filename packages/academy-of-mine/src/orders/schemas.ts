import * as z from "#zod";
import { maybeText } from "../shared/replies.ts";

/** See `OrderNote`. */
export const orderNote = () =>
  z.looseObject({ id: z.number(), data: maybeText(), type: maybeText(), created_on: maybeText() });
