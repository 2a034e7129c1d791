/** What core does itself: ky makes one bare attempt. Its signal, too: ky would build a composite of it, a fifth of a call. */
export const bareAttempt = {
  retry: 0,
  timeout: false,
  totalTimeout: false,
  throwHttpErrors: false,
  redirect: "manual",
  // The URL is whole.
  prefix: "",
} as const;
