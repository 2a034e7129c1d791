import * as z from "#zod";

/** Whether a text is an existing date, such as `2025-12-31`. zod's own check is larger than a whole operation. */
function isDay(value: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  // Some engines read February 30 as March 2.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

/** Whether a text could be an e-mail address. The vendor checks the rest. */
export function isEmail(value: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(value);
}

/** A parameter that must not be empty. */
export const text = () => z.string().check(z.minLength(1));

/** A parameter in the form `YYYY-MM-DD`. */
export const day = () => z.string().check(z.refine(isDay, { error: "a date in the form YYYY-MM-DD" }));

/** A parameter that is an e-mail address. */
export const email = () => z.string().check(z.refine(isEmail, { error: "an e-mail address" }));

/** The number of a page, from 1. */
export const pageNumber = () => z.optional(z.int().check(z.gte(1)));

/** The number of entries of a page. */
export const pageSize = () => z.optional(z.int().check(z.gte(1)));

/** A parameter that may be omitted, but not be empty. */
export const maybeParam = () => z.optional(text());

/** The ids of schools, at least one. */
export const schoolIds = () => z.array(z.int()).check(z.minLength(1));

/** A text of a reply. The vendor rarely documents which fields can be null, so any may be. */
export const maybeText = () => z.optional(z.nullable(z.string()));

/** A number of a reply. */
export const maybeNumber = () => z.optional(z.nullable(z.number()));

/** A truth value of a reply. */
export const maybeFlag = () => z.optional(z.nullable(z.boolean()));

/** Ids of a reply. */
export const maybeIds = () => z.optional(z.nullable(z.array(z.number())));

/** A list of a reply whose entries are not documented. */
export const maybeList = () => z.optional(z.nullable(z.array(z.unknown())));

/** The fields of a reply that contains only `success` and `message`. */
export const doneFields = () => ({ success: maybeFlag(), message: maybeText() });

/** An address under the vendor's Portuguese names; see `MemberAddress`. */
export const addressFields = () => ({
  cep: maybeText(),
  uf: maybeText(),
  cidade: maybeText(),
  bairro: maybeText(),
  logradouro: maybeText(),
  numero: maybeText(),
  complemento: maybeText(),
});
