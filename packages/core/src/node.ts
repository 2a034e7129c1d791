/**
 * What needs Node: tokens in files, and what stores of your own need to keep them elsewhere.
 *
 * @packageDocumentation
 */
export { fileTokenStore } from "./auth/file-token-store.node.ts";
export { keptTokensName, parseKeptTokens } from "./auth/kept-tokens.node.ts";
export type { TokenSet, TokenStore } from "./auth/token-store.ts";
