import { randomBytes } from "node:crypto";
import { ApiError, CallError, type Client, KelasError } from "@kelaskit/core";
import { create } from "@kelaskit/academy-of-mine/users";
import { type AcademyLearner, type AddressedLearner, type Identity, searchUser } from "./academy-users.ts";
import { wasNeverSent } from "./failures.ts";
import { addressKey } from "./record-reader.ts";

/** What was found out about a learner who is to be enrolled. */
export type Resolution =
  | { readonly kind: "user"; readonly id: number; readonly isNew: boolean }
  /** There is no such user, or none who is proven to be meant. Nothing was carried out. */
  | { readonly kind: "refused"; readonly reason: string }
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

/** Finds learners by their addresses and creates those who are missing, each at most once. */
export class LearnerDirectory {
  readonly #client: Client;
  readonly #mayCreate: boolean;
  /** Ids by address, the one used last at the end. */
  readonly #known = new Map<string, number>();
  /** Two batches under way at once may name the same new learner. */
  readonly #underWay = new Map<string, Promise<Resolution>>();
  /** Addresses whose creation nobody knows the end of: they are not created again before the vendor was asked later. */
  readonly #doubtful = new Set<string>();

  constructor(client: Client, mayCreate: boolean) {
    this.#client = client;
    this.#mayCreate = mayCreate;
  }

  /** Finds a learner for an enrolment, or creates one. Throws only what is no error of a call. */
  async resolve(learner: AcademyLearner, signal: AbortSignal): Promise<Resolution> {
    const { userId, email } = learner;
    if (userId !== undefined) return { kind: "user", id: userId, isNew: false };
    if (email === undefined)
      return { kind: "refused", reason: "The row has neither a user's id nor an address." };
    const key = addressKey(email);
    const known = this.#recall(key);
    if (known !== undefined) return { kind: "user", id: known, isNew: false };
    const shared = this.#underWay.get(key);
    if (shared !== undefined) return shared;
    const resolving = this.#find({ ...learner, email }, key, signal).finally(() => {
      this.#underWay.delete(key);
    });
    this.#underWay.set(key, resolving);
    return resolving;
  }

  /** Finds who a learner may be, and creates nobody. Throws what the search throws. */
  async identify(learner: AcademyLearner, signal: AbortSignal): Promise<Identity> {
    const { userId, email } = learner;
    if (userId !== undefined) return { kind: "user", id: userId };
    if (email === undefined) return { kind: "nobody" };
    const key = addressKey(email);
    const known = this.#recall(key);
    if (known !== undefined) return { kind: "user", id: known };
    const identity = await searchUser(this.#client, { ...learner, email }, signal);
    // Asked again, and later: a learner who was created after all has the row's names and is found by them.
    this.#doubtful.delete(key);
    return identity;
  }

  #recall(key: string): number | undefined {
    const id = this.#known.get(key);
    if (id !== undefined) this.#keep(key, id);
    return id;
  }

  #keep(key: string, id: number): void {
    this.#known.delete(key);
    this.#known.set(key, id);
    const [oldest] = this.#known.keys();
    if (this.#known.size > mostKept && oldest !== undefined) this.#known.delete(oldest);
  }

  #found(key: string, id: number, isNew: boolean): Resolution {
    this.#doubtful.delete(key);
    this.#keep(key, id);
    return { kind: "user", id, isNew };
  }

  async #find(learner: AddressedLearner, key: string, signal: AbortSignal): Promise<Resolution> {
    let identity: Identity;
    try {
      identity = await searchUser(this.#client, learner, signal);
    } catch (error) {
      if (!KelasError.isInstance(error)) throw error;
      // The outcome of a read is never unknown: thrown, it says that nothing was carried out.
      return { kind: "failed", error };
    }
    if (identity.kind === "user") return this.#found(key, identity.id, false);
    const { firstName, lastName } = learner;
    if (!this.#mayCreate || firstName === undefined || lastName === undefined)
      return { kind: "refused", reason: this.#missing(identity) };
    if (this.#doubtful.has(key))
      return {
        kind: "uncertain",
        reason: "The learner may have been created by an earlier call whose reply was lost.",
      };
    return this.#create({ ...learner, firstName, lastName }, key, identity, signal);
  }

  #missing({ kind }: Identity): string {
    if (kind !== "nobody") {
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
    key: string,
    before: Identity,
    signal: AbortSignal,
  ): Promise<Resolution> {
    const { email, firstName, lastName, password = newPassword() } = learner;
    try {
      const created = await create(this.#client, { email, firstName, lastName, password }, { signal });
      const id: unknown = created.id;
      if (typeof id === "number") return this.#found(key, id, true);
    } catch (error) {
      if (!KelasError.isInstance(error)) throw error;
      if (isTaken(error)) return this.#findTaken(learner, key, before, signal);
      const isRefusal = CallError.isInstance(error) ? error.outcome !== "unknown" : wasNeverSent(error);
      if (isRefusal) return { kind: "failed", error };
    }
    return this.#findDoubtful(learner, key, signal);
  }

  /** Somebody has the address. Where the search has one answer, that is who. */
  async #findTaken(
    learner: AddressedLearner,
    key: string,
    before: Identity,
    signal: AbortSignal,
  ): Promise<Resolution> {
    let identity = before;
    try {
      // Another process may have created the learner since.
      identity = await searchUser(this.#client, learner, signal);
    } catch (error) {
      if (!KelasError.isInstance(error)) throw error;
      // The search of a moment ago is still worth something.
    }
    if (identity.kind === "user") return this.#found(key, identity.id, false);
    const [only, another] = identity.kind === "one-of" ? identity.ids : [];
    if (only !== undefined && another === undefined) return this.#found(key, only, false);
    return {
      kind: "refused",
      reason: "A user has this address, and the search does not tell which one: give userId.",
    };
  }

  /** The user may or may not have been created: one look, and otherwise doubt. */
  async #findDoubtful(learner: AddressedLearner, key: string, signal: AbortSignal): Promise<Resolution> {
    this.#doubtful.add(key);
    try {
      const identity = await searchUser(this.#client, learner, signal);
      if (identity.kind === "user") return this.#found(key, identity.id, true);
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
