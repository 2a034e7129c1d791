import * as z from "#zod";

/** Whether a text is a day of the calendar, as in `2025-12-31`. zod's own check of it would weigh more than an operation. */
function isDay(value: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  // Some engines take a 30th of February for the 2nd of March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

/** Whether a text could be an e-mail address at all. More is the vendor's to judge. */
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

/** At least one school's id. */
export const schoolIds = () => z.array(z.int()).check(z.minLength(1));

/** A text of a reply. The vendor's pages rarely say which fields can be null, so that any may. */
export const maybeText = () => z.optional(z.nullable(z.string()));

/** A number of a reply. */
export const maybeNumber = () => z.optional(z.nullable(z.number()));

/** A truth value of a reply. */
export const maybeFlag = () => z.optional(z.nullable(z.boolean()));

/** A list of a reply whose entries the vendor does not show. */
export const maybeList = () => z.optional(z.nullable(z.array(z.unknown())));

/** The `success` and `message` of a reply that has nothing else. */
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
