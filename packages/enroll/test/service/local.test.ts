import { describe } from "vitest";
import { newJournal } from "../support/targets.ts";
import { testAdding } from "./adding-contract.ts";
import { testChanging } from "./changing-contract.ts";
import { testSending } from "./sending-contract.ts";
import { open, type Opening } from "./support.ts";

const local: Opening = {
  newPlace: newJournal,
  open: (settings, place = newJournal()) => open({ ...settings, journal: place }),
};

describe("enrollments in a file", () => {
  testAdding(local);
  testChanging(local);
  testSending(local);
});
