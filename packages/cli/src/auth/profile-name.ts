/** The profile that is used when none is named. */
export const defaultProfile = "default";
