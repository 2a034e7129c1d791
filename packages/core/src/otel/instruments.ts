import type { Counter, Histogram, Meter } from "@opentelemetry/api";

/** What a client measures. */
export interface Instruments {
  readonly tries: Histogram;
  readonly calls: Histogram;
  readonly retries: Counter;
  readonly tokenRequests: Counter;
  readonly limiterWait: Histogram;
  readonly drift: Counter;
}

/** The boundaries that the semantic conventions advise for HTTP, in seconds. */
const httpBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
/** For calls and waits, which may last until `totalTimeout`: two minutes by default. */
const longBoundaries = [...httpBoundaries, 30, 60, 120];

/** Creates the instruments of a meter. */
export function instrumentsOf(meter: Meter): Instruments {
  return {
    tries: meter.createHistogram("http.client.request.duration", {
      description: "Duration of HTTP client requests.",
      unit: "s",
      advice: { explicitBucketBoundaries: httpBoundaries },
    }),
    calls: meter.createHistogram("kelaskit.call.duration", {
      description: "Duration of calls with all attempts and waits",
      unit: "s",
      advice: { explicitBucketBoundaries: longBoundaries },
    }),
    retries: meter.createCounter("kelaskit.call.retries", {
      description: "Attempts that follow a failed one",
      unit: "{retry}",
    }),
    tokenRequests: meter.createCounter("kelaskit.token.requests", {
      description: "Requests for tokens: first ones and renewals",
      unit: "{request}",
    }),
    limiterWait: meter.createHistogram("kelaskit.limiter.wait", {
      description: "Time that requests wait for the limiter",
      unit: "s",
      advice: { explicitBucketBoundaries: longBoundaries },
    }),
    drift: meter.createCounter("kelaskit.drift", {
      description: "Differences between replies and their declarations, each counted once",
      unit: "{difference}",
    }),
  };
}
