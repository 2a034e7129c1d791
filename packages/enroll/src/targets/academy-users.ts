import type { Client } from "@kelaskit/core";
import { list, type ListedUser } from "@kelaskit/academy-of-mine/users";
import { addressKey } from "./record-reader.ts";
import { plainText } from "../reading/plain-text.ts";

/** The learner of a row: by the user's id, or by the address with what is needed to create an account. */
export interface AcademyLearner {
  /** The user's id. An address beside it must find this user. */
  readonly userId?: number | undefined;
  /** The address, as written in the row. */
  readonly email?: string | undefined;
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  /** For an account that is created. @default a random password that is not shown to anyone */
  readonly password?: string | undefined;
}

/** A learner with an address. */
export interface AddressedLearner extends AcademyLearner {
  readonly email: string;
}

/** The result of a search for an address. */
export type Identity =
  /** The user is this one. */
  | { readonly kind: "user"; readonly id: number }
  /** No user has this address. */
  | { readonly kind: "nobody" }
  /** If a user has this address, it is one of these. */
  | {
      readonly kind: "one-of";
      readonly ids: readonly number[];
      /** Whether several have the row's names, so that one of them is likely to be the learner. */
      readonly hasNamesakes: boolean;
    }
  /** Too many were found to read them all. */
  | { readonly kind: "too-many" }
  /** The row's address does not find the user with the row's id. */
  | { readonly kind: "mismatch"; readonly ids: readonly [number] };

/** The ids of the users that a learner may be. */
export function idsOf(identity: Identity | { readonly kind: "failed" } | undefined): readonly number[] {
  if (identity?.kind === "user") return [identity.id];
  return identity !== undefined && "ids" in identity ? identity.ids : [];
}

/** At most this many users are read: a search for a whole address finds one user, or a few whose addresses contain it. */
const mostFound = 100;

/** Users whose addresses contain an address. */
interface Found {
  /** The user with exactly this address, if the vendor shows it. */
  readonly owner: ListedUser | undefined;
  /** Users whose addresses are not shown. */
  readonly hidden: readonly ListedUser[];
  /** Whether there may be more. */
  readonly isCut: boolean;
}

async function search(client: Client, email: string, signal: AbortSignal): Promise<Found> {
  const key = addressKey(email);
  const hidden: ListedUser[] = [];
  let count = 0;
  for await (const user of list(client, { search_param: { nameOrEmail: email } }, { signal })) {
    const shown: unknown = Reflect.get(user, "email");
    if (typeof shown !== "string" || shown === "") hidden.push(user);
    else if (addressKey(shown.trim()) === key) return { owner: user, hidden, isCut: false };
    count += 1;
    if (count > mostFound) return { owner: undefined, hidden, isCut: true };
  }
  return { owner: undefined, hidden, isCut: false };
}

/** Whether a name is the same, ignoring case and spaces; a missing name is not. */
function isSame(shown: unknown, given: string | undefined): boolean {
  return typeof shown === "string" && given !== undefined && plainText(shown) === plainText(given);
}

function sameName(user: ListedUser, { firstName, lastName }: AcademyLearner): boolean {
  return isSame(user.first_name, firstName) && isSame(user.last_name, lastName);
}

/** Whether a row's address may be that of its user id: a shifted column would enroll other existing users. */
function confirm(userId: number, { owner, hidden, isCut }: Found): Identity {
  const isFound = owner === undefined ? hidden.some(({ id }) => id === userId) : owner.id === userId;
  if (isFound) return { kind: "user", id: userId };
  return isCut ? { kind: "too-many" } : { kind: "mismatch", ids: [userId] };
}

/**
 * Looks for the user of an address. The vendor's list can be searched by a part of an address, but its sample shows no
 * addresses: `ann@example.com` also finds Joann, whose address contains it. So a user counts as found only if the address
 * is shown after all, if the row's user id is among those found, or if exactly one of them has the row's first and last
 * name.
 */
export async function searchUser(
  client: Client,
  learner: AddressedLearner,
  signal: AbortSignal,
): Promise<Identity> {
  const found = await search(client, learner.email, signal);
  if (learner.userId !== undefined) return confirm(learner.userId, found);
  const { owner, hidden, isCut } = found;
  if (owner !== undefined) return { kind: "user", id: owner.id };
  if (isCut) return { kind: "too-many" };
  if (hidden.length === 0) return { kind: "nobody" };
  const [namesake, another] = hidden.filter((user) => sameName(user, learner));
  if (namesake !== undefined && another === undefined) return { kind: "user", id: namesake.id };
  return { kind: "one-of", ids: hidden.map(({ id }) => id), hasNamesakes: namesake !== undefined };
}
