/** How many other routes are tried for one operation. */
const mostVariants = 8;

type Style = (words: readonly string[]) => string;

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

const styles: readonly Style[] = [
  (words) => words.join("-"),
  ([first = "", ...others]) => first + others.map(capitalized).join(""),
  (words) => words.join("_"),
];

/** The words of a segment of a path, in lower case, not changed otherwise. */
function segmentWords(segment: string): readonly string[] {
  return segment
    .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[ _-]+/);
}

function isVariable(segment: string): boolean {
  return segment.includes("{");
}

function plural(segment: string): string {
  if (/(?:s|x|ch|sh)$/.test(segment)) return `${segment}es`;
  return /[^aeiou]y$/.test(segment) ? `${segment.slice(0, -1)}ies` : `${segment}s`;
}

function isPlural(segment: string): boolean {
  return /[^s]s$/.test(segment) && !/(?:us|is)$/.test(segment);
}

/** The path with its resource in the plural, or in the singular if it is plural. */
function otherNumber([first = "", ...others]: readonly string[]): readonly string[] {
  return [isPlural(first) ? first.slice(0, -1) : plural(first), ...others];
}

/** The path with or without `list` before its variables. */
function otherEnd(segments: readonly string[], isList: boolean): readonly string[] {
  const at = segments.findIndex(isVariable);
  const end = at === -1 ? segments.length : at;
  const last = segments[end - 1];
  if (end > 1 && (last === "list" || last === "lookup"))
    return [...segments.slice(0, end - 1), ...segments.slice(end)];
  return isList ? [...segments.slice(0, end), "list", ...segments.slice(end)] : segments;
}

function styled(segments: readonly string[], style: Style): readonly string[] {
  return segments.map((segment) => (isVariable(segment) ? segment : style(segmentWords(segment))));
}

/**
 * Other paths that an operation may have by the conventions that vendors follow: plural or singular, with and without `list`,
 * words joined in other ways. The nearest come first; there are at most eight.
 */
export function pathVariants(path: string, isList: boolean): readonly string[] {
  const segments = path.split("/").filter((segment) => segment !== "");
  const bases = [segments, otherNumber(segments)];
  const shapes = [...bases, ...bases.map((base) => otherEnd(base, isList))];
  const all = [...shapes, ...shapes.flatMap((shape) => styles.map((style) => styled(shape, style)))];
  const paths = new Set(all.map((shape) => `/${shape.join("/")}`));
  paths.delete(path);
  return [...paths].slice(0, mostVariants);
}
