/** What the backend reads from its environment. The clients read their own credentials from it. */
export interface Settings {
  /** The signing secrets of the shop's webhooks, one of which must match. */
  readonly secrets: readonly string[];
  /** Where it listens; port 0 is any free one. */
  readonly host: string;
  readonly port: number;
  /** The folder of the SQLite files, on a local disk that outlives the process. */
  readonly folder: string;
  /** The token for `/sales` and `/enrollments`, which do not exist without one. */
  readonly adminToken: string | undefined;
  /** How long a request may be on its way before a vendor's "not done" is believed, in milliseconds. */
  readonly settleAfter: number;
}

function wholeNumber(name: string, text: string, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value <= most) return value;
  throw new Error(`${name}: expected a whole number from 0 to ${most}, got ${JSON.stringify(text)}.`);
}

/** Reads the signing secrets, with commas between them: the current one, and the next one while you rotate it. */
export function readSecrets(text: string | undefined): readonly string[] {
  const secrets = (text ?? "").split(",").map((secret) => secret.trim());
  if (secrets.every((secret) => secret !== "")) return secrets;
  throw new Error(
    "SCALEV_WEBHOOK_SECRETS: expected the signing secret of the shop's webhooks, or several with commas between them. Set it, and start again.",
  );
}

/** Reads a token of which a guess is hopeless. Undefined if there is none. */
export function readToken(name: string, text: string | undefined): string | undefined {
  if (text === undefined || text === "") return undefined;
  // What can be in an Authorization header.
  if (/^[\w.~+/-]{20,}=*$/.test(text)) return text;
  throw new Error(
    `${name}: expected at least 20 letters, digits or characters of - . _ ~ + /, such as the output of: openssl rand -hex 32`,
  );
}

/**
 * Reads the settings.
 *
 * @throws Error with the name of the variable, what was expected and what to do. Never with a secret.
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const { HOST = "127.0.0.1", PORT = "3000", DATA_FOLDER = "data", SETTLE_AFTER = "60000" } = environment;
  return {
    secrets: readSecrets(environment["SCALEV_WEBHOOK_SECRETS"]),
    host: HOST,
    port: wholeNumber("PORT", PORT, 65_535),
    folder: DATA_FOLDER,
    adminToken: readToken("ADMIN_TOKEN", environment["ADMIN_TOKEN"]),
    settleAfter: wholeNumber("SETTLE_AFTER", SETTLE_AFTER, 86_400_000),
  };
}
