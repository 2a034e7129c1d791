/** Says what was expected in place of a value that cannot be right, as in `a URL such as …`; nothing for one that may be. */
export type ValueCheck = (value: string) => string | undefined;

function matching(pattern: RegExp, expected: string): ValueCheck {
  return (value) => (pattern.test(value) ? undefined : expected);
}

/** An id, a key or a token: it goes into headers and paths, where a space would end it. */
export const oneWord = matching(/^[\x21-\x7E]+$/, "one word of letters, digits and signs, without a space");

/** A text that people choose, as a password. */
export const oneLine = matching(/^[^\p{Cc}\p{Zl}\p{Zp}]+$/u, "one line of text");

/** An e-mail address, as far as its form is the same everywhere. */
export const emailAddress = matching(/^[^\s@]+@[^\s@]+$/, "an e-mail address, as in admin@example.com");

/** What stands before a vendor's own domain. */
export const subdomain = matching(
  /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i,
  'the first part of the host name, as in "acme": letters, digits and hyphens',
);

/** A UUID in any version. */
export const uuid = matching(
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  "a UUID, as in 3f0c9a52-6c1d-4b7e-9a54-2f1f6f4b8d10",
);

/** The address of an API; whether it may be plain http is decided where it is used. */
export function apiAddress(value: string): string | undefined {
  const isAddress = /^https?:\/\/\S+$/i.test(value) && URL.canParse(value);
  if (!isAddress) return "an address with its scheme, as in https://api.example.com";
  const { username, password, search, hash } = new URL(value);
  if (username !== "" || password !== "") return "an address without a user name or password";
  return search === "" && hash === "" ? undefined : "an address that ends with its path, without ? or #";
}
