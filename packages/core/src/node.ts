/**
 * What needs Node: tokens in files.
 *
 * @packageDocumentation
 */
export { fileTokenStore } from "./auth/file-token-store.node.ts";
export type { TokenSet, TokenStore } from "./auth/token-store.ts";
