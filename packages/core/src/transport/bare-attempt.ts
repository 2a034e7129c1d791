/** Turns off everything in ky that core does itself, so that ky makes one bare attempt. */
export const bareAttempt = {
  retry: 0,
  timeout: false,
  totalTimeout: false,
  throwHttpErrors: false,
  redirect: "manual",
  // The URL is absolute.
  prefix: "",
} as const;
