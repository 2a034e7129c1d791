/** A text as people mean it: the same in small and capital letters, and with more spaces or fewer. */
export function plainText(text: string): string {
  return text.normalize("NFC").trim().replaceAll(/\s+/g, " ").toLowerCase();
}
