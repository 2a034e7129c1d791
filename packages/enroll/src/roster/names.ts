/**
 * A name for comparison: whatever its case, accents, punctuation and the order of its words. Two persons with one such name
 * cannot be told from each other.
 *
 * @returns Undefined for a name without letters and digits.
 */
export function nameKey(name: string | undefined): string | undefined {
  const words = (name ?? "")
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu);
  return words?.toSorted().join(" ");
}
