/**
 * Control characters could move a terminal's cursor or worse, and those of bidirectional text could reorder a line. Data of
 * vendors may contain any of them.
 */
// oxlint-disable-next-line no-control-regex -- they are what is removed
const control = /[\u0000-\u001F\u007F-\u009F\u200E\u200F\u2028-\u202E\u2066-\u2069]+/g;

/** Replaces control characters, so that a text is safe to show on one line of a terminal. */
export function printable(text: string): string {
  return text.replaceAll(control, " ");
}

/** `printable`, with one space between words, for a cell of a table. */
export function oneLine(text: string): string {
  return printable(text).replaceAll(/\s+/g, " ").trim();
}
