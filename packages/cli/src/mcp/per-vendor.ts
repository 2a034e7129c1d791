import { InputError } from "../context.ts";
import { parseVendor, type VendorName, vendorNames } from "../vendors/names.ts";

/** The vendors that a server offers: those that were named, each once, or all. */
export function parseVendors(words: readonly string[]): readonly VendorName[] {
  return words.length === 0 ? vendorNames : [...new Set(words.map(parseVendor))];
}

/**
 * Reads an option that each vendor has its own value of: `skilvul=routes.json`, or only `routes.json` if the server offers one
 * vendor.
 *
 * @throws InputError when it does not say for which vendor it is, or for one that is not offered.
 */
export function perVendor(
  option: string,
  texts: readonly string[],
  offered: readonly VendorName[],
): ReadonlyMap<VendorName, string> {
  const values = new Map<VendorName, string>();
  for (const text of texts) {
    const named = vendorNames.find((name) => text.startsWith(`${name}=`));
    const [only, ...others] = offered;
    const vendor = named ?? (others.length === 0 ? only : undefined);
    if (vendor === undefined) {
      throw new InputError(
        `${option} ${text} does not say for which vendor it is. Write ${option} VENDOR=${text}, or start the server for one vendor.`,
      );
    }
    if (!offered.includes(vendor)) {
      throw new InputError(
        `${option} is for ${vendor}, which this server does not offer: ${offered.join(", ")}.`,
      );
    }
    if (values.has(vendor)) throw new InputError(`${option} is given twice for ${vendor}. Pass it once.`);
    values.set(vendor, named === undefined ? text : text.slice(named.length + 1));
  }
  return values;
}
