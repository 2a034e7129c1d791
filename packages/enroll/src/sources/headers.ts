const ignorable = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]+/gu;

function bare(header: string): string {
  return header
    .normalize("NFKD")
    .replaceAll(/[\u0300-\u036F]+/g, "")
    .toLowerCase();
}

/**
 * A header without everything that people and programs write in different ways: case, accents, spaces, hyphens,
 * underscores, quotation marks, the marks of a required field, and invisible characters.
 */
export function plainHeader(header: string): string {
  return bare(header)
    .replaceAll(ignorable, "")
    .replaceAll(/[\s\p{Z}\p{Pd}\p{Pc}\p{Pi}\p{Pf}"'`´*:]+/gu, "");
}

/** The words of a header or of a field's name in camel case. */
function wordsOf(header: string): string[] {
  const spaced = header
    .replaceAll(/(\p{Ll})(?=\p{Lu})/gu, "$1 ")
    .replaceAll(ignorable, (piece) => (/\s/.test(piece) ? " " : ""));
  return bare(spaced).match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

/** How many letters must be removed, inserted, changed or swapped with the next to turn one word into another. */
function slipsBetween(one: string, other: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let at = 1; at <= other.length; at += 1) {
      const isSame = one[row - 1] === other[at - 1];
      const isSwapped = one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1];
      current.push(
        Math.min(
          (last[at] ?? 0) + 1,
          (current[at - 1] ?? 0) + 1,
          (last[at - 1] ?? 0) + (isSame ? 0 : 1),
          isSwapped ? (beforeLast[at - 2] ?? Infinity) + 1 : Infinity,
        ),
      );
    }
    [beforeLast, last] = [last, current];
  }
  return last[other.length] ?? 0;
}

const squeezed = (text: string): string => text.replaceAll(/(.)\1+/gu, "$1");
const sorted = (text: string): string => Array.from(text).toSorted().join("");

/** Whether a short word is another one with two letters swapped or one doubled: more would match too many other words. */
function isSlipOfShort(word: string, name: string): boolean {
  return (
    squeezed(word) === squeezed(name) || (sorted(word) === sorted(name) && slipsBetween(word, name) === 1)
  );
}

/** Whether a word is another one with a slip, or with two if it is long. */
function isSlipOf(word: string, name: string): boolean {
  if (Math.abs(word.length - name.length) > 2) return false;
  return name.length <= 4 ? isSlipOfShort(word, name) : slipsBetween(word, name) <= (name.length < 9 ? 1 : 2);
}

/** Whether a word is a name in which some letters were replaced by similar ones of another script. */
function isDisguised(word: string, name: string): boolean {
  if (
    word.length !== name.length ||
    !/[a-z]/.test(word) ||
    !/[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(word)
  )
    return false;
  return Array.from(word).every(
    (letter, at) => letter === name[at] || /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(letter),
  );
}

/**
 * Whether a header is probably meant to be a name: it has a slip or two, its words in another order, or letters of another
 * script. `Prodct ID` and `ID Product` resemble `productId`; `Phone`, `Class` and `Username` do not.
 */
export function resembles(header: string, name: string): boolean {
  const words = wordsOf(header);
  const names = wordsOf(name);
  const [joined, joinedName] = [words.join(""), names.join("")];
  if (joined === "" || joinedName === "") return false;
  if (words.toSorted().join(" ") === names.toSorted().join(" ") || isDisguised(joined, joinedName))
    return true;
  if (words.length !== names.length) return isSlipOf(joined, joinedName);
  return words.every((word, at) => word === names[at] || isSlipOf(word, names[at] ?? ""));
}
