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
 * What rows have come to when the call that carried them failed. Ask it of that call's error only: the error of a later
 * call, as of a question about the order, says nothing of what an earlier one has sent.
 */
export function outcomeOf(error: unknown): Exclude<RowOutcome, { readonly state: "done" }> {
  if (!KelasError.isInstance(error)) throw error;
  return { state: isProvenHarmless(error) ? stateAfterRefusal(error) : "unknown", reason: error.message };
}

/** What has become of a row of which nothing was carried out. */
export function stateAfterRefusal(error: KelasError): "retry" | "failed" {
  return mayPass(error) || concernsAllRows(error) ? "retry" : "failed";
}

/** Whether an error speaks of the run and not of the row: it is to be thrown, so that the run can end. */
export function concernsAllRows(error: unknown): boolean {
  return AbortedError.isInstance(error) || isSetUpError(error);
}

/** Whether an error says nothing of what was asked or sent: it did not get through itself, and may do so later. */
function mayPass(error: KelasError): boolean {
  if (error.outcome === "not-sent")
    return ConfigurationError.isInstance(error) || CallError.isInstance(error);
  // A reply in another form than documented would come again.
  return CallError.isInstance(error) && !ResponseMismatchError.isInstance(error) && !isJudgement(error);
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
