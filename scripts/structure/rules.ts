import { arrowsPointDown } from "./arrows.ts";
import { dependenciesMayMove, manifestsAgree, oneNodeFloor } from "./manifests.ts";
import { mocksStayOut, mswOnlyInTests, nodeFilesStayOut, nodeOnlyInNodeFiles } from "./portability.ts";
import { indexHasExportsOnly, sourceFilesAreShort, vendorsHaveTheSameRooms } from "./rooms.ts";
import type { Rule } from "./rule.ts";
import { indexExportsNoSchemas, schemasUseFunctionsOnly } from "./schemas.ts";
import { zodComesThroughItsAlias } from "./zod-imports.ts";

export const rules: readonly Rule[] = [
  arrowsPointDown,
  vendorsHaveTheSameRooms,
  indexHasExportsOnly,
  sourceFilesAreShort,
  mswOnlyInTests,
  mocksStayOut,
  nodeOnlyInNodeFiles,
  nodeFilesStayOut,
  zodComesThroughItsAlias,
  schemasUseFunctionsOnly,
  indexExportsNoSchemas,
  manifestsAgree,
  dependenciesMayMove,
  oneNodeFloor,
];
