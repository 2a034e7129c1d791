/** The words of a name in any style: `course_id`, `courseId` and `Course IDs` are all `course id`. */
export function nameWords(name: string): readonly string[] {
  return name
    .replaceAll("IDs", "Ids")
    .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
    .replaceAll(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== "")
    .map(singular);
}

/** The singular of an English noun, as far as vendors' names need it. */
function singular(word: string): string {
  if (word === "data" || word === "media" || word.length < 3 || /(?:ss|us|is)$/.test(word)) return word;
  if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (/(?:ss|us|x|z|ch|sh)es$/.test(word)) return word.slice(0, -2);
  return word.endsWith("s") ? word.slice(0, -1) : word;
}

const verbs = /^(?:check|count|download|export|find|get|list|lookup|search)(?=[A-Z]|$)/;

/** An operation's name, read as a sentence. */
export interface NameParts {
  /** The words of the resource: `pdf module` of `pdfModules.get`. */
  readonly resource: string;
  /** What the method is about if it is not the resource: `enrolled course` of `users.listEnrolledCourses`. */
  readonly noun: string;
  /** Whether it returns a list. */
  readonly isList: boolean;
}

/** Reads an operation's name, such as `users.listEnrolledCourses`. */
export function nameParts(name: string): NameParts {
  const [resource = "", method = ""] = name.split(".");
  return {
    resource: nameWords(resource).join(" "),
    noun: nameWords(method.replace(verbs, "")).join(" "),
    isList: /^(?:list|lookup|search)/.test(method),
  };
}
