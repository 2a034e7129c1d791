import { InputError } from "../context.ts";
import { didYouMean } from "../output/suggest.ts";

/** The supported vendors, by the names that errors and packages use. */
export const vendorNames = ["academy-of-mine", "mitrabunso", "scalev", "skilvul", "toolzz"] as const;

/** The name of a vendor. */
export type VendorName = (typeof vendorNames)[number];

/**
 * Reads a vendor's name.
 *
 * @throws InputError with the most similar name.
 */
export function parseVendor(word: string): VendorName {
  const found = vendorNames.find((name) => name === word.toLowerCase());
  if (found !== undefined) return found;
  throw new InputError(
    `There is no vendor ${JSON.stringify(word)}.${didYouMean(word, vendorNames)} The vendors are ${vendorNames.join(", ")}.`,
  );
}
