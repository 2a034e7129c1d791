import { isObject } from "@kelaskit/core/vendor";

/** What takes the place of a secret. */
export const redacted = "[redacted]";

/** Names of fields whose values are secrets, in replies of any vendor. */
const secretName =
  /pass(?:word|phrase|wd)|secret|cookie|(?:^|[a-z_])otp(?:$|[A-Z_])|^(?:qr|string|backup)_?codes?$|authorization|(?:api|private|access|secret|transaction|authorization|signing|license)[_-]?key|tokens?$/i;

/** Names that look like those of secrets, but are of pages. */
const harmlessName = /^(?:next|prev|previous|page|continuation)_?(?:page)?_?token$|^has(?:_|(?-i:[A-Z]))/i;

/** Secrets in the query of an address. */
const secretInQuery =
  /([?&#](?:[\w-]*token|[\w-]*key|password|secret|signature|sig|code|auth|otp|ticket|jwt)=)[^&#\s"'<>]+/gi;

/** A JSON Web Token, wherever it is. */
const webToken = /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]+/g;

/** A shorter text occurs by chance. */
const shortestSecret = 6;

/**
 * Characters that are not seen but read by a model or obeyed by a terminal: controls except tabs and line ends, marks of
 * direction, zero-width spaces, and the tags with which whole sentences can be hidden.
 */
const invisible =
  // oxlint-disable-next-line no-control-regex, no-misleading-character-class -- they are what is removed
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\u{E0000}-\u{E007F}\u{E0100}-\u{E01EF}]/gu;

/** Whether a text has characters that a person would not see. */
export function hasInvisible(text: string): boolean {
  return text.search(invisible) !== -1;
}

/** Removes secrets and invisible characters from what goes to an assistant. */
export class Redactor {
  readonly #secrets: readonly string[];
  readonly #names: ReadonlySet<string>;

  /**
   * @param secrets Values to remove wherever they are.
   * @param names Names of fields whose values are removed, beside those that look like secrets.
   */
  constructor(secrets: readonly string[], names: readonly string[] = []) {
    // The longest first: one may contain another.
    this.#secrets = secrets
      .filter(({ length }) => length >= shortestSecret)
      .toSorted((first, second) => second.length - first.length);
    this.#names = new Set(names);
  }

  text(text: string): string {
    const visible = text.replaceAll(invisible, "");
    return this.#secrets
      .reduce((rest, secret) => rest.replaceAll(secret, redacted), visible)
      .replaceAll(webToken, redacted)
      .replaceAll(secretInQuery, `$1${redacted}`);
  }

  #isSecret(name: string): boolean {
    return this.#names.has(name) || (secretName.test(name) && !harmlessName.test(name));
  }

  /** A copy of a JSON value without secrets. Whether a secret is set, and numbers of them, stay visible. */
  value(value: unknown): unknown {
    if (typeof value === "string") return this.text(value);
    if (Array.isArray(value)) return value.map((entry: unknown) => this.value(entry));
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => [
        this.text(name),
        this.#isSecret(name) && hasContent(part) ? redacted : this.value(part),
      ]),
    );
  }
}

/** Whether a field says more than that it is not set. */
function hasContent(value: unknown): boolean {
  return value !== null && value !== undefined && value !== "" && typeof value !== "boolean";
}

/** All texts in a value, such as those of a secret parameter. */
export function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap((entry: unknown) => textsIn(entry));
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}
