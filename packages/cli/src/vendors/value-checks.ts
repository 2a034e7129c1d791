/** Returns what was expected instead of an invalid value, such as `a URL such as …`; undefined for a plausible one. */
export type ValueCheck = (value: string) => string | undefined;

function matching(pattern: RegExp, expected: string): ValueCheck {
  return (value) => (pattern.test(value) ? undefined : expected);
}

/** An id, a key or a token: it is sent in headers and paths, where a space would end it. */
export const oneWord = matching(/^[\x21-\x7E]+$/, "letters, digits and punctuation, without spaces");

/** A text that people choose, such as a password. */
export const oneLine = matching(/^[^\p{Cc}\p{Zl}\p{Zp}]+$/u, "one line of text");

/** An e-mail address, checked only roughly. */
export const emailAddress = matching(/^[^\s@]+@[^\s@]+$/, "an e-mail address such as admin@example.com");

/** The part of a host name before the vendor's domain. */
export const subdomain = matching(
  /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i,
  'the first part of the host name, such as "acme": letters, digits and hyphens',
);

/** A UUID of any version. */
export const uuid = matching(
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  "a UUID such as 3f0c9a52-6c1d-4b7e-9a54-2f1f6f4b8d10",
);

/** The address of an API. Whether it may be plain http is checked where it is used. */
export function apiAddress(value: string): string | undefined {
  const isAddress = /^https?:\/\/\S+$/i.test(value) && URL.canParse(value);
  if (!isAddress) return "an address with its scheme, such as https://api.example.com";
  const { username, password, search, hash } = new URL(value);
  if (username !== "" || password !== "") return "an address without a user name or password";
  return search === "" && hash === "" ? undefined : "an address without ? or #";
}
