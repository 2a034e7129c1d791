// Limits that several projects share.
import type { Limit } from "./project.ts";

/** Pages in Chromium, whatever bundled them. */
export const sentTwiceByChromium: Limit = {
  part: "lostReply",
  shows: "requests: 2",
  why: "Chromium itself resends a request, even an order, when a reused connection ends without an answer. The guide to retries explains what a page can do.",
};
