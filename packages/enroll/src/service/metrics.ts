import type { Enrollment, EnrollmentOperation, Enrollments } from "./enrollments.ts";

/** The attributes of a measurement. */
export type MetricAttributes = Record<string, string>;

/** Takes the values of a gauge. */
export interface GaugeResult {
  /** Takes one value. */
  observe(value: number, attributes?: MetricAttributes): void;
}

/** What is called whenever the values of a gauge are read. */
export type GaugeCallback = (result: GaugeResult) => void | Promise<void>;

/** A gauge whose values are asked for when they are read. */
export interface EnrollmentGauge {
  /** Asks the function from now on. */
  addCallback(callback: GaugeCallback): void;
  /** Asks the function no longer. */
  removeCallback(callback: GaugeCallback): void;
}

/** A distribution of values. */
export interface EnrollmentHistogram {
  /** Adds one value. */
  record(value: number, attributes?: MetricAttributes): void;
}

/** What a metric is. */
export interface MetricDescription {
  /** A sentence. */
  readonly description?: string;
  /** The unit, in UCUM: `s`, `{enrollment}`. */
  readonly unit?: string;
}

/** What these metrics need of a `Meter` of `@opentelemetry/api`. */
export interface EnrollmentMeter {
  /** Creates a gauge. */
  createObservableGauge(name: string, options?: MetricDescription): EnrollmentGauge;
  /** Creates a histogram. */
  createHistogram(name: string, options?: MetricDescription): EnrollmentHistogram;
}

const endings = ["done", "failed", "unknown"] as const;

/** From when on its operation has waited: when it was added, or when its removal was asked for, which is not recorded. */
function durationOf({ addedAt, endedAt, sentAt, operation }: Enrollment): number | undefined {
  const from: Readonly<Record<EnrollmentOperation, Date | undefined>> = { enroll: addedAt, revoke: sentAt };
  const start = from[operation];
  return start === undefined || endedAt === undefined
    ? undefined
    : (endedAt.getTime() - start.getTime()) / 1000;
}

/**
 * Records the metrics of a service with a meter of OpenTelemetry, all with the attribute `kelaskit.target`:
 *
 * - `kelaskit.enrollments`: how many enrollments there are, by `kelaskit.state`;
 * - `kelaskit.enrollments.oldest_pending`: the age of the oldest one that still has to be sent, in seconds; 0 without one;
 * - `kelaskit.enrollments.ready`: 1 if the service is ready, otherwise 0;
 * - `kelaskit.enrollment.duration`: a histogram of the time from adding to the end, in seconds, by `kelaskit.state` and
 *   `kelaskit.operation`; for one that is taken back, from sending. Its count is the number of those that this process has ended.
 *
 * No attribute contains a learner, an item or a reference.
 *
 * @param meter Such as `metrics.getMeter("my-service")` of `@opentelemetry/api`.
 * @returns A function that ends it. Call it before `close()`.
 */
export function recordMetrics<Row extends object>(
  enrollments: Enrollments<Row>,
  meter: EnrollmentMeter,
): () => void {
  const target = { "kelaskit.target": enrollments.target.name };
  const counts = meter.createObservableGauge("kelaskit.enrollments", {
    description: "Enrollments by state",
    unit: "{enrollment}",
  });
  const oldest = meter.createObservableGauge("kelaskit.enrollments.oldest_pending", {
    description: "Age of the oldest enrollment that has to be sent",
    unit: "s",
  });
  const ready = meter.createObservableGauge("kelaskit.enrollments.ready", {
    description: "Whether enrollments are accepted and sent",
    unit: "1",
  });
  const durations = meter.createHistogram("kelaskit.enrollment.duration", {
    description: "Time from adding an enrollment to its end",
    unit: "s",
  });
  const observeCounts: GaugeCallback = async (result) => {
    const health = await enrollments.health();
    for (const [state, count] of Object.entries(health.counts))
      result.observe(count, { ...target, "kelaskit.state": state });
  };
  const observeOldest: GaugeCallback = async (result) => {
    const { oldestPending } = await enrollments.health();
    const age = oldestPending === undefined ? 0 : Math.max(0, Date.now() - oldestPending.getTime());
    result.observe(age / 1000, target);
  };
  const observeReady: GaugeCallback = async (result) => {
    const { isReady } = await enrollments.health();
    result.observe(isReady ? 1 : 0, target);
  };
  counts.addCallback(observeCounts);
  oldest.addCallback(observeOldest);
  ready.addCallback(observeReady);
  const removals = endings.map((state) =>
    enrollments.on(state, (enrollment) => {
      const duration = durationOf(enrollment);
      if (duration === undefined) return;
      durations.record(duration, {
        ...target,
        "kelaskit.state": state,
        "kelaskit.operation": enrollment.operation,
      });
    }),
  );
  return () => {
    counts.removeCallback(observeCounts);
    oldest.removeCallback(observeOldest);
    ready.removeCallback(observeReady);
    for (const remove of removals) remove();
  };
}
