import { randomBytes } from "node:crypto";
import { ApiError, type Client, KelasError } from "@kelaskit/core";
import { create } from "@kelaskit/academy-of-mine/users";
import { type AcademyLearner, type AddressedLearner, type Identity, searchUser } from "./academy-users.ts";
import { addressKey } from "./record-reader.ts";
import { plainText } from "../reading/plain-text.ts";
import { isProvenHarmless } from "../run/failures.ts";

/** What was found out about a learner who is to be enrolled. */
export type Resolution =
  | { readonly kind: "user"; readonly id: number; readonly isNew: boolean }
  /** There is no such user, or none who is proven to be meant. Nothing was carried out. */
  | { readonly kind: "refused"; readonly reason: string; readonly mayPass?: boolean }
  /** The user may have been created. */
  | { readonly kind: "uncertain"; readonly reason: string }
  /** The vendor could not be asked, or did not take the question. Nothing was carried out. */
  | { readonly kind: "failed"; readonly error: KelasError };

/** Learners whose ids are kept, so that one who takes several courses is looked up once. */
const mostKept = 10_000;

function newPassword(): string {
  return randomBytes(24).toString("base64url");
}

/** Whether the vendor refused a new user because somebody has the address. It documents no error: Laravel's customs. */
function isTaken(error: unknown): boolean {
  if (!ApiError.isInstance(error) || error.outcome !== "refused") return false;
  if (error.status !== 422 && error.status !== 409 && error.status !== 400) return false;
  const words = [error.message, ...error.fields.map(({ field, message }) => `${field}: ${message}`)];
  return words.some((text) => /e-?mail/i.test(text) && /taken|exists?\b|already|in use|unique/i.test(text));
}

/** A learner who was found or created. */
interface KnownLearner {
  readonly id: number;
  /** The names of the row for which it was. */
  readonly firstName: string | undefined;
  readonly lastName: string | undefined;
}

/** Whether a row with the address of a known learner may mean them: siblings share addresses, and have names of their own. */
function mayBe(known: KnownLearner, { userId, firstName, lastName }: AcademyLearner): boolean {
  if (userId !== undefined) return userId === known.id;
  return mayBeSame(known.firstName, firstName) && mayBeSame(known.lastName, lastName);
}

function mayBeSame(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || plainText(one) === plainText(other);
}

/**
 * Whether a learner who was not found may be created. Where one of several is likely to be the learner, or not all were
 * read, a new account may be their second.
 */
function mayBeNew(identity: Identity): boolean {
  return identity.kind === "nobody" || (identity.kind === "one-of" && !identity.hasNamesakes);
}

/** Finds learners by their addresses and creates those who are missing, each at most once. */
export class LearnerDirectory {
  readonly #client: Client;
  readonly #mayCreate: boolean;
  /** Learners by address, the one used last at the end. */
  readonly #known = new Map<string, KnownLearner>();
  /** Two batches under way at once may name the same new learner. */
  readonly #underWay = new Map<string, Promise<Resolution>>();
  /** Addresses whose creation nobody knows the end of: they are not created again before the vendor was asked later. */
  readonly #doubtful = new Set<string>();

  constructor(client: Client, mayCreate: boolean) {
    this.#client = client;
    this.#mayCreate = mayCreate;
  }

