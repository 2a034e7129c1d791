import { patience } from "@kelaskit/test-support/patience";
import { expect, onTestFinished, vi } from "vitest";
import type { RowOutcome, Settlement, Target } from "../../src/index.ts";
import type { Enrollment, EnrollmentEvent, Enrollments } from "../../src/service/index.ts";
import {
  type EnrollmentsOptions,
  openByClock,
  type ServiceSettings,
} from "../../src/service/open-enrollments.ts";
import { type RunClock, systemClock } from "../../src/run/clock.ts";
import { newJournal, type Learner, newsletter, type RecordingTarget } from "../support/targets.ts";

/** Opens a service that is closed with the test. Errors that it reports are collected, not printed. */
export async function open<Row extends object>(
  options: Partial<EnrollmentsOptions<Row>> & { readonly target: Target<Row> },
  clock: RunClock = systemClock,
): Promise<OpenService<Row>> {
  const errors: Error[] = [];
  const enrollments = await openByClock(
    { journal: newJournal(), onError: (error) => void errors.push(error), ...options },
    clock,
  );
  onTestFinished(async () => {
    await enrollments.close({ within: 0 });
  });
  return Object.assign(enrollments, { errors });
}

/** A service whose reported errors are collected. */
export type OpenService<Row extends object> = Enrollments<Row> & { readonly errors: readonly Error[] };

/** How the tests that every back end passes open services. */
export interface Opening {
  /** A place where no enrollments are yet. */
  readonly newPlace: () => string;
  /** Opens a service that is closed with the test. @param place Where its enrollments are. @default a new place */
  readonly open: <Row extends object>(
    settings: Partial<ServiceSettings<Row>> & { readonly target: Target<Row> },
    place?: string,
  ) => Promise<OpenService<Row>>;
}

/** The next enrollment that ends in one way. */
export function next(
  enrollments: Enrollments<never> | Enrollments,
  event: EnrollmentEvent,
): Promise<Enrollment> {
  const { promise, resolve } = Promise.withResolvers<Enrollment>();
  const remove = enrollments.on(event, (enrollment) => {
    remove();
    resolve(enrollment);
  });
  return promise;
}

/** A newsletter that can also be left, and remembers who has left it. */
export function leavable(
  changes: Parameters<typeof newsletter>[0] & {
    readonly leave?: (email: string) => RowOutcome | Promise<RowOutcome>;
    readonly hasLeft?: (email: string) => Settlement;
  } = {},
): RecordingTarget & { readonly left: readonly string[] } {
  const left: string[] = [];
  const { leave = () => ({ state: "done" }) as const, hasLeft, ...others } = changes;
  const removal: NonNullable<Target<Learner>["removal"]> = {
    send: (rows) =>
      Promise.all(
        rows.map(async ({ email }) => {
          left.push(email);
          return leave(email);
        }),
      ),
    ...(hasLeft === undefined ? {} : { settle: async (rows) => rows.map(({ email }) => hasLeft(email)) }),
  };
  return Object.assign(newsletter({ ...others, removal }), { left });
}

/** A newsletter that takes ten in a call, and how many came in each. */
export function countingBatches(): { readonly target: Target<Learner>; readonly sizes: readonly number[] } {
  const sizes: number[] = [];
  const target = newsletter({ batchSize: 10 });
  const send = target.send.bind(target);
  return {
    sizes,
    target: {
      ...target,
      send: (rows, context) => {
        sizes.push(rows.length);
        return send(rows, context);
      },
    },
  };
}

/** Adds 25 learners, and waits until all of them are enrolled. */
export async function enrollMany(enrollments: Enrollments<Learner>): Promise<void> {
  await Promise.all(
    Array.from({ length: 25 }, (_, index) => enrollments.add({ email: `l${index}@example.com` })),
  );
  enrollments.start();
  await vi.waitFor(async () => {
    expect((await enrollments.health()).counts.done).toBe(25);
  }, patience);
}
