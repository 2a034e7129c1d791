import { characterName } from "./character-names.ts";
import { isInvisible, isSpace } from "./characters.ts";
import { lengthOf } from "./draft.ts";

/** The kind of a value, without its content, which may be personal data. */
export function kindOf(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (typeof value === "string") {
    const characters = Array.from(value);
    const at = characters.findIndex(
      (character) => isInvisible(character) || (isSpace(character) && character !== " "),
    );
    const wrong = characters[at];
    return wrong === undefined
      ? lengthOf(value)
      : `${lengthOf(value)} with ${characterName(wrong)} at character ${at + 1}`;
  }
  if (Array.isArray(value))
    return value.length === 1 ? "a list of 1 entry" : `a list of ${value.length} entries`;
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
