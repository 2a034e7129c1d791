import { randomInt } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { createLimiter, type LimiterOptions } from "@kelaskit/core";
import { signWebhook } from "@kelaskit/scalev/mock";
import { type CommandContext, type ExitCode, InputError } from "../context.ts";
import { listenForStop } from "../io/signals.ts";
import { type OutputForm, outputForm } from "../output/form.ts";
import { type Answer, answerOf, noAnswer } from "./answer.ts";
import { arranged } from "./arrange.ts";
import { type LineDelivery, nameOf, readDeliveries } from "./deliveries.ts";
import { receiverUrl, type ReceiverUrl } from "./receiver-url.ts";
import { reportReplay } from "./replay-report.ts";
import { sendDeliveries, type SenderResult } from "./sender.ts";
import { signingSecret } from "./signing-secret.ts";

/** The options of `kelaskit sales replay`. */
export interface ReplayOptions {
  readonly url: string;
  readonly shuffle?: boolean | undefined;
  readonly seed?: number | undefined;
  readonly times: number;
  readonly concurrency: number;
  readonly rate?: LimiterOptions | undefined;
  /** In seconds. */
  readonly timeout: number;
  readonly yes?: boolean | undefined;
  readonly profile?: string | undefined;
  readonly output?: OutputForm | undefined;
}

/** From here on, seeds are long to type. */
const mostSeeds = 1_000_000;

function seedOf({ shuffle, seed }: ReplayOptions): number | undefined {
  if (shuffle === true) return seed ?? randomInt(mostSeeds);
  if (seed === undefined) return undefined;
  throw new InputError(
    "--seed requires --shuffle, and nothing was sent. Add --shuffle, or remove --seed to keep the order of the file.",
  );
}

/** Why nothing more is sent after a 401. */
function unauthorizedText({ sent }: SenderResult): string {
  const refused = sent.find(({ answer }) => answer?.status === 401)?.delivery;
  const line = `kelaskit: The receiver answered 401 to line ${refused?.line}: it does not accept the signature. Nothing more was sent.`;
  return refused?.recorded === undefined
    ? `${line} Check that the signing secret (SCALEV_WEBHOOK_SECRET, or else the saved one) is one of the receiver's secrets, and that nothing changes the body before the receiver checks it, such as a body parser or a proxy.`
    : `${line} It was sent with its recorded signature: check that the receiver has the secret that was valid then, and that the body was recorded exactly as it came.`;
}

/** Sends one delivery after another to the receiver. */
class Wire {
  readonly #receiver: ReceiverUrl;
  readonly #secret: string | undefined;
  readonly #timeout: number;
  readonly #abandoned: AbortSignal;
  readonly #fetch: CommandContext["fetch"];

  constructor(
    receiver: ReceiverUrl,
    secret: string | undefined,
    { timeout }: ReplayOptions,
    abandoned: AbortSignal,
    { fetch }: CommandContext,
  ) {
    this.#receiver = receiver;
    this.#secret = secret;
    this.#timeout = timeout * 1000;
    this.#abandoned = abandoned;
    this.#fetch = fetch;
  }

  async send({ body, recorded }: LineDelivery): Promise<Answer> {
    const headers = recorded ?? {
      "content-type": "application/json",
      "x-scalev-hmac-sha256": await signWebhook(body, this.#secret ?? ""),
    };
    try {
      const response = await this.#fetch(this.#receiver.url, {
        method: "POST",
        headers,
        body: body.length === 0 ? null : body,
        // Whoever confirmed one address did not confirm another.
        redirect: "manual",
        signal: AbortSignal.any([this.#abandoned, AbortSignal.timeout(this.#timeout)]),
      });
      await response.body?.cancel();
      return answerOf(response);
    } catch (error) {
      return noAnswer(error);
    }
  }
}

/** `kelaskit sales replay`: sends the events of a file to a receiver. */
export async function replayCommand(
  file: string,
  options: ReplayOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const seed = seedOf(options);
  const receiver = receiverUrl(options.url, options.yes === true);
  const lines = await readDeliveries(file, context);
  const needsSecret = lines.some(({ recorded }) => recorded === undefined);
  const secret = needsSecret ? await signingSecret(options.profile, context) : undefined;
  const deliveries = arranged(lines, { times: options.times, seed });
  const abandon = new AbortController();
  using signals = listenForStop({
    outputLost: context.outputLost,
    onStop: () => {
      context.printError(
        "Stopping: nothing more is sent, and deliveries in progress are completed. Press Ctrl-C again to stop waiting.",
      );
    },
    onGiveUp: () => {
      abandon.abort();
    },
  });
  const count = deliveries.length === 1 ? "1 delivery" : `${deliveries.length} deliveries`;
  const order = seed === undefined ? "" : `, in the order of --seed ${seed}`;
  context.printError(`Sending ${count} of ${nameOf(file)} to ${receiver.shown}${order}.`);
  const wire = new Wire(receiver, secret, options, abandon.signal, context);
  const result = await sendDeliveries(deliveries, {
    concurrency: options.concurrency,
    limiter: createLimiter({ ...options.rate, concurrency: options.concurrency }),
    send: (delivery) => wire.send(delivery),
    async pause(milliseconds, open) {
      const seconds = Math.ceil(milliseconds / 1000);
      context.printError(`Not acknowledged or not sent yet: ${open}. Sent again in ${seconds} s.`);
      await delay(milliseconds, undefined, { signal: signals.signal }).catch((error: unknown) => {
        // The next round finds that it is stopped.
        if (!signals.signal.aborted) throw error;
      });
    },
    signal: signals.signal,
  });
  const code = await reportReplay(
    result,
    { shown: receiver.shown, seed, form: outputForm(options.output, context) },
    context,
  );
  if (result.stopped === "unauthorized") context.printError(unauthorizedText(result));
  if (result.stopped === "unanswered") {
    context.printError(
      `kelaskit: ${receiver.shown} acknowledged nothing, five times in a row. Check that the receiver is running and that the address is right.`,
    );
  }
  return code;
}
