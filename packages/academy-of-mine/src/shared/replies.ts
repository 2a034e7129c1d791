import * as z from "#zod";

// The vendor's samples show no null and no absence, and its pages say nothing of either: any field may be both.

/** A field that may be null or missing. */
export const maybe = <Schema extends z.core.SomeType>(schema: Schema) => z.optional(z.nullable(schema));

/** A text. */
export const maybeText = () => maybe(z.string());

/** A number. */
export const maybeNumber = () => maybe(z.number());

/** A boolean. */
export const maybeFlag = () => maybe(z.boolean());

/** See `Message`. */
export const message = () => z.looseObject({ message: maybeText() });

/** See `Saved`. */
export const saved = () => z.looseObject({ id: z.number(), message: maybeText() });

/** See `StatusMessage`. */
export const statusMessage = () => z.looseObject({ status: maybeText(), message: maybeText() });

/** See `Notice`. */
export const notice = () => z.looseObject({ type: maybeText(), title: maybeText(), message: maybeText() });

/** See `LookupOption`. */
export const lookupOption = () => z.looseObject({ db_value: z.string(), display_value: maybeText() });

/** See `NamedOption`. */
export const namedOption = () => z.looseObject({ id: z.number(), name: maybeText() });

/** See `LabeledOption`. */
export const labeledOption = () => z.looseObject({ value: z.number(), label: maybeText() });

/** See `Page`. */
export const page = <Schema extends z.core.SomeType>(record: Schema) =>
  z.looseObject({ recordsTotal: maybeNumber(), recordsFiltered: z.int(), records: z.array(record) });
