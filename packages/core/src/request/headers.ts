import { ConfigurationError } from "../errors.ts";

export type HeaderMap = Readonly<Record<string, string>>;

/** The position and code point of the first invalid character of a name; the name itself may be a secret. */
function wrongCharacter(name: string): string {
  const at = name.search(/[^!#$%&'*+.^_`|~\w-]/);
  if (at === -1) return "it is empty";
  const code = name.codePointAt(at)?.toString(16).toUpperCase().padStart(4, "0");
  return `its character ${at + 1} of ${name.length} is U+${code}`;
}

/**
 * Checks headers and returns them in canonical form: each name once, in lower case.
 *
 * @param place Where they come from, for an error, such as `the option headers`.
 * @throws ConfigurationError when a name or value cannot be sent, or two spellings of a name have different values. Values and
 * invalid names are not shown, because they may be keys; the platform's own error would print them.
 */
export function checkedHeaders(headers: HeaderMap, place: string): HeaderMap {
  // Without a prototype: `constructor` is a name like any other.
  const checked = Object.create(null) as Record<string, string>;
  for (const given of Object.keys(headers)) {
    const value: unknown = headers[given];
    if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(given)) {
      throw new ConfigurationError(
        `A header name in ${place} cannot be sent: ${wrongCharacter(given)}. Use letters, digits and hyphens.`,
      );
    }
    const name = given.toLowerCase();
    if (typeof value !== "string" || !/^[\t\x20-\x7E\x80-\xFF]*$/.test(value)) {
      throw new ConfigurationError(
        `The value of the header ${name} in ${place} cannot be sent: expected one line of text in Latin-1.`,
      );
    }
    const other = checked[name];
    if (other !== undefined && other !== value) {
      throw new ConfigurationError(
        `The header ${name} is in ${place} twice, in two spellings and with two values: set it once.`,
      );
    }
    checked[name] = value;
  }
  return checked;
}
