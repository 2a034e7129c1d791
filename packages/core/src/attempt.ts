import type { Authorization } from "./credentials.ts";
import type { Outcome } from "./errors.ts";
import type { Exchange } from "./exchange.ts";
import { outcomeOfStatus, worseOutcome } from "./retry-policy.ts";
import type { TransportResponse } from "./transport/transport.ts";

interface Departure {
  /** It is proven that nothing of it reached the vendor. */
  isNotSent: boolean;
  response: TransportResponse | undefined;
}

function outcomeOf({ isNotSent, response }: Departure): Outcome {
  if (isNotSent) return "not-sent";
  return response === undefined ? "unknown" : outcomeOfStatus(response.status);
}

/** The requests that have left in one try: a middleware may send several, or none. */
export class Departures {
  readonly #all: Departure[] = [];
  #isOver = false;

  /** What is known about the effect of all that has left. */
  get outcome(): Outcome {
    return this.#outcomeWithout(undefined);
  }

  /** The same without the request that an answer belongs to: the answer itself says what became of that one. */
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

  /** Notes that middleware gets an answer as another object. */
  isShownAs(response: TransportResponse, shown: Response): void {
    const departure = this.#all.find((one) => one.response === response);
    if (departure !== undefined) departure.response = shown;
  }

  /** The status of the last answer, which a middleware may have failed on. */
  get answered(): number | undefined {
    return this.#all.findLast(({ response }) => response !== undefined)?.response?.status;
  }

  /** Notes that a request leaves now. */
  begin(): Departure {
    // What is known of the try has been told by now, and must stay true.
    if (this.#isOver) throw new Error("A middleware called next() after its try was over; nothing was sent.");
    const departure: Departure = { isNotSent: false, response: undefined };
    this.#all.push(departure);
    return departure;
  }

  /** The try has failed: nothing may leave any more. */
  end(): void {
    this.#isOver = true;
  }
}

/** One try of a call. */
export interface Attempt {
  readonly exchange: Exchange;
  /** What it is sent with: of this try alone. */
  readonly authorization: Authorization | undefined;
}