  /** Finds a learner for an enrollment, or creates one. Throws only what is no error of a call. */
  async resolve(learner: AcademyLearner, signal: AbortSignal): Promise<Resolution> {
    const { userId, email } = learner;
    if (email === undefined) {
      if (userId !== undefined) return { kind: "user", id: userId, isNew: false };
      return { kind: "refused", reason: "The row has neither a user's id nor an address." };
    }
    const address = addressKey(email);
    const known = this.#recall(address, learner);
    if (known !== undefined) return { kind: "user", id: known, isNew: false };
    // Of rows that say different things of an address, what is found for one is not true of the other.
    const names = [learner.firstName, learner.lastName].map((name) => plainText(name ?? ""));
    const question = JSON.stringify([address, userId, ...names]);
    const shared = this.#underWay.get(question);
    if (shared !== undefined) return shared;
    const resolving = this.#find({ ...learner, email }, signal).finally(() => {
      this.#underWay.delete(question);
    });
    this.#underWay.set(question, resolving);
    return resolving;
  }

  /** Finds who a learner may be, and creates nobody. Throws what the search throws. */
  async identify(learner: AcademyLearner, signal: AbortSignal): Promise<Identity> {
    const { userId, email } = learner;
    if (email === undefined) return userId === undefined ? { kind: "nobody" } : { kind: "user", id: userId };
    const address = addressKey(email);
    const known = this.#recall(address, learner);
    if (known !== undefined) return { kind: "user", id: known };
    const identity = await searchUser(this.#client, { ...learner, email }, signal);
    // Asked again, and later: a learner who was created after all has the row's names and is found by them.
    this.#doubtful.delete(address);
    return identity;
  }

  /** The id that was found for an address before, unless this row says that somebody else is meant. */
  #recall(address: string, learner: AcademyLearner): number | undefined {
    const known = this.#known.get(address);
    if (known === undefined || !mayBe(known, learner)) return undefined;
    this.#keep(address, known);
    return known.id;
  }

  #keep(address: string, known: KnownLearner): void {
    this.#known.delete(address);
    this.#known.set(address, known);
    const [oldest] = this.#known.keys();
    if (this.#known.size > mostKept && oldest !== undefined) this.#known.delete(oldest);
  }

  #found(learner: AddressedLearner, id: number, isNew: boolean): Resolution {
    const address = addressKey(learner.email);
    this.#doubtful.delete(address);
    this.#keep(address, { id, firstName: learner.firstName, lastName: learner.lastName });
    return { kind: "user", id, isNew };
  }

  async #find(learner: AddressedLearner, signal: AbortSignal): Promise<Resolution> {
    let identity: Identity;
    try {
      identity = await searchUser(this.#client, learner, signal);
    } catch (error) {
      if (!KelasError.isInstance(error)) throw error;
      // The outcome of a read is never unknown: thrown, it says that nothing was carried out.
      return { kind: "failed", error };
    }
    if (identity.kind === "user") {
      // That an id is among those found does not make the address that user's own for rows without the id.
      if (learner.userId !== undefined) return { kind: "user", id: identity.id, isNew: false };
      return this.#found(learner, identity.id, false);
    }
    const { firstName, lastName } = learner;
    if (!this.#mayCreate || firstName === undefined || lastName === undefined || !mayBeNew(identity))
      return { kind: "refused", reason: this.#reasonFor(identity) };
    if (this.#doubtful.has(addressKey(learner.email)))
      return {
        kind: "uncertain",
        reason: "The learner may have been created by an earlier call whose reply was lost.",
      };
    return this.#create({ ...learner, firstName, lastName }, signal);
  }

  #reasonFor(identity: Identity): string {
    if (identity.kind === "mismatch") {
      return (
        "The user with the row's userId is not found by the row's address: they may be two people. Correct one of them, " +
        "or leave out the wrong one."
      );
    }
    if (identity.kind === "too-many") return "Too many users are found by the address: give userId alone.";
    if (identity.kind === "one-of" && identity.hasNamesakes)
      return "Several users with the row's names are found by the address: give userId.";
    if (identity.kind !== "nobody") {
      return (
        "Users were found by the address, but the vendor's list does not show whose it is, so that none is proven to be " +
        "meant: give userId, or firstName and lastName as the account has them."
      );
    }
    return this.#mayCreate
      ? "No user has this address: give firstName and lastName to have one created."
      : "No user has this address, and createLearners is off.";
  }

  async #create(
    learner: AddressedLearner & { readonly firstName: string; readonly lastName: string },
    signal: AbortSignal,
  ): Promise<Resolution> {
    const { email, firstName, lastName, password = newPassword() } = learner;
    try {
      const created = await create(this.#client, { email, firstName, lastName, password }, { signal });
      const id: unknown = created.id;
      if (typeof id === "number") return this.#found(learner, id, true);
    } catch (error) {
      if (isTaken(error)) return this.#findTaken(learner, signal);
      if (!KelasError.isInstance(error)) {
        // Not of a call, as from a middleware: the request may have left before it.
        this.#doubtful.add(addressKey(email));
        throw error;
      }
      if (isProvenHarmless(error)) return { kind: "failed", error };
    }
    return this.#findDoubtful(learner, signal);
  }

  /**
   * Somebody has the address, and had not been found: another process may have created the learner since. Whoever is
   * found with other names is not taken for them, were it the only one: the owner may be deleted or in another portal.
   */
  async #findTaken(learner: AddressedLearner, signal: AbortSignal): Promise<Resolution> {
    let identity: Identity;
    try {
      identity = await searchUser(this.#client, learner, signal);
    } catch (error) {
      if (!KelasError.isInstance(error)) throw error;
      return { kind: "failed", error };
    }
    if (identity.kind === "user") return this.#found(learner, identity.id, false);
    if (identity.kind === "nobody") {
      return {
        kind: "refused",
        reason: "A user has this address, and the vendor's list does not show them, or not yet: give userId.",
        mayPass: true,
      };
    }
    return {
      kind: "refused",
      reason:
        "A user has this address, and the search finds none with the row's names: give userId, or firstName and lastName " +
        "as the account has them.",
    };
  }

  /** The user may or may not have been created: one look, and otherwise doubt. */
  async #findDoubtful(learner: AddressedLearner, signal: AbortSignal): Promise<Resolution> {
    this.#doubtful.add(addressKey(learner.email));
    try {
      const identity = await searchUser(this.#client, learner, signal);
      if (identity.kind === "user") return this.#found(learner, identity.id, true);
    } catch (error) {
      if (!KelasError.isInstance(error)) throw error;
      // Not told is not known: the doubt stays.
    }
    return {
      kind: "uncertain",
      reason:
        "The reply to the learner's creation was lost, and the learner is not found. Nobody was enrolled.",
    };
  }
}
