/** A value that the vendor names, or one that it adds some day. */
export type OpenEnum<Known extends string> = Known | (string & NonNullable<unknown>);

/**
 * An id in a parameter: the vendor's pages write ids as numbers and as digits, so both are accepted and sent as they
 * are.
 */
export type Id = number | string;

/** How a list is sorted. Sent as JSON text. */
export interface Ordering {
  /** The column, by the name that it has in the list's records. */
  readonly colName: string;
  /** Ascending or descending. */
  readonly direction: "asc" | "desc";
}

/** The vendor's reply to most writes. */
export interface Message {
  /** The vendor's message. */
  readonly message?: string | null | undefined;
}

/** The vendor's reply when it has created or changed a record. */
export interface Saved {
  /** The record's id. */
  readonly id: number;
  /** The vendor's message. */
  readonly message?: string | null | undefined;
}

/** The vendor's reply to some writes: a status for programs and display text. */
export interface StatusMessage {
  /** The outcome, such as `success`. */
  readonly status?: string | null | undefined;
  /** The vendor's message. */
  readonly message?: string | null | undefined;
}

/** The vendor's reply to some changes of settings: the text of a notice on its own pages. */
export interface Notice {
  /** The kind of notice, such as `success`. */
  readonly type?: string | null | undefined;
  /** The notice's heading. */
  readonly title?: string | null | undefined;
  /** The notice's text. */
  readonly message?: string | null | undefined;
}

/** An entry of a fixed list: the value to send and the display text. */
export interface LookupOption {
  /** The value that the API takes. */
  readonly db_value: string;
  /** The display text. */
  readonly display_value?: string | null | undefined;
}

/** An entry of a list to choose from, by id. */
export interface NamedOption {
  /** The id to send. */
  readonly id: number;
  /** The display text. */
  readonly name?: string | null | undefined;
}

/** An entry of a list to choose from, in the form of a form control's option. */
export interface LabeledOption {
  /** The id to send. */
  readonly value: number;
  /** The display text. */
  readonly label?: string | null | undefined;
}
