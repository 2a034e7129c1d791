/** A text for comparison, ignoring case and repeated or surrounding spaces. */
export function plainText(text: string): string {
  return text.normalize("NFC").trim().replaceAll(/\s+/g, " ").toLowerCase();
}
