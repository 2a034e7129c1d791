/** The message of what was thrown. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) {
    const message: unknown = thrown.message;
    return typeof message === "string" ? message : "an error without a message was thrown";
  }
  // Not every object can be converted to a string.
  return typeof thrown === "object" && thrown !== null ? "an object was thrown" : String(thrown);
}

/** The code of an error of the system, such as `ENOENT`; undefined for any other error. */
export function systemCode(thrown: unknown): string | undefined {
  return thrown instanceof Error && "code" in thrown ? String(thrown.code) : undefined;
}

/** What was thrown, as an error. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(messageOf(thrown), { cause: thrown });
}
