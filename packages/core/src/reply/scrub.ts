const mask = "[redacted]";

/** Credentials shorter than this are not looked for: replacing every `a` hides nothing and garbles everything. */
const shortestSecret = 6;

/** Replaces every known secret in a text, as it is, percent-encoded and in JSON's spelling. */
export function scrubText(text: string, secrets: Iterable<string>): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret.length < shortestSecret) continue;
    for (const form of new Set([secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])) {
      clean = clean.replaceAll(form, mask);
    }
  }
  return clean;
}

/** Replaces every known secret in the texts and keys of a parsed body. */
export function scrubValue(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === "string") return scrubText(value, secrets);
  if (Array.isArray(value)) return value.map((entry) => scrubValue(entry, secrets));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [scrubText(key, secrets), scrubValue(entry, secrets)]),
  );
}
