import * as core from "@kelaskit/core";

/** Where the authors of vendors' packages import from: an entry of its own, once core has it. */
export const authorsEntry = "operation" in core ? "@kelaskit/core" : "@kelaskit/core/vendor";
