import type { Vendor } from "../vendors/vendor.ts";

const list = new Intl.ListFormat("en", { type: "conjunction" });

/** Joins names for a sentence: `a, b, and c`. */
export function listed(names: readonly string[]): string {
  return list.format(names);
}

/** The labels of fields, joined for a sentence in the order of the prompts. */
export function labelsOf({ fields }: Pick<Vendor, "fields">, names: readonly string[]): string {
  return listed(fields.filter(({ name }) => names.includes(name)).map(({ label }) => label));
}
