import type { Vendor } from "../vendors/vendor.ts";

const list = new Intl.ListFormat("en", { type: "conjunction" });

/** Names as a part of a sentence: `a, b, and c`. */
export function listed(names: readonly string[]): string {
  return list.format(names);
}

/** What fields are called in sentences, in the order in which they are asked for. */
export function labelsOf({ fields }: Pick<Vendor, "fields">, names: readonly string[]): string {
  return listed(fields.filter(({ name }) => names.includes(name)).map(({ label }) => label));
}
