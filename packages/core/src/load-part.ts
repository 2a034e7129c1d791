import { CallError, type CallFacts } from "./errors.ts";

/**
 * Loads code that a call needs before it is sent.
 *
 * @throws CallError, with outcome `not-sent`, when it cannot be loaded.
 */
export async function loadPart<Part>(
  facts: Omit<CallFacts, "attempts" | "outcome">,
  load: () => Promise<Part>,
): Promise<Part> {
  try {
    return await load();
  } catch (error) {
    const { vendor, operation, method, path } = facts;
    throw new CallError(
      `${vendor} ${operation}: ${method} ${path} was not sent: its code could not be loaded. Check the network.`,
      { ...facts, attempts: 0, outcome: "not-sent" },
      { cause: error },
    );
  }
}
