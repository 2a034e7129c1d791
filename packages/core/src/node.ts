/**
 * Node only: downloads, files that appear whole, token files, and building blocks for your own stores and limiters that share tokens and limits between processes.
 *
 * @packageDocumentation
 */
export {
  download,
  type DownloadedFile,
  type DownloadOptions,
  type DownloadProgress,
} from "./files/download.node.ts";
export { type FilePlace, filePlace, type WholeFileOptions, writeWholeFile } from "./files/whole-file.node.ts";
export { fileTokenStore } from "./tokens/file-token-store.node.ts";
export { keptTokensName, parseKeptTokens } from "./tokens/kept-tokens.node.ts";
export type { TokenSet, TokenStore } from "./token-store.ts";
export { isLoopback } from "./base-url.ts";
export { checkOptions, type OptionNames } from "./check-options.ts";
export { endOfPause } from "./limiter-pause.ts";
export { type LuaConnection, luaScript, type LuaScript } from "./lua-script.node.ts";
export { type Release, WaitingLine } from "./waiting-line.ts";
