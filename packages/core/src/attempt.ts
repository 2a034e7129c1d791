import type { Authorization } from "./credentials.ts";
import type { Outcome } from "./errors.ts";
import type { Exchange } from "./exchange.ts";
import { outcomeOfStatus, worseOutcome } from "./retry-policy.ts";
import type { TransportResponse } from "./transport/transport.ts";

interface Departure {
  /** Whether it certainly did not reach the vendor. */
  isNotSent: boolean;
  response: TransportResponse | undefined;
}

function outcomeOf({ isNotSent, response }: Departure): Outcome {
  if (isNotSent) return "not-sent";
  return response === undefined ? "unknown" : outcomeOfStatus(response.status);
}

/** The requests that were sent in one attempt: a middleware may send several, or none. */
export class Departures {
  readonly #all: Departure[] = [];
  #isOver = false;

  /** What is known about the effect of all requests that were sent. */
  get outcome(): Outcome {
    return this.#outcomeWithout(undefined);
  }

  /** The same without the request that an answer belongs to, because the answer itself shows the effect of that one. */
  outcomeBeside(answer: TransportResponse): Outcome {
    if (this.#all.length <= 1) return "not-sent";
    return this.#outcomeWithout(this.#all.find(({ response }) => response === answer) ?? this.#all.at(-1));
  }

  #outcomeWithout(one: Departure | undefined): Outcome {
    let worst: Outcome = "not-sent";
    for (const departure of this.#all) {
      if (departure !== one) worst = worseOutcome(worst, outcomeOf(departure));
    }
    return worst;
  }

  /** Records that middleware sees an answer as another object. */
  isShownAs(response: TransportResponse, shown: Response): void {
    const departure = this.#all.find((one) => one.response === response);
    if (departure !== undefined) departure.response = shown;
  }

  /** The status of the last answer, for errors of a middleware that failed after it. */
  get answered(): number | undefined {
    return this.#all.findLast(({ response }) => response !== undefined)?.response?.status;
  }

  /** Records that a request is being sent. */
  begin(): Departure {
    // The outcome of the attempt has been reported by now and must stay true.
    if (this.#isOver)
      throw new Error("A middleware called next() after its attempt ended; nothing was sent.");
    const departure: Departure = { isNotSent: false, response: undefined };
    this.#all.push(departure);
    return departure;
  }

  /** Records that the attempt has failed: nothing more may be sent. */
  end(): void {
    this.#isOver = true;
  }
}

/** One attempt of a call. */
export interface Attempt {
  readonly exchange: Exchange;
  /** The authorization of this attempt alone. */
  readonly authorization: Authorization | undefined;
}
