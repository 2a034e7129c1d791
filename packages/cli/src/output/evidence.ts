import type { Evidence } from "@kelaskit/core";

/** What a word of evidence means for whoever calls. */
export const evidenceWords: Readonly<Record<Evidence, string>> = {
  documented: "documented: the vendor prints this method and path",
  deduced: "deduced: it follows from what the vendor prints, who does not print it whole",
  proposed: "proposed: the vendor does not print it, it is Kelaskit's guess",
};
