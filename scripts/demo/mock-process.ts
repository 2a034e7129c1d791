import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Failure } from "@kelaskit/core/testing";
import type { Answer, Command } from "./mock-server.ts";

/** A mock in its own process. */
export interface MockProcess {
  readonly url: string;
  readonly pid: number | undefined;
  /** Makes the next request of an operation fail. */
  fail(operation: string, failure: Failure): Promise<void>;
  /** Expires the tokens that were issued. */
  expireTokens(): Promise<void>;
  /** Returns how many requests of each operation have arrived. */
  countRequests(): Promise<Readonly<Record<string, number>>>;
  /** Waits until that many requests of an operation have been answered. Send no other command meanwhile. */
  waitForRequests(operation: string, count: number): Promise<void>;
  stop(): Promise<void>;
}

async function nextAnswer(child: ChildProcess): Promise<Answer> {
  const over = new AbortController();
  try {
    return await Promise.race([
      once(child, "message", { signal: over.signal }).then(([answer]) => answer as Answer),
      once(child, "exit", { signal: over.signal }).then(([code]): never => {
        throw new Error(`The mock's process ended with code ${String(code)}.`);
      }),
    ]);
  } finally {
    over.abort();
  }
}

/** Starts a vendor's mock on a free loopback port. */
export async function startMock(vendor: string): Promise<MockProcess> {
  const child = fork(fileURLToPath(new URL("mock-server.ts", import.meta.url)), [vendor], {
    execArgv: ["--conditions=kelaskit-source"],
  });
  const ask = async (command: Command): Promise<Answer> => {
    const answer = nextAnswer(child);
    child.send(command);
    return answer;
  };
  const first = await nextAnswer(child);
  if (first.answer !== "listening") throw new Error("The mock did not report its address.");
  return {
    url: first.url,
    pid: child.pid,
    async fail(operation, failure) {
      await ask({ do: "fail", operation, failure });
    },
    async expireTokens() {
      await ask({ do: "expire-tokens" });
    },
    async countRequests() {
      const answer = await ask({ do: "count-requests" });
      return answer.answer === "requests" ? answer.counts : {};
    },
    async waitForRequests(operation, count) {
      await ask({ do: "wait-for-requests", operation, count });
    },
    async stop() {
      const ended = once(child, "exit");
      child.disconnect();
      await ended;
    },
  };
}
