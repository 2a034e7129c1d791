/**
 * Single sign-on: learners log in to your site with their Skilvul account.
 *
 * @packageDocumentation
 */
export { SsoError, type SsoErrorCode } from "./errors.ts";
export { type MemoryNonceStoreOptions, memoryNonceStore, type NonceStore } from "./nonce-store.ts";
export { type SsoStart, ssoUrl, type SsoUrlOptions } from "./url.ts";
export { type SsoUser, verifySso, type VerifySsoOptions } from "./verify.ts";
