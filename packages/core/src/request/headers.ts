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
