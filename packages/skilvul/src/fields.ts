import * as z from "#zod";

/** A parameter that must not be empty. */
export const text = () => z.string().check(z.minLength(1));

/** An id as a parameter; the vendor does not document its form. */
export const id = () => text();

/** The `error` of every reply; null on success. */
export const error = () => z.optional(z.unknown());

/** An object of a reply. The vendor shows none of its fields, so that any may come. */
export const entry = () => z.looseObject({ id: z.optional(z.string()) });

/** A text of a reply that was seen, but is not documented. */
export const seenText = () => z.optional(z.nullable(z.string()));

/** A province or a city. */
export const place = () => z.looseObject({ id: z.optional(z.string()), name: seenText() });

/** The parameters of a page of the catalog. */
export const pageParams = () =>
  z.strictObject({
    limit: z.optional(z.int().check(z.gte(1))),
    offset: z.optional(z.int().check(z.gte(0))),
  });
