import type { Content, Entry, Har, PostData, Request, Response } from "har-format";
import { isObject } from "@kelaskit/core/vendor";
import { RoutesDocumentError } from "../document-error.ts";
import { field, listOf, textOf } from "../read/values.ts";
import { RecordingBuilder, type Recording, type ReplyMedia, type SentRequest } from "./exchange.ts";
import { collectNames } from "./names.ts";
import { bodyNames, decoded, formType, outermost, parsedJson } from "./request.ts";
import { type ReplyShape, shapeOf } from "./shape.ts";

/** A recording of a day has fewer; each is read once. */
const mostEntries = 20_000;
/** Replies of one route that are read; more of them show no more keys. */
const repliesOfRoute = 20;
/** A longer reply is not parsed: the route's other replies have the same form. */
const longestReply = 8 * 1024 * 1024;

/**
 * Reads a HAR file, as browsers and proxies save it. Headers and cookies are not read.
 *
 * @throws RoutesDocumentError when it has no list of requests, or too many.
 */
export function readHar(document: unknown): Recording {
  const found = field(field(document, "log" satisfies keyof Har), "entries" satisfies keyof Har["log"]);
  if (!Array.isArray(found)) {
    throw new RoutesDocumentError(
      'The document has a "log" as a HAR file does, but no list of requests at log.entries. ' +
        'Save the recording again from the browser\'s network panel, as "HAR with content".',
    );
  }
  const entries = listOf(found);
  if (entries.length > mostEntries) {
    throw new RoutesDocumentError(
      `The HAR file has ${entries.length} requests, more than the ${mostEntries} that can be read. ` +
        "Record a shorter session, or filter the recording by the portal's host before you save it.",
    );
  }
  const builder = new RecordingBuilder();
  const read = new Map<string, number>();
  for (const entry of entries) readEntry(entry, builder, read);
  return builder.recording("har");
}

function readEntry(entry: unknown, builder: RecordingBuilder, read: Map<string, number>): void {
  const request = field(entry, "request" satisfies keyof Entry);
  const response = field(entry, "response" satisfies keyof Entry);
  const sent = builder.request(
    textOf(field(request, "method" satisfies keyof Request)) ?? "",
    textOf(field(request, "url" satisfies keyof Request)) ?? "",
  );
  if (sent === undefined) return;
  const status = Number(field(response, "status" satisfies keyof Response));
  const content = field(response, "content" satisfies keyof Response);
  if (!isAnswered(status, content)) {
    builder.skip("failed, were redirected or came from a cache without their reply");
    return;
  }
  const media = mediaOf(content, status, sent.segments.at(-1) ?? "");
  if (media === undefined) {
    builder.skip("were answered with pages, scripts, pictures or the like");
    return;
  }
  const alike = alikeOf(sent);
  const count = read.get(alike) ?? 0;
  read.set(alike, count + 1);
  const value = media === "binary" || count >= repliesOfRoute ? undefined : replyOf(content);
  if (value !== undefined) collectNames(value, builder.names);
  const queried = listOf(field(request, "queryString" satisfies keyof Request)).flatMap(
    (pair) => textOf(field(pair, "name")) ?? [],
  );
  builder.exchanges.push({
    ...sent,
    query: sent.query.length > 0 ? sent.query : outermost(queried.map(decoded)),
    body: bodyOf(field(request, "postData" satisfies keyof Request)),
    media,
    reply: shaped(value),
  });
}

/** Whether the recording has what the portal answered: for a 304, browsers save the reply that they had kept. */
function isAnswered(status: number, content: unknown): boolean {
  const text = field(content, "text" satisfies keyof Content);
  return (status >= 200 && status < 300) || (status === 304 && typeof text === "string" && text !== "");
}

/** The same for the requests of one route, as far as numbers show it. */
function alikeOf({ method, host, segments, slash }: SentRequest): string {
  const path = segments.map((segment) => segment.replace(/^\d+(?=\.|$)/, "0")).join("/");
  return `${method} ${host} ${path}${slash ? "/" : ""}`;
}

function shaped(value: unknown): ReplyShape | undefined {
  return value === undefined ? undefined : shapeOf(value);
}

const binaryTypes =
  /^(application\/(pdf|zip|x-zip-compressed|octet-stream|vnd\.openxmlformats.*|vnd\.ms-excel|force-download)|text\/csv)$/;
/** A file of the portal's website, which is not a reply of its API. */
const staticFile = /\.(js|mjs|css|map|html?|png|jpe?g|gif|svg|webp|ico|woff2?|ttf|mp4|webmanifest|pdf|zip)$/i;

/** What a reply is, by its media type; `undefined` for what no operation is answered with. */
function mediaOf(content: unknown, status: number, file: string): ReplyMedia | undefined {
  const [type = ""] = (textOf(field(content, "mimeType" satisfies keyof Content)) ?? "")
    .toLowerCase()
    .split(";");
  if (staticFile.test(file)) return undefined;
  const mediaType = type.trim();
  if (/^(application|text)\/(x-|[\w.+-]+\+)?json$/.test(mediaType)) return "json";
  if (binaryTypes.test(mediaType)) return "binary";
  if (status === 204 || mediaType === "" || mediaType === "x-unknown") return "unknown";
  // Some servers send JSON as plain text or as a page.
  const value = /^text\/(plain|html)$/.test(mediaType) ? replyOf(content) : undefined;
  return isObject(value) || Array.isArray(value) ? "json" : undefined;
}

function replyOf(content: unknown): unknown {
  const text = field(content, "text" satisfies keyof Content);
  if (typeof text !== "string" || text.length > longestReply) return undefined;
  if (field(content, "encoding" satisfies keyof Content) !== "base64") return parsedJson(text);
  try {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.codePointAt(0) ?? 0);
    return parsedJson(new TextDecoder().decode(bytes));
  } catch {
    // Not base64 after all: the request counts without its reply.
    return undefined;
  }
}

function bodyOf(posted: unknown): readonly string[] {
  const [type = ""] = (textOf(field(posted, "mimeType" satisfies keyof PostData)) ?? "")
    .toLowerCase()
    .split(";");
  const mediaType = type.trim();
  const saved = field(posted, "text" satisfies keyof PostData);
  const text = typeof saved === "string" ? saved : "";
  const parameters = listOf(field(posted, "params" satisfies keyof PostData)).flatMap(
    (pair) => textOf(field(pair, "name")) ?? [],
  );
  if (parameters.length > 0 && mediaType.startsWith("multipart/")) return outermost(parameters);
  // Chrome's parameters are percent-encoded, those of Firefox are not; the text is the same in both.
  const names = bodyNames(mediaType === formType ? withoutUploadHeaders(text) : text, mediaType);
  return names.length > 0 ? names : outermost(parameters.map(decoded));
}

/** Firefox writes the headers of an upload, if it has some, before the text. */
function withoutUploadHeaders(text: string): string {
  return text.replace(/^(?:[\w-]+: [^\r\n]*\r\n)+\r\n/, "");
}
