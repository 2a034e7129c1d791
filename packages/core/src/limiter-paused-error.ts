import { KelasError } from "./kelas-error.ts";

/** A limiter is paused for longer than a request may wait. The request was not sent. */
export class LimiterPausedError extends KelasError {
  static override readonly brand: string = "LimiterPausedError";
  /** How long the pause still lasts, in milliseconds. */
  readonly retryAfter: number;

  constructor(retryAfter: number, options?: ErrorOptions) {
    super(
      `The limiter is paused for another ${Math.ceil(retryAfter / 1000)} s, which is longer than this request may wait.`,
      options,
    );
    this.retryAfter = Math.ceil(retryAfter);
  }
}
