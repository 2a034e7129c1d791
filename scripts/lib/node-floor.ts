/**
 * The Node versions that every package asks for, and the only place where they are chosen. `check:packages` compares them with
 * what everything that is installed with the packages asks for, and `lint` with each text that names a version.
 */
export const supportedNode = "^22.19.0 || >=24.0.0";

/** The lowest of them, as texts name it. */
export const nodeFloor = "22.19";
