import { ConfigurationError } from "../errors.ts";

/**
 * Headers with their names in lower case.
 *
 * @throws ConfigurationError naming the header when a name or value cannot be sent. The value is not shown: the
 * platform's own error would print it, and it may be a key.
 */
export function checkedHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const checked: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(name)) {
      throw new ConfigurationError(
        `The header name ${JSON.stringify(name)} cannot be sent: use letters, digits and hyphens.`,
      );
    }
    if (typeof value !== "string" || !/^[\t\x20-\x7E\x80-\xFF]*$/.test(value)) {
      throw new ConfigurationError(
        `The value of the header ${name} cannot be sent: expected one line of text in Latin-1.`,
      );
    }
    checked[name.toLowerCase()] = value;
  }
  return checked;
}

/** Names of headers that hold secrets: `authorization`, `cookie`, `x-api-key`, `x-session-token`, and what is like them. */
const secretName = /auth|cookie|credential|key|pass|secret|session|signature|token/i;

/** Base64 as text; nothing where it is not base64. */
function decodedBase64(text: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), (byte) => byte.codePointAt(0) ?? 0));
  } catch {
    // Some other scheme: its credentials are looked for as they are.
    return "";
  }
}

/** The secrets in a header's value: the whole, the credentials behind a scheme, a Basic password, each cookie. */
export function secretsInValue(value: string): readonly string[] {
  const text = value.trim();
  const space = text.indexOf(" ");
  const credentials = text.slice(space + 1).trim();
  const basic = /^basic$/i.test(text.slice(0, Math.max(0, space))) ? decodedBase64(credentials) : "";
  const cookies = text
    .split(";")
    .filter((pair) => pair.includes("="))
    .map((pair) => pair.slice(pair.indexOf("=") + 1).trim());
  return [text, credentials, basic, basic.slice(basic.indexOf(":") + 1), ...cookies];
}

/** Everything in headers that a vendor could repeat and nobody may see. */
export function secretsInHeaders(headers: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    secretName.test(name) ? secretsInValue(value) : [],
  );
}
