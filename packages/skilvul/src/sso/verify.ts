import { ConfigurationError } from "@kelaskit/core";
import { checkOptions, isObject, type OptionNames } from "@kelaskit/core/vendor";
import { SsoError } from "./errors.ts";
import { decodeForm } from "./form.ts";
import type { NonceStore } from "./nonce-store.ts";
import { isSigned, signingKey } from "./signature.ts";
import { askStore } from "./store-failure.ts";

/** Options of `verifySso`. */
export interface VerifySsoOptions {
  /** The single sign-on secret, or several while you rotate it, one of which must match. */
  readonly secrets: string | readonly string[];
  /** Where the nonces are kept; the same store as for `ssoUrl`. */
  readonly nonces: NonceStore;
  /**
   * The nonce that this browser got from `ssoUrl`, from its session or cookie; `undefined` if it has none, which is refused.
   * Without this check, someone could log a victim in to an account of their own, by giving them the address with which
   * they should have come back themselves. `false` turns the check off.
   */
  readonly browserNonce: string | undefined | false;
}

/** The learner who came back. */
export interface SsoUser {
  /** Skilvul's id of the learner, as in `users.get`: identify the learner by it, because an e-mail address may change. */
  readonly id: string;
  /** The e-mail address. Do not trust it unless it is verified: anyone can register with somebody else's. */
  readonly email: string;
  /** Whether the learner has proved to own the e-mail address. */
  readonly isEmailVerified: boolean;
  /** The learner's name; `undefined` if it is empty or missing. */
  readonly name: string | undefined;
}

const optionNames = {
  secrets: true,
  nonces: true,
  browserNonce: true,
} as const satisfies OptionNames<VerifySsoOptions>;

async function keysOf(given: unknown): Promise<readonly CryptoKey[]> {
  if (!Array.isArray(given)) return [await signingKey(given, "verifySso: secrets", "verify")];
  // Spreading turns a hole in the list into undefined: a secret that is not set.
  const secrets: readonly unknown[] = [...(given as unknown[])];
  if (secrets.length === 0)
    throw new ConfigurationError("verifySso: the list secrets is empty, expected at least one.");
  return Promise.all(
    secrets.map(async (secret, index) => signingKey(secret, `verifySso: secrets[${index}]`, "verify")),
  );
}

/** The query of a full address, of a path with a query, or of a query alone. */
function queryOf(text: string): string {
  const [withoutFragment = ""] = text.split("#", 1);
  // A query alone has its first name before anything that belongs to an address.
  if (/^[^/?:]*=/.test(withoutFragment)) return withoutFragment;
  return withoutFragment.slice(withoutFragment.indexOf("?") + 1);
}

/** Not by instanceof: they may belong to another realm. */
function isParameters(value: object): value is URLSearchParams {
  return "getAll" in value && typeof value.getAll === "function";
}

function parametersOf(returned: unknown): URLSearchParams {
  if (typeof returned === "string") return new URLSearchParams(queryOf(returned));
  if (isObject(returned)) {
    if (isParameters(returned)) return returned;
    if (typeof returned["search"] === "string") return new URLSearchParams(returned["search"]);
  }
  throw new ConfigurationError(
    "verifySso requires the address with which the learner came back: as a string, its query, a URL or URLSearchParams.",
  );
}

/** The only value of a parameter or field. */
function only(values: readonly string[], field: string): string | undefined {
  if (values.length > 1)
    throw new SsoError("malformed", `${field} is contained ${values.length} times, expected once`, { field });
  return values[0];
}

function parameter(parameters: URLSearchParams, field: string): string {
  const value = only(parameters.getAll(field), field);
  if (value === undefined || value === "") {
    throw new SsoError(
      "malformed",
      `the address has no parameter ${field}. Skilvul adds sso and sig when it sends a learner back`,
      { field },
    );
  }
  return value;
}

function required(fields: URLSearchParams, field: string): string {
  const value = only(fields.getAll(field), field);
  if (value === undefined || value.trim() === "") {
    throw new SsoError("missing-field", `the signature is right, but ${field} is missing or empty`, {
      field,
    });
  }
  return value;
}

function readUser(fields: URLSearchParams): SsoUser {
  const isEmailVerified = required(fields, "isEmailVerified");
  if (isEmailVerified !== "true" && isEmailVerified !== "false") {
    throw new SsoError("malformed", "the signature is right, but isEmailVerified is neither true nor false", {
      field: "isEmailVerified",
    });
  }
  const name = only(fields.getAll("name"), "name");
  return {
    id: required(fields, "id"),
    // An address has no spaces: one was a plus sign that was not encoded.
    email: required(fields, "email").replaceAll(" ", "+"),
    isEmailVerified: isEmailVerified === "true",
    name: name === "" ? undefined : name,
  };
}

function checkBrowser(nonce: string, browserNonce: unknown): void {
  if (browserNonce === false || browserNonce === nonce) return;
  throw new SsoError(
    "browser",
    "the signature is right, but the login was started in another browser, or this one has lost its nonce. Start the login again",
  );
}

async function takeNonce(nonce: string, nonces: NonceStore): Promise<void> {
  const isTaken: unknown = await askStore("verifySso", "take", nonces, (store) => store.take(nonce));
  if (typeof isTaken !== "boolean") {
    throw new ConfigurationError(
      `verifySso: take() of the nonce store must return true or false, got a value of the type ${typeof isTaken}.`,
    );
  }
  if (!isTaken) {
    throw new SsoError(
      "nonce",
      "the signature is right, but the nonce is unknown, has expired or was used before. Start the login again",
    );
  }
}

/**
 * Verifies that a learner who came back was sent by Skilvul, in answer to a login that you have started, and returns who it
 * is. The signature is compared in constant time, and a nonce is accepted once: of several requests with the same address,
 * at the same time too, one succeeds. What is refused does not use up a nonce.
 *
 * Not documented: observed in a partner's code (2021), in the manner of Discourse.
 *
 * @param returned The address with which the learner came back: all of it, its query, a `URL` or `URLSearchParams`.
 * @throws SsoError when the learner is not accepted: its `code` is the reason, for you and your log.
 * @throws ConfigurationError when an option is missing, unknown or invalid, or the store fails (code `storage`).
 * @example
 * ```ts
 * const { id, email, isEmailVerified } = await verifySso(request.url, { secrets, nonces, browserNonce: session.ssoNonce });
 * ```
 */
export async function verifySso(
  returned: string | URL | URLSearchParams,
  options: VerifySsoOptions,
): Promise<SsoUser> {
  checkOptions("verifySso()", options, optionNames);
  const { nonces, browserNonce } = options;
  const keys = await keysOf(options.secrets);
  const parameters = parametersOf(returned);
  // base64 has no spaces: a form turns a plus sign that was not encoded into one.
  const sso = parameter(parameters, "sso").replaceAll(" ", "+");
  if (!(await isSigned(sso, parameter(parameters, "sig"), keys))) {
    throw new SsoError(
      "signature",
      "the signature is wrong: the address is not from Skilvul, it was changed, or the secret differs",
    );
  }
  const fields = decodeForm(sso);
  if (fields === undefined)
    throw new SsoError("malformed", "the signature is right, but sso is not a form in base64", {
      field: "sso",
    });
  const nonce = required(fields, "nonce");
  const user = readUser(fields);
  checkBrowser(nonce, browserNonce);
  await takeNonce(nonce, nonces);
  return user;
}
