import { dependenciesMayMove, manifestsAgree, oneNodeFloor } from "./manifests.ts";
import { indexHasExportsOnly, vendorsHaveTheSameRooms } from "./rooms.ts";
import type { Rule } from "./rule.ts";
import { testsHaveOneTimeLimit } from "./time-limits.ts";

export const rules: readonly Rule[] = [
  vendorsHaveTheSameRooms,
  indexHasExportsOnly,
  manifestsAgree,
  dependenciesMayMove,
  oneNodeFloor,
  testsHaveOneTimeLimit,
];
