/** The media type of a response without its parameters, in lower case. */
export function mediaTypeOf(response: Response): string | undefined {
  return response.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() || undefined;
}
