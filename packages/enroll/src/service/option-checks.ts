import { ConfigurationError } from "@kelaskit/core";
import { checkOptions, type OptionNames } from "@kelaskit/core/vendor";
import { checkNumber } from "../setting-checks.ts";
import type {
  AddOptions,
  EnrollmentEvent,
  EnrollmentFilter,
  EnrollmentOperation,
  EnrollmentState,
  StopOptions,
} from "./enrollments.ts";

/** The longest reference, in characters. */
const longestReference = 500;

const addOptionNames = { reference: true } as const satisfies OptionNames<AddOptions>;
const stopOptionNames = { within: true } as const satisfies OptionNames<StopOptions>;
const filterNames = {
  state: true,
  operation: true,
  reference: true,
} as const satisfies OptionNames<EnrollmentFilter>;

const states: Readonly<Record<EnrollmentState, true>> = {
  pending: true,
  sending: true,
  done: true,
  failed: true,
  unknown: true,
  canceled: true,
};
const operations: Readonly<Record<EnrollmentOperation, true>> = { enroll: true, revoke: true };
const events: Readonly<Record<EnrollmentEvent, true>> = { done: true, failed: true, unknown: true };

/** What came instead of one of a few names. Cut, in case it is not a name at all. */
function described(value: unknown): string {
  return typeof value === "string" ? `"${value.slice(0, 40)}"` : `a value of the type ${typeof value}`;
}

function checkName(what: string, value: unknown, names: Readonly<Record<string, true>>): void {
  if (typeof value === "string" && Object.hasOwn(names, value)) return;
  throw new ConfigurationError(
    `${what} must be one of ${Object.keys(names).join(", ")}, got ${described(value)}.`,
  );
}

/** Refuses what is not a key before anything is changed: the journal would fail, and with it what others write. */
export function checkKey(method: string, key: unknown): void {
  if (typeof key === "string") return;
  throw new ConfigurationError(
    `${method}: key must be a text, the key of an enrollment, got a value of the type ${typeof key}.`,
  );
}

/** Refuses what is not a reason before anything is changed. */
export function checkReason(method: string, reason: unknown): void {
  if (reason === undefined || typeof reason === "string") return;
  throw new ConfigurationError(`${method}: reason must be a text, got a value of the type ${typeof reason}.`);
}

/** Refuses a person's word that is none: any other state would be recorded, and `pending` sent again. */
export function checkResolution(word: unknown): void {
  if (word === "done" || word === "failed") return;
  throw new ConfigurationError(
    `resolve(): a person's word must be "done" or "failed", got ${described(word)}. Nothing was changed.`,
  );
}

/** Refuses a filter with a misspelled name, which would list everything. */
export function checkFilter(filter: EnrollmentFilter): void {
  checkOptions("list()", filter, filterNames);
  if (filter.state !== undefined) checkName("list(): state", filter.state, states);
  if (filter.operation !== undefined) checkName("list(): operation", filter.operation, operations);
}

/** Refuses what would never be called. */
export function checkListener(event: unknown, listener: unknown): void {
  checkName("on(): the event", event, events);
  if (typeof listener === "function") return;
  throw new ConfigurationError(
    `on(): the listener must be a function, got a value of the type ${typeof listener}.`,
  );
}

/** The reference in the options of `add`. */
export function checkReference(options: AddOptions): string | undefined {
  checkOptions("add()", options, addOptionNames);
  const reference: unknown = options.reference;
  if (reference === undefined) return undefined;
  if (typeof reference === "string" && reference !== "" && reference.length <= longestReference)
    return reference;
  throw new ConfigurationError(
    `add(): reference must be a text of 1 to ${longestReference} characters, got ${typeof reference === "string" ? `one of ${reference.length}` : `a value of the type ${typeof reference}`}. Nothing was added.`,
  );
}

/** The time in the options of `stop`, in milliseconds. */
export function checkWithin(options: StopOptions): number {
  checkOptions("stop()", options, stopOptionNames);
  return checkNumber("stop(): within", options.within ?? 10_000, 0);
}
