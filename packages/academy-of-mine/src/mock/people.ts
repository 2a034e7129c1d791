import type { Id } from "../shared/shapes.ts";
import { hasWords } from "./pages.ts";
import type { MockUser } from "./records.ts";
import type { AcademyStore } from "./store.ts";

/** The user that the mock assumes the API key to belong to: copies belong to this user. */
export const keyOwner = 1;

/** First and last name. */
export function fullName({ firstName, lastName }: Pick<MockUser, "firstName" | "lastName">): string {
  return `${firstName} ${lastName}`;
}

/** Whether a text is part of a user's name or e-mail address; an absent one is part of everyone's. */
export function isCalled(user: MockUser, words: unknown): boolean {
  return hasWords(fullName(user), words) || hasWords(user.email, words);
}

/** The user of an e-mail address. */
export function userOfAddress(store: AcademyStore, email: string): MockUser | undefined {
  return [...store.users.values()].find((user) => user.email.toLowerCase() === email.toLowerCase());
}

/** A word with a capital letter. */
export function capitalized(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

/** The initials in a circle, as SVG. */
export function avatarOf({ firstName, lastName }: MockUser): string {
  const initials = `${firstName.slice(0, 1)}${lastName.slice(0, 1)}`.replaceAll(/[^\p{L}\p{N}]/gu, "");
  return `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><circle cx="20" cy="20" r="20"/><text x="20" y="20">${initials}</text></svg>`;
}

/** The names of categories, which are given by id or by name. */
export function categoryNames(store: AcademyStore, categories: readonly Id[]): readonly string[] {
  return categories.map((category) => store.categories.get(Number(category))?.name ?? String(category));
}

/** Whether a user is in a category, given by id or by name. */
export function isInCategory(store: AcademyStore, user: MockUser, category: Id): boolean {
  const [wanted] = categoryNames(store, [category]);
  return categoryNames(store, user.userCategory).some((name) => name === wanted);
}
