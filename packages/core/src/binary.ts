import type { BinaryReply } from "./declaration.ts";
import { headerOf, mediaTypeOf } from "./reply.ts";
import type { TransportResponse } from "./transport/transport.ts";

/** The file name in a `content-disposition` header: the extended form (RFC 8187) before the plain one, without folders. */
export function fileNameOf(header: string | null): string | undefined {
  if (header === null) return undefined;
  const extended = /(?:^|[;\s])filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(header)?.[1];
  const plain = /(?:^|[;\s])filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(header);
  let name = plain?.[1]?.replaceAll(/\\(.)/g, "$1") ?? plain?.[2];
  if (extended !== undefined) {
    try {
      name = decodeURIComponent(extended);
    } catch {
      // Not percent-encoded after all: use the plain form, if any.
    }
  }
  // Control characters are never intended, and no file system accepts a NUL.
  const base = name
    ?.split(/[/\\]/)
    .at(-1)
    ?.replaceAll(/\p{Cc}/gu, "");
  return base === undefined || base === "" || base === "." || base === ".." ? undefined : base;
}

/** Creates the result of an operation whose reply is a file. */
export function binaryReply(response: TransportResponse, bytes: Uint8Array): BinaryReply {
  return {
    bytes,
    mediaType: mediaTypeOf(response) ?? "application/octet-stream",
    fileName: fileNameOf(headerOf(response, "content-disposition")),
  };
}
