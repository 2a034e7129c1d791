import {
  AbortedError,
  CallError,
  type Client,
  ConfigurationError,
  KelasError,
  ResponseMismatchError,
} from "@kelaskit/core";
import { isJudgement, isProvenHarmless, isSetUpError } from "../run/failures.ts";
import type { RowOutcome } from "../target.ts";

/**
 * The outcome of rows when the call that carried them failed. Pass only that call's error: the error of a later call, such
 * as a query about the order, proves nothing about what an earlier one sent.
 */
export function outcomeOf(error: unknown): Exclude<RowOutcome, { readonly state: "done" }> {
  if (!KelasError.isInstance(error)) throw error;
  return { state: isProvenHarmless(error) ? stateAfterRefusal(error) : "unknown", reason: error.message };
}

/** The state of a row after an error that proves nothing was carried out. */
export function stateAfterRefusal(error: KelasError): "retry" | "failed" {
  return mayPass(error) || concernsAllRows(error) ? "retry" : "failed";
}

/** Whether an error is about the whole run instead of the row: it must be thrown, so that the run can end. */
export function concernsAllRows(error: unknown): boolean {
  return AbortedError.isInstance(error) || isSetUpError(error);
}

/** Whether an error may pass: the request did not get through, so the error is not about its content. */
function mayPass(error: KelasError): boolean {
  if (error.outcome === "not-sent")
    return ConfigurationError.isInstance(error) || CallError.isInstance(error);
  // A reply in an undocumented form would be the same again.
  return CallError.isInstance(error) && !ResponseMismatchError.isInstance(error) && !isJudgement(error);
}

/** Throws an error that may pass; after any other, asking the vendor again is pointless. */
export function rethrowUnlessFinal(error: unknown): void {
  if (!KelasError.isInstance(error) || mayPass(error)) throw error;
}

/**
 * Checks that a target got its vendor's client.
 *
 * @throws ConfigurationError if it is another vendor's.
 */
export function requireVendor(target: string, { vendor }: Client, expected: string): void {
  if (vendor === expected) return;
  throw new ConfigurationError(
    `${target} expected a client of ${expected}, got one of ${vendor}. Pass the client that create… of @kelaskit/${expected} returns.`,
  );
}

/** How many requests are in progress at once; the client's limiter limits them further. */
const concurrency = 4;

/** Works on each item, a few at a time. An error ends it once the items in progress have ended. */
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
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, work));
  if (errors.length > 0) throw errors[0];
  return results;
}
