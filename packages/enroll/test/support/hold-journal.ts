// Opens a journal and keeps it until it is killed; with "warn" it warns of something else and ends.
import { Journal } from "../../src/journal/journal.ts";

const [, , path = "", warn] = process.argv;
const journal = new Journal(path, { mustExist: false });
if (warn === "warn") {
  process.emitWarning("a warning of another kind");
  journal.close();
  process.disconnect();
} else {
  process.send?.("holding");
  process.on("disconnect", () => process.exit());
}
