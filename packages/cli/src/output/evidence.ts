import type { Evidence } from "@kelaskit/core";

/** The meaning of each kind of evidence, for the caller. */
export const evidenceWords: Readonly<Record<Evidence, string>> = {
  documented: "documented: the vendor prints this method and path",
  observed: "observed: seen in other working code or in real traffic; the vendor does not print it",
  deduced: "deduced: it follows from parts that the vendor prints, but is not printed as a whole",
  proposed: "proposed: the vendor does not print it; it is Kelaskit's guess",
};
