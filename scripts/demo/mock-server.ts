// The demo's other process: serves a vendor's mock over HTTP and follows the commands of its parent process.
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Failure } from "@kelaskit/core/testing";
import { serve } from "@kelaskit/core/testing/node";
import { mocks } from "./mocks.ts";

/** A command from the demo to its mock. */
export type Command =
  | { readonly do: "fail"; readonly operation: string; readonly failure: Failure }
  | { readonly do: "expire-tokens" }
  | { readonly do: "count-requests" }
  | { readonly do: "wait-for-requests"; readonly operation: string; readonly count: number };

/** The mock's answer to a command. */
export type Answer =
  | { readonly answer: "listening"; readonly url: string }
  | { readonly answer: "done" }
  | { readonly answer: "requests"; readonly counts: Readonly<Record<string, number>> };

const [, , vendor = ""] = process.argv;
const makeMock = mocks[vendor];
if (makeMock === undefined) throw new Error(`There is no mock of "${vendor}" in the demo.`);
const mock = makeMock();
const served = await serve(mock);

function tell(answer: Answer): void {
  process.send?.(answer);
}

function countRequests(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { operation } of mock.requests) counts[operation] = (counts[operation] ?? 0) + 1;
  return counts;
}

/** Reports to the demo as soon as the mock has answered that many requests of an operation. */
function tellAtCount(operation: string, count: number): void {
  const answered = "http.server.response.finish";
  const look = (): void => {
    if ((countRequests()[operation] ?? 0) < count) return;
    unsubscribe(answered, look);
    tell({ answer: "done" });
  };
  subscribe(answered, look);
  look();
}

process.on("message", (command: Command) => {
  switch (command.do) {
    case "fail":
      mock.fail(command.operation, command.failure);
      tell({ answer: "done" });
      break;
    case "expire-tokens":
      mock.expireTokens?.();
      tell({ answer: "done" });
      break;
    case "count-requests":
      tell({ answer: "requests", counts: countRequests() });
      break;
    case "wait-for-requests":
      tellAtCount(command.operation, command.count);
      break;
  }
});
// The demo has ended or was stopped: this process must not outlive it.
process.on("disconnect", () => {
  process.exit();
});
tell({ answer: "listening", url: served.url });
