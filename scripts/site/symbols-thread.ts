// A thread that writes the pages of symbols into the folder that it is given.
import { parentPort, workerData } from "node:worker_threads";
import { writeSymbols } from "./symbols.ts";

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(await writeSymbols(workerData as string));
