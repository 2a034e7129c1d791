/** Loaded with the first form that may contain files. */

/** Writes fields as a multipart form. @param toPairs Writes those that are not files. */
export async function toMultipart(
  fields: Readonly<Record<string, unknown>>,
  toPairs: (texts: Readonly<Record<string, unknown>>) => Iterable<readonly [name: string, value: string]>,
): Promise<FormData> {
  const form = new FormData();
  const texts: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value instanceof Blob) form.append(name, value);
    // A stream can be read only once, but an attempt may be repeated, so it is kept as a Blob.
    else if (value instanceof ReadableStream) form.append(name, await new Response(value).blob());
    else texts[name] = value;
  }
  for (const [name, value] of toPairs(texts)) form.append(name, value);
  return form;
}
