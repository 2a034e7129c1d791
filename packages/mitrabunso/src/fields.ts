import * as z from "#zod";
import { isWallTime } from "./dates.ts";

/** An id as a parameter. The vendor documents 36 digits and shows UUIDs of version 4; every version is accepted. */
export const id = () => z.guid();

/** A time as a parameter, already written as text. */
export const time = () =>
  z.custom<string>(isWallTime, "a Date from the year 0 to 9999, or a time such as 2022-10-08 23:59:00");

/** A text of a reply. */
export const maybeText = () => z.optional(z.nullable(z.string()));

/** A date object of a reply; see `VendorDate`. */
export const maybeVendorDate = () =>
  z.optional(
    z.nullable(
      z.looseObject({
        date: z.string(),
        timezone_type: z.optional(z.nullable(z.int())),
        timezone: z.string(),
      }),
    ),
  );
