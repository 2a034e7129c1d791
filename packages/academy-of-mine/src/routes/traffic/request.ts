import { isObject } from "@kelaskit/core/vendor";
import { clipped, mostNames } from "../read/values.ts";

/** The parts of a request's address that matching reads. */
export interface Address {
  /** The host with its port. Needed to tell the portal from others; never reported. */
  readonly host: string;
  /** The parts of the path, decoded. */
  readonly segments: readonly string[];
  /** Whether the path ends in a slash: a server may know only that form. */
  readonly slash: boolean;
  /** Names of the query. */
  readonly query: readonly string[];
}

const longestAddress = 20_000;

/** A part of an address or a name, decoded if it is percent-encoded. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not percent-encoded after all.
    return text;
  }
}

/** Takes an http(s) address apart; `undefined` for others. */
export function addressOf(text: string): Address | undefined {
  if (text.length > longestAddress || !/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const { host, pathname, searchParams } = new URL(text);
  return {
    host,
    segments: pathname
      .split("/")
      .filter((segment) => segment !== "")
      .map(decoded),
    slash: pathname.endsWith("/"),
    query: outermost(searchParams.keys()),
  };
}

/** `modules[0][id]` and `modules.0.id` are in the field `modules`. */
export function outermost(names: Iterable<string>): readonly string[] {
  const found = new Set<string>();
  for (const name of names) {
    if (found.size >= mostNames) break;
    const [first = ""] = name.split(/[.[]/);
    if (first !== "") found.add(clipped(first));
  }
  return [...found];
}

/** The media type of a form without files. */
export const formType = "application/x-www-form-urlencoded";

/** The names of a body's outermost fields, by its media type; none for a body that is not made of fields. */
export function bodyNames(text: string, mediaType: string): readonly string[] {
  if (mediaType.startsWith("multipart/")) return multipartNames(text);
  if (mediaType === formType) {
    // A command line's default type, which JSON is often sent with.
    return /^\s*[[{]/.test(text) ? jsonNames(text) : outermost(new URLSearchParams(text).keys());
  }
  return jsonNames(text);
}

function jsonNames(text: string): readonly string[] {
  const value = parsedJson(text);
  const fields: unknown = Array.isArray(value) ? value[0] : value;
  return isObject(fields) ? outermost(Object.keys(fields)) : [];
}

/** Only the headers of the parts are read, in a line each. */
function multipartNames(text: string): readonly string[] {
  return outermost(
    [
      ...text.matchAll(/^content-disposition: *form-data;(?:[^\r\n]{0,500}?;)? *name="([^"\r\n]{1,200})"/gim),
    ].map(([, name = ""]) => name),
  );
}

/** A JSON value, or `undefined` where the text is none. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // A recording has replies of any kind and cut ones: without a value, the rest of the request still counts.
    return undefined;
  }
}
