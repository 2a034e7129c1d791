import type { Exchange } from "./exchange.ts";
import { scrubText } from "./scrub/scrubber.ts";

/** Names of headers whose values are public: they describe the request, not the caller. */
const harmlessNames: ReadonlySet<string> = new Set([
  "accept",
  "accept-encoding",
  "accept-language",
  "cache-control",
  "content-type",
  "idempotency-key",
  "if-match",
  "if-modified-since",
  "if-none-match",
  "if-unmodified-since",
  "prefer",
  "user-agent",
]);

/** Names of headers that contain a secret: `authorization`, `cookie`, `x-api-key`, `x-session-token` and the like. */
const secretName = /auth|cookie|credential|key|pass|secret|session|signature|token/i;

/** A shorter value, such as a version or a flag, is a secret only if the header's name suggests it. In characters. */
const shortestSecret = 6;

/** Decodes base64 to text; empty if it is not base64. */
function decodedBase64(text: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), (byte) => byte.codePointAt(0) ?? 0));
  } catch {
    // Some other scheme: its credentials are searched for verbatim.
    return "";
  }
}

/** The secrets in a header's value: the whole value, the credentials after a scheme, a Basic password, each cookie. */
function secretsInValue(value: string): readonly string[] {
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

/** The secrets in headers that a vendor could repeat. */
function secretsInHeaders(headers: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    const isHarmless = harmlessNames.has(name) || (value.length < shortestSecret && !secretName.test(name));
    return isHarmless ? [] : secretsInValue(value);
  });
}

/** The secrets that a credential reports. If it throws here, it has already failed when it was asked to authorize the call. */
function secretsOfCredential({ plan: { credential } }: Exchange): readonly string[] {
  try {
    return [...(credential?.secrets() ?? [])];
  } catch {
    return [];
  }
}

/** Every secret that a text from the vendor, or from anything in between, could repeat. */
export function secretsOf(exchange: Exchange): readonly string[] {
  const { authorizations, sentHeaders, secretParams } = exchange;
  return [
    ...secretsOfCredential(exchange),
    ...[...authorizations].flatMap(({ headers }) => Object.values(headers)).flatMap(secretsInValue),
    ...[...sentHeaders].flatMap(secretsInHeaders),
    ...secretParams,
  ];
}

/** Removes the secrets of a call from a text. */
export function cleanText(exchange: Exchange, text: string): string {
  return scrubText(text, secretsOf(exchange));
}
