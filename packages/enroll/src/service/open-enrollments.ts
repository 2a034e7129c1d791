import { ConfigurationError } from "@kelaskit/core";
import { checkOptions, isObject, type OptionNames } from "@kelaskit/core/vendor";
import { type RunClock, systemClock } from "../run/clock.ts";
import { checkFunctions, checkNumber, checkTarget } from "../setting-checks.ts";
import type { Target } from "../target.ts";
import type { Enrollments } from "./enrollments.ts";
import { LocalEnrollments } from "./local-enrollments.ts";

/** The settings of a service that do not depend on where its journal is. */
export interface ServiceSettings<Row extends object> {
  /** Where enrollments go. */
  readonly target: Target<Row>;
  /** How many calls of the target may be in progress at once. The client's limiter limits them further. @default 4 */
  readonly concurrency?: number | undefined;
  /**
   * How long a request may be on its way, in milliseconds, before the vendor's "not done" is believed: longer than your longest
   * request. @default 60000
   */
  readonly settleAfter?: number | undefined;
  /** How many enrollments may wait to be sent: `add` refuses more. @default no limit */
  readonly maxPending?: number | undefined;
  /**
   * Called when the journal cannot be written, the vendor is down or refuses the credential, or a listener fails. The service
   * continues by itself once it can. @default written to the console
   */
  readonly onError?: ((error: Error) => void | Promise<void>) | undefined;
}

/** Where a service records its enrollments, other than in a file: `bullmq()` of `@kelaskit/enroll/bullmq`. */
export interface EnrollmentsBackend {
  /** Opens the service. */
  open<Row extends object>(settings: ServiceSettings<Row>): Promise<Enrollments<Row>>;
}

/** Options of `openEnrollments`. */
export interface EnrollmentsOptions<Row extends object> extends ServiceSettings<Row> {
  /** The file of the journal, which is created if missing and locked for this process; or another back end. */
  readonly journal: string | EnrollmentsBackend;
}

const optionNames = {
  target: true,
  journal: true,
  concurrency: true,
  settleAfter: true,
  maxPending: true,
  onError: true,
} as const satisfies OptionNames<EnrollmentsOptions<object>>;

/**
 * Opens enrollments that a service adds one by one: each is on the disk before `add` resolves, and is sent once, however often
 * the process is killed. Call `start()` to begin sending. A journal belongs to one target and one process; to send from several
 * processes, use `bullmq()` as the journal.
 *
 * @throws JournalError when the journal is in use by another process, belongs to a run or another target, or cannot be written.
 * @throws ConfigurationError when an option is wrong.
 * @example
 * ```ts
 * const enrollments = await openEnrollments({ target, journal: "enrollments.db" });
 * enrollments.start();
 * const { key, state } = await enrollments.add({ email, productId }, { reference: "order 4711" });
 * ```
 */
export function openEnrollments<Row extends object>(
  options: EnrollmentsOptions<Row>,
): Promise<Enrollments<Row>> {
  return openByClock(options, systemClock);
}

function isBackend(journal: unknown): boolean {
  return isObject(journal) && typeof journal["open"] === "function";
}

/** `openEnrollments` with a given clock. */
export async function openByClock<Row extends object>(
  options: EnrollmentsOptions<Row>,
  clock: RunClock,
): Promise<Enrollments<Row>> {
  checkOptions("openEnrollments()", options, optionNames);
  const { journal, ...settings } = options;
  checkTarget("openEnrollments()", settings.target);
  checkFunctions("openEnrollments()", { onError: settings.onError });
  if (typeof journal !== "string" && isBackend(journal)) return journal.open(settings);
  if (typeof journal !== "string" || journal === "") {
    const got = journal === "" ? "an empty text" : `a value of the type ${typeof journal}`;
    throw new ConfigurationError(
      `openEnrollments(): journal must be the path of a file, or a back end such as bullmq(), got ${got}.`,
    );
  }
  const { target, concurrency = 4, settleAfter = 60_000, maxPending = Infinity } = settings;
  const {
    onError = (error: Error) => {
      console.error(error);
    },
  } = settings;
  return new LocalEnrollments(
    {
      target,
      journal,
      concurrency: checkNumber("openEnrollments(): concurrency", concurrency, 1),
      settleAfter: checkNumber("openEnrollments(): settleAfter", settleAfter, 0),
      maxPending: checkNumber("openEnrollments(): maxPending", maxPending, 1),
      onError,
    },
    clock,
  );
}
