import type { UserFunctions } from "../run/user-functions.ts";
import type { Enrollment, EnrollmentEvent } from "./enrollments.ts";

type Listener = (enrollment: Enrollment) => void;

/** The functions that are called for enrollments that have ended. One that fails affects nothing but is reported. */
export class Listeners {
  readonly #user: UserFunctions;
  readonly #listeners = new Map<EnrollmentEvent, Set<Listener>>();

  constructor(user: UserFunctions) {
    this.#user = user;
  }

  /** @returns A function that removes the listener. */
  add(event: EnrollmentEvent, listener: (enrollment: Enrollment) => void | Promise<void>): () => void {
    const wrapped = this.#user.wrap(`"${event}" listener`, listener);
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(wrapped));
    return () => {
      listeners.delete(wrapped);
    };
  }

  /** Whether anyone listens. */
  has(event: EnrollmentEvent): boolean {
    return (this.#listeners.get(event)?.size ?? 0) > 0;
  }

  tell(event: EnrollmentEvent, enrollment: Enrollment): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(enrollment);
  }
}
