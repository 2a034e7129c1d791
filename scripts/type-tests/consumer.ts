// What a user's program does with the packages, type-checked against what they publish (see the tsconfig files
// beside this one). A line that must be an error carries `@ts-expect-error`.
import * as core from "@kelaskit/core";
import * as skilvul from "@kelaskit/skilvul";

export const packages = { core, skilvul };
