import { ConfigurationError } from "@kelaskit/core";
import { checkOptions, type OptionNames } from "@kelaskit/core/vendor";
import { encodeForm } from "./form.ts";
import type { NonceStore } from "./nonce-store.ts";
import { sign, signingKey, toHex } from "./signature.ts";
import { askStore } from "./store-failure.ts";

/** Options of `ssoUrl`. */
export interface SsoUrlOptions {
  /** The address of Skilvul's website, such as `https://skilvul.example.com`. It is not documented: ask Skilvul. */
  readonly site: string;
  /** Your name in the path, which Skilvul gave you. */
  readonly partner: string;
  /** The single sign-on secret, which Skilvul gave you. It is not the client secret of the API. */
  readonly secret: string;
  /** Where the nonce is kept; the same store as for `verifySso`. */
  readonly nonces: NonceStore;
  /** How long the learner has to come back, in milliseconds. @default 600000 (10 minutes) */
  readonly lifetime?: number | undefined;
}

/** A login that has started. */
export interface SsoStart {
  /** Where to send the learner's browser. */
  readonly url: string;
  /** The nonce: keep it in the browser's session or in a cookie, for `verifySso`. */
  readonly nonce: string;
  /** When the nonce expires, in milliseconds since 1970. */
  readonly expiresAt: number;
}

const optionNames = {
  site: true,
  partner: true,
  secret: true,
  nonces: true,
  lifetime: true,
} as const satisfies OptionNames<SsoUrlOptions>;

const loopback: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** The site without a slash at its end. The address itself is not shown: it may contain a password. */
function siteOf(site: unknown): string {
  const url = typeof site === "string" && URL.canParse(site) ? new URL(site) : undefined;
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && loopback.has(url.hostname));
  if (url === undefined || !isSafe || url.username !== "" || url.password !== "" || /[?#]/.test(url.href)) {
    throw new ConfigurationError(
      "ssoUrl: site must be the address of Skilvul's website, with https://, and without a user, a query or a fragment. Ask Skilvul for it.",
    );
  }
  return url.href.replace(/\/+$/, "");
}

function partnerOf(partner: unknown): string {
  // A dot segment would be resolved by the browser, to another page.
  if (typeof partner !== "string" || !partner.isWellFormed() || ["", ".", ".."].includes(partner.trim()))
    throw new ConfigurationError("ssoUrl: partner must be the name that Skilvul gave you, as a string.");
  return encodeURIComponent(partner);
}

/**
 * Starts a login at Skilvul: creates and stores a nonce, and returns the address to which you send the learner's browser.
 * Skilvul sends it back to your site, at the address that it has on file, for `verifySso`.
 *
 * Not documented: observed in a partner's code (2021), in the manner of Discourse.
 *
 * @throws ConfigurationError when an option is missing, unknown or invalid, or the store fails (code `storage`).
 * @example
 * ```ts
 * const { url, nonce } = await ssoUrl({ site, partner, secret, nonces });
 * session.ssoNonce = nonce;
 * return Response.redirect(url);
 * ```
 */
export async function ssoUrl(options: SsoUrlOptions): Promise<SsoStart> {
  checkOptions("ssoUrl()", options, optionNames);
  const { nonces, lifetime = 600_000 } = options;
  const address = `${siteOf(options.site)}/sso/${partnerOf(options.partner)}`;
  if (typeof lifetime !== "number" || !(lifetime > 0) || lifetime === Infinity)
    throw new ConfigurationError("ssoUrl: lifetime must be a number of milliseconds above 0.");
  const key = await signingKey(options.secret, "ssoUrl", "sign");
  const nonce = toHex(crypto.getRandomValues(new Uint8Array(16)));
  const expiresAt = Date.now() + lifetime;
  await askStore("ssoUrl", "add", nonces, (store) => store.add(nonce, expiresAt));
  const sso = encodeForm({ nonce });
  const query = new URLSearchParams({ sso, sig: await sign(sso, key) });
  return { url: `${address}?${query.toString()}`, nonce, expiresAt };
}
