/**
 * What needs Node: tokens in files, and what stores of your own need to keep them elsewhere.
 *
 * @packageDocumentation
 */
export { fileTokenStore } from "./tokens/file-token-store.node.ts";
export { keptTokensName, parseKeptTokens } from "./tokens/kept-tokens.node.ts";
export type { TokenSet, TokenStore } from "./token-store.ts";
