import { randomBytes } from "node:crypto";
import { ApiError, type Client, KelasError } from "@kelaskit/core";
import { create } from "@kelaskit/academy-of-mine/users";
import { type AcademyLearner, type AddressedLearner, type Identity, searchUser } from "./academy-users.ts";
import { addressKey } from "./record-reader.ts";
import { plainText } from "../reading/plain-text.ts";
import { isProvenHarmless } from "../run/failures.ts";

/** The result of looking up a learner who is to be enrolled. */
export type Resolution =
  | { readonly kind: "user"; readonly id: number; readonly isNew: boolean }
  /** There is no such user, or none proven to be the learner. Nothing was carried out. */
  | { readonly kind: "refused"; readonly reason: string; readonly mayPass?: boolean }
  /** The user may have been created. */
  | { readonly kind: "uncertain"; readonly reason: string }
  | FailedLookUp;

/** The vendor could not be reached or refused the request. Nothing was carried out. */
interface FailedLookUp {
  readonly kind: "failed";
  readonly error: KelasError;
}

/** At most this many learners are kept, so that one who takes several courses is looked up once. */
const mostKept = 10_000;

function newPassword(): string {
  return randomBytes(24).toString("base64url");
}

/** Whether the vendor refused a new user because the address is taken. It documents no errors, so this follows Laravel's. */
function isTaken(error: unknown): boolean {
  if (!ApiError.isInstance(error) || error.outcome !== "refused") return false;
  if (error.status !== 422 && error.status !== 409 && error.status !== 400) return false;
  const messages = [error.message, ...error.fields.map(({ field, message }) => `${field}: ${message}`)];
  return messages.some(
    (text) => /e-?mail/i.test(text) && /taken|exists?\b|already|in use|unique/i.test(text),
  );
}

/** A learner who was found or created. */
interface KnownLearner {
  readonly id: number;
  /** The names in the row for which the learner was found or created. */
  readonly firstName: string | undefined;
  readonly lastName: string | undefined;
}

/** Whether a row with the address of a known learner may mean the same person: siblings share addresses, but not names. */
function mayBe(known: KnownLearner, { userId, firstName, lastName }: AcademyLearner): boolean {
  if (userId !== undefined) return userId === known.id;
  return mayBeSame(known.firstName, firstName) && mayBeSame(known.lastName, lastName);
}

function mayBeSame(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || plainText(one) === plainText(other);
}

/**
 * Whether a learner who was not found may be created. If one of several users is likely to be the learner, or not all users
 * were read, a new account may be the learner's second.
 */
function mayBeNew(identity: Identity): boolean {
  return identity.kind === "nobody" || (identity.kind === "one-of" && !identity.hasNamesakes);
}

/** Finds learners by their addresses and creates missing ones, each at most once. */
export class LearnerDirectory {
  readonly #client: Client;
  readonly #mayCreate: boolean;
  /** Learners by address, the most recently used at the end. */
  readonly #known = new Map<string, KnownLearner>();
  /** Look-ups in progress: two batches at once may contain the same new learner. */
  readonly #underWay = new Map<string, Promise<Resolution>>();
  /** Addresses for which it is not known whether a user was created: they are not created again before the vendor was asked. */
  readonly #doubtful = new Set<string>();

  constructor(client: Client, mayCreate: boolean) {
    this.#client = client;
    this.#mayCreate = mayCreate;
  }

