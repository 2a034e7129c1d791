import type { FieldEncoding, RequestBody } from "../declaration.ts";
import { describe } from "../describe.ts";
import type { ParamIssue } from "../errors.ts";
import { toPairs } from "./encode.ts";

/** A body as it is sent, with its media type where fetch does not know it by itself. */
export interface EncodedBody {
  /** The body; the same for every try. */
  readonly body: RequestBody;
  /** The `content-type`; a multipart body brings its own, with the boundary. */
  readonly contentType: string | undefined;
}

async function toMultipart(
  fields: Readonly<Record<string, unknown>>,
  encodings: Readonly<Record<string, FieldEncoding | undefined>>,
  issues: ParamIssue[],
): Promise<EncodedBody> {
  const form = new FormData();
  const texts: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value instanceof Blob) form.append(name, value);
    // A stream can be read once and a try may be repeated, so it is kept as a Blob.
    else if (value instanceof ReadableStream) form.append(name, await new Response(value).blob());
    else texts[name] = value;
  }
  for (const [name, value] of toPairs(texts, encodings, issues)) form.append(name, value);
  return { body: form, contentType: undefined };
}

function toJson(
  fields: Readonly<Record<string, unknown>>,
  encodings: Readonly<Record<string, FieldEncoding | undefined>>,
  issues: ParamIssue[],
): string {
  try {
    const texts: Record<string, unknown> = {};
    for (const [name, encoding] of Object.entries(encodings)) {
      const value = fields[name];
      // Some vendors take JSON inside JSON: a list written as a text. Null stays null.
      if (encoding === "json" && value !== undefined && value !== null) texts[name] = JSON.stringify(value);
    }
    return JSON.stringify({ ...fields, ...texts });
  } catch (error) {
    // A circle, or a bigint: JSON cannot say it. The platform's message names the place, not the values.
    const expected = "values that JSON can say";
    const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : describe(error);
    issues.push({
      field: "(body)",
      expected,
      received: reason,
      message: `(body): expected ${expected}: ${reason}`,
    });
    return "";
  }
}

/** Writes the body of a request; what cannot be written is added to `issues`. */
export function encodeBody(
  fields: Readonly<Record<string, unknown>>,
  bodyType: "json" | "form" | "multipart",
  encodings: Readonly<Record<string, FieldEncoding | undefined>>,
  issues: ParamIssue[],
): EncodedBody | Promise<EncodedBody> {
  switch (bodyType) {
    case "json":
      return { body: toJson(fields, encodings, issues), contentType: "application/json" };
    case "form":
      return {
        body: new URLSearchParams(
          toPairs(fields, encodings, issues).map(([name, value]) => [name, value]),
        ).toString(),
        contentType: "application/x-www-form-urlencoded",
      };
    case "multipart":
      return toMultipart(fields, encodings, issues);
  }
}
