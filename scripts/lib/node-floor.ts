/**
 * The Node versions that every package supports; the only place where they are set. `check:packages` compares them with
 * the requirements of all installed packages, and `lint` with each text that names a version.
 */
export const supportedNode = "^22.19.0 || >=24.0.0";

/** The lowest of them, as documentation names it. */
export const nodeFloor = "22.19";
