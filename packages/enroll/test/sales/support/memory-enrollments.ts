import { keyOfRow } from "../../../src/journal/key.ts";
import { EnrollmentStateError, InvalidEnrollmentError } from "../../../src/service/errors.ts";
import type { AddedEnrollment, Enrollment, EnrollmentEvent } from "../../../src/service/enrollments.ts";
import type { SalesEnrollments } from "../../../src/sales/enrollments.ts";
import type { Target } from "../../../src/target.ts";

type Listener = (enrollment: Enrollment) => void | Promise<void>;

/** A service in memory that carries everything out at once, and remembers what it did. */
export interface MemoryEnrollments extends Required<SalesEnrollments> {
  /** Every enrollment that was sent, in order, by its key. */
  readonly sent: string[];
  /** Every enrollment that was taken back, in order, by its key. */
  readonly revoked: string[];
  /** Who is enrolled now: the keys. */
  enrolled(): readonly string[];
  /** Changes the state of an enrollment, and tells the listeners. */
  end(key: string, state: "done" | "failed" | "unknown" | "sending"): void;
  /** Thrown by the next calls of `add`, one each. */
  readonly failures: Error[];
  /** Whether it can take back. */
  canRevoke: boolean;
}

/** Creates a service in memory. It keeps to the contract of `Enrollments` as far as receivers use it. */
export function memoryEnrollments(target: Target): MemoryEnrollments {
  const entries = new Map<string, Enrollment>();
  const listeners = new Map<EnrollmentEvent, Set<Listener>>();
  const sent: string[] = [];
  const revoked: string[] = [];
  const failures: Error[] = [];
  const change = (key: string, changes: Partial<Enrollment>): Enrollment => {
    const former = entries.get(key);
    if (former === undefined) throw new Error(`There is no enrollment ${key}.`);
    const entry = { ...former, ...changes };
    entries.set(key, entry);
    return entry;
  };
  const service: MemoryEnrollments = {
    target,
    sent,
    revoked,
    failures,
    canRevoke: true,
    enrolled: () =>
      [...entries.values()]
        .filter(({ operation, state }) => operation === "enroll" && state === "done")
        .map(({ key }) => key)
        .toSorted(),
    async add(record, { reference } = {}): Promise<AddedEnrollment> {
      const failure = failures.shift();
      if (failure !== undefined) throw failure;
      const parsed = target.parse(record);
      if ("issues" in parsed) throw new InvalidEnrollmentError(target.name, parsed.issues);
      const identity = target.keyOf(parsed.row);
      const key = keyOfRow(target.name, identity);
      const former = entries.get(key);
      if (former?.operation === "revoke" && former.state !== "done")
        throw new EnrollmentStateError("It is being taken back.", { ...former });
      const isNew = former === undefined || former.operation === "revoke";
      if (!isNew) return { ...former, isNew, isChanged: false };
      sent.push(key);
      entries.set(key, {
        key,
        learner: identity.learner,
        item: identity.item,
        period: identity.period,
        operation: "enroll",
        state: "done",
        reference: former?.reference ?? reference,
        attempts: 1,
        addedAt: new Date(0),
        sentAt: undefined,
        endedAt: undefined,
        reason: undefined,
        vendorId: undefined,
      });
      return { ...change(key, {}), isNew, isChanged: false };
    },
    get: async (key) => entries.get(key),
    async revoke(key) {
      const entry = change(key, {});
      if (entry.operation === "revoke" || entry.state === "failed") return entry;
      const isMoving = entry.state === "sending" || entry.state === "unknown";
      if (isMoving || !service.canRevoke)
        throw new EnrollmentStateError(`It is ${entry.state}, and cannot be taken back now.`, { ...entry });
      revoked.push(key);
      return change(key, { operation: "revoke" });
    },
    on(event, listener) {
      const all = listeners.get(event) ?? new Set();
      listeners.set(event, all.add(listener));
      return () => {
        all.delete(listener);
      };
    },
    end(key, state) {
      const entry = change(key, { state });
      if (state !== "sending") for (const listener of listeners.get(state) ?? []) void listener(entry);
    },
  };
  return service;
}
