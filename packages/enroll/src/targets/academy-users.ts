import type { Client } from "@kelaskit/core";
import { list, type ListedUser } from "@kelaskit/academy-of-mine/users";
import { addressKey } from "./record-reader.ts";

/** A learner of a row: by the user's id, or by the address with what is needed to create one. */
export interface AcademyLearner {
  /** The user's id; then nobody is looked up. */
  readonly userId?: number | undefined;
  /** The address, as it was written. */
  readonly email?: string | undefined;
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  /** For an account that is created. Without it a random one is made, which nobody gets to know. */
  readonly password?: string | undefined;
}

/** A learner who is known by the address. */
export interface AddressedLearner extends AcademyLearner {
  readonly email: string;
}

/** What a search for an address says. */
export type Identity =
  /** The user is this one. */
  | { readonly kind: "user"; readonly id: number }
  /** No user has this address. */
  | { readonly kind: "nobody" }
  /** If somebody has this address, it is one of these. */
  | { readonly kind: "one-of"; readonly ids: readonly number[] }
  /** So many were found that not all were read. */
  | { readonly kind: "too-many" };

/** A search for a whole address finds one user, or a few whose addresses hold it. */
const mostFound = 100;

/** Whether a name is the same, whatever its case; one that is not given is not. */
function isSame(shown: unknown, given: string | undefined): boolean {
  if (typeof shown !== "string" || given === undefined) return false;
  return shown.trim().normalize("NFC").toLowerCase() === given.normalize("NFC").toLowerCase();
}

function sameName(user: ListedUser, { firstName, lastName }: AcademyLearner): boolean {
  return isSame(user.first_name, firstName) && isSame(user.last_name, lastName);
}

/**
 * Looks for the user of an address. The vendor's list can be searched by a part of an address, but shows none in its
 * sample: `ann@example.com` also finds Joann, whose address holds it. So a user counts as found only where the address is
 * shown after all, or where exactly one of those found has the row's first and last name.
 */
export async function searchUser(
  client: Client,
  learner: AddressedLearner,
  signal: AbortSignal,
): Promise<Identity> {
  const key = addressKey(learner.email);
  const hidden: ListedUser[] = [];
  let found = 0;
  for await (const user of list(client, { search_param: { nameOrEmail: learner.email } }, { signal })) {
    const shown: unknown = Reflect.get(user, "email");
    if (typeof shown !== "string" || shown === "") hidden.push(user);
    else if (addressKey(shown.trim()) === key) return { kind: "user", id: user.id };
    found += 1;
    if (found > mostFound) return { kind: "too-many" };
  }
  if (hidden.length === 0) return { kind: "nobody" };
  const [namesake, another] = hidden.filter((user) => sameName(user, learner));
  if (namesake !== undefined && another === undefined) return { kind: "user", id: namesake.id };
  return { kind: "one-of", ids: hidden.map(({ id }) => id) };
}
