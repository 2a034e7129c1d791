/** Writes a form in base64, as the two sides of a single sign-on exchange it. */
export function encodeForm(fields: Readonly<Record<string, string>>): string {
  const bytes = new TextEncoder().encode(new URLSearchParams(fields).toString());
  return btoa(String.fromCodePoint(...bytes));
}

/** Reads a form in base64, with or without its padding; `undefined` if it is not one in UTF-8. */
export function decodeForm(base64: string): URLSearchParams | undefined {
  try {
    const bytes = Uint8Array.from(
      atob(base64.replace(/[=\s]+$/, "")),
      (character) => character.codePointAt(0) ?? 0,
    );
    return new URLSearchParams(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    // What the platform reports may repeat the text, which is about a person.
    return undefined;
  }
}
