import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import type { Answer, Command } from "./crash-mock.ts";

/** Starts a program of this folder. */
export function start(file: string, argument: string): ChildProcess {
  const path = fileURLToPath(new URL(file, import.meta.url));
  return fork(path, [argument], { execArgv: ["--conditions=kelaskit-source"] });
}

/** The next message of a program. */
export async function nextMessage<Message>(child: ChildProcess): Promise<Message> {
  const over = new AbortController();
  try {
    return await Promise.race([
      once(child, "message", { signal: over.signal }).then(([message]) => message as Message),
      once(child, "exit", { signal: over.signal }).then(([code]): never => {
        throw new Error(`The process ended with code ${String(code)} before it said anything.`);
      }),
    ]);
  } finally {
    over.abort();
  }
}

/** Starts the mock that loses orders and replies, and kills its client. It ends with the test. */
export async function startMock(seed: number) {
  const child = start("crash-mock.ts", String(seed));
  onTestFinished(() => {
    if (child.connected) child.disconnect();
  });
  const listening = await nextMessage<Answer>(child);
  if (listening.answer !== "listening") throw new Error("The mock did not say where it listens.");
  return {
    url: listening.url,
    tell: (command: Command) => child.send(command),
    /** Who has got the product since the last call, and who was ordered for twice. */
    async orders(): Promise<{ readonly owners: readonly string[]; readonly twice: readonly string[] }> {
      const answer = nextMessage<Answer>(child);
      child.send({ do: "list-orders" } satisfies Command);
      const listed = await answer;
      if (listed.answer !== "orders") throw new Error("The mock did not say what was ordered.");
      return listed;
    },
  };
}