  /** Finds a learner for an enrollment, or creates one. Throws only errors that are not of a call. */
  async resolve(learner: AcademyLearner, signal: AbortSignal): Promise<Resolution> {
    const { userId, email } = learner;
    if (email === undefined) {
      if (userId !== undefined) return { kind: "user", id: userId, isNew: false };
      return { kind: "refused", reason: "The row has neither a userId nor an e-mail address." };
    }
    const address = addressKey(email);
    const known = this.#recall(address, learner);
    if (known !== undefined) return { kind: "user", id: known, isNew: false };
    // For rows with different values for an address, the result of one does not apply to the other.
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

  /** Finds who a learner may be, without creating anyone. Throws what the search throws. */
  async identify(learner: AcademyLearner, signal: AbortSignal): Promise<Identity> {
    const { userId, email } = learner;
    if (email === undefined) return userId === undefined ? { kind: "nobody" } : { kind: "user", id: userId };
    const address = addressKey(email);
    const known = this.#recall(address, learner);
    if (known !== undefined) return { kind: "user", id: known };
    const identity = await searchUser(this.#client, { ...learner, email }, signal);
    // By now, a learner who was created after all is found by the row's names.
    this.#doubtful.delete(address);
    return identity;
  }

  /** The id found earlier for an address, unless this row means someone else. */
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
    const identity = await this.#search(learner, signal);
    if (identity.kind === "failed") return identity;
    if (identity.kind === "user") {
      // That an id is among those found does not prove that the address belongs to it in rows without the id.
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

  /** Searches for a learner. The outcome of a read is never unknown, so after its error nothing was carried out. */
  async #search(learner: AddressedLearner, signal: AbortSignal): Promise<Identity | FailedLookUp> {
    try {
      return await searchUser(this.#client, learner, signal);
    } catch (error) {
      if (!KelasError.isInstance(error)) throw error;
      return { kind: "failed", error };
    }
  }

  #reasonFor(identity: Identity): string {
    if (identity.kind === "mismatch") {
      return (
        "The row's address does not belong to the user with the row's userId: they may be two people. Correct one of them, " +
        "or remove the wrong one."
      );
    }
    if (identity.kind === "too-many") return "Too many users match the address: give only userId.";
    if (identity.kind === "one-of" && identity.hasNamesakes)
      return "Several users match the row's address and names: give userId.";
    if (identity.kind !== "nobody") {
      return (
        "The address matches users, but the vendor's list does not show their addresses, so none can be confirmed as the learner: " +
        "give userId, or firstName and lastName exactly as in the account."
      );
    }
    return this.#mayCreate
      ? "No user has this address: give firstName and lastName to create one."
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
        // Not an error of a call, such as one from a middleware: the request may already have been sent.
        this.#doubtful.add(addressKey(email));
        throw error;
      }
      if (isProvenHarmless(error)) return { kind: "failed", error };
    }
    return this.#findDoubtful(learner, signal);
  }

  /**
   * The address is taken, but its user was not found before: another process may have created the learner since. A user
   * with other names is not assumed to be the learner, even if it is the only one found: the owner of the address may be
   * deleted or in another portal.
   */
  async #findTaken(learner: AddressedLearner, signal: AbortSignal): Promise<Resolution> {
    const identity = await this.#search(learner, signal);
    if (identity.kind === "failed") return identity;
    if (identity.kind === "user") return this.#found(learner, identity.id, false);
    if (identity.kind === "nobody") {
      return {
        kind: "refused",
        reason:
          "A user has this address, but the vendor's list does not show the user, or not yet: give userId.",
        mayPass: true,
      };
    }
    return {
      kind: "refused",
      reason:
        "A user has this address, but the search finds none with the row's names: give userId, or firstName and lastName " +
        "exactly as in the account.",
    };
  }

  /** The user may have been created: searches once, and otherwise leaves it open. */
  async #findDoubtful(learner: AddressedLearner, signal: AbortSignal): Promise<Resolution> {
    this.#doubtful.add(addressKey(learner.email));
    try {
      const identity = await searchUser(this.#client, learner, signal);
      if (identity.kind === "user") return this.#found(learner, identity.id, true);
    } catch (error) {
      if (!KelasError.isInstance(error)) throw error;
      // Without an answer it stays open.
    }
    return {
      kind: "uncertain",
      reason:
        "The reply to the learner's creation was lost, and the learner was not found. No one was enrolled.",
    };
  }
}
