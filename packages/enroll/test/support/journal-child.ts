// Opens and closes journals on command.
import { Journal } from "../../src/journal/journal.ts";
import { JournalError } from "../../src/journal/errors.ts";

/** What the test sends to this process. */
export type JournalCommand =
  | {
      readonly do: "open";
      readonly path: string;
      /** So many rows are taken in, five hundred with each commit. @default 0 */
      readonly rows?: number;
    }
  | { readonly do: "close" }
  | { readonly do: "open-and-close"; readonly path: string };

let journal: Journal | undefined;

function open({ path, rows = 0 }: Extract<JournalCommand, { readonly do: "open" }>): string {
  try {
    journal = new Journal(path, { mustExist: false });
    for (let start = 0; start < rows; start += 500) {
      const lines = Array.from({ length: 500 }, (_, index) => start + index + 1);
      journal.takeIn(lines.map((line) => ({ line, key: JSON.stringify(["t", `${line}`.padEnd(200), "i"]) })));
    }
    return "open";
  } catch (error) {
    if (!JournalError.isInstance(error)) throw error;
    return error.problem;
  }
}

process.on("message", (command: JournalCommand) => {
  if (command.do === "open-and-close") {
    process.send?.("begun");
    // Until it is killed.
    for (;;) {
      journal = new Journal(command.path, { mustExist: false });
      journal.close();
    }
  }
  if (command.do === "open") {
    process.send?.(open(command));
  } else {
    journal?.close();
    process.send?.("closed");
  }
});
process.on("disconnect", () => process.exit());
