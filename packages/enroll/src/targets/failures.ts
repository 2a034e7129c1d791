import {
  AbortedError,
  AuthenticationError,
  CallError,
  type Client,
  ConfigurationError,
  ConnectionError,
  InvalidParamsError,
  KelasError,
  PermissionError,
  RateLimitError,
  ServerError,
  TimeoutError,
  UnverifiedRouteError,
} from "@kelaskit/core";
import type { RowOutcome } from "../target.ts";

/** What rows have come to when the call that carried them failed. */
export function outcomeOf(error: unknown): Exclude<RowOutcome, { readonly state: "done" }> {
  if (!KelasError.isInstance(error)) throw error;
  const isRefusal = CallError.isInstance(error) ? error.outcome !== "unknown" : wasNeverSent(error);
  return { state: isRefusal ? stateAfterRefusal(error) : "unknown", reason: error.message };
}

/** What has become of a row of which nothing was carried out. */
export function stateAfterRefusal(error: KelasError): "retry" | "failed" {
  return mayPass(error) || concernsAllRows(error) ? "retry" : "failed";
}

/** Whether an error says that the client itself did not send the call. */
export function wasNeverSent(error: unknown): boolean {
  return (
    InvalidParamsError.isInstance(error) ||
    UnverifiedRouteError.isInstance(error) ||
    ConfigurationError.isInstance(error)
  );
}

/** Errors that every row would meet alike: the run is to stop, and rows go when the cause is gone. */
const setUpErrors = [AuthenticationError, ConfigurationError, PermissionError, UnverifiedRouteError] as const;

/** Whether an error speaks of the run and not of the row: it is to be thrown, so that the run can end. */
export function concernsAllRows(error: unknown): boolean {
  return AbortedError.isInstance(error) || setUpErrors.some((type) => type.isInstance(error));
}

/** Errors that say nothing of what was asked or sent: it did not get through itself, and may do so later. */
const passing = [
  AbortedError,
  AuthenticationError,
  ConfigurationError,
  ConnectionError,
  PermissionError,
  RateLimitError,
  ServerError,
  TimeoutError,
] as const;

function mayPass(error: KelasError): boolean {
  return passing.some((type) => type.isInstance(error));
}

/** Throws an error that may pass; after any other the vendor cannot tell, however often it is asked. */
export function rethrowUnlessFinal(error: unknown): void {
  if (!KelasError.isInstance(error) || mayPass(error)) throw error;
}

/**
 * Makes sure that a target got its vendor's client.
 *
 * @throws ConfigurationError when it is another vendor's.
 */
export function requireVendor(target: string, { vendor }: Client, expected: string): void {
  if (vendor === expected) return;
  throw new ConfigurationError(
    `${target} got a client of ${vendor}: expected one of ${expected}. Give it the client that create… of @kelaskit/${expected} makes.`,
  );
}

/** How many questions are under way at once; the client's limiter bounds them further. */
const questions = 4;

/** Does something with each item, a few at a time. An error ends it when what is under way has ended. */
export async function mapSome<Item, Result>(
  items: readonly Item[],
  act: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  const errors: unknown[] = [];
  const work = async (): Promise<void> => {
    for (const [index, item] of queue) {
      if (errors.length > 0) return;
      try {
        results[index] = await act(item);
      } catch (error) {
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(questions, items.length) }, work));
  if (errors.length > 0) throw errors[0];
  return results;
}
