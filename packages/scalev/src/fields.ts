import * as z from "#zod";

/** A text that must not be empty. */
export const text = () => z.string().check(z.minLength(1));

/** An id as a parameter; the vendor's ids differ in form. */
export const id = () => text();

/** A text of a reply. */
export const maybeText = () => z.optional(z.nullable(z.string()));

/** A number of a reply. */
export const maybeNumber = () => z.optional(z.nullable(z.number()));

/** A whole number of a reply. */
export const maybeCount = () => z.optional(z.nullable(z.int()));

/** A truth value of a reply. */
export const maybeFlag = () => z.optional(z.nullable(z.boolean()));

/** An object of a reply whose fields are not documented. */
export const anyObject = () => z.looseObject({});

/** A price: a decimal string or a number; the vendor allows both. */
export const price = () => z.union([z.string(), z.number()]);
