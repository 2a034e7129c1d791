// The store says `draft` and `publish`, as the vendor's parameters do; the replies have other values for the same.

/** A status from a parameter: courses take `published`, learning paths `publish`. */
export function storedStatus(status: string): string {
  return status.toLowerCase() === "published" ? "publish" : status.toLowerCase();
}

/** The status in lower case, such as `published`. */
export function statusWord(status: string): string {
  return status === "publish" ? "published" : status;
}

/** The status as lists write it, such as `PUBLISHED`. */
export function listedStatus(status: string): string {
  return statusWord(status).toUpperCase();
}

/** A name as a URL slug. */
export function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-|-$/g, "");
}
