import { AbortedError, ApiError, type Client, ConfigurationError, InvalidParamsError } from "@kelaskit/core";
import type { AnyDeclaration } from "@kelaskit/core/vendor";
import type { AnyOperation } from "../vendors/vendor.ts";
import type { CleanNames } from "./clean-names.ts";
import { FoundIds } from "./found-ids.ts";
import { type Finding, isReal, judgeError, judgeReply } from "./judge.ts";
import {
  type Doubt,
  Doubts,
  isFromVendor,
  isRejectedLogin,
  mostFailures,
  outageOf,
  suspicious,
} from "./outage.ts";
import { type GivenValues, noneValid, type Parameters, parametersFor } from "./parameters.ts";

/** What calls are sent with. */
export interface CallerSettings {
  readonly client: Client;
  readonly names: CleanNames;
  readonly signal: AbortSignal;
  /** The values of parameters that the user gave. */
  readonly given: GivenValues;
}

/** What a call shows, and why that may be an outage instead. */
export interface Attempt {
  readonly finding: Finding;
  readonly doubt?: Doubt | undefined;
}

interface Sent extends Attempt {
  /** Whether the vendor has replied as it should, or with an error that is certainly about the operation. */
  readonly shows?: "reply" | "error" | undefined;
}

/** A call that was answered. */
interface Answered {
  readonly operation: AnyOperation;
  readonly params: Parameters;
}

/** Which of the client's credentials an operation is sent with. */
function authOf({ auth = "" }: AnyDeclaration): string {
  return String(auth);
}

function notTried(reason: string): Attempt {
  return { finding: { verdict: "not-tried", reason } };
}

/**
 * Sends calls that only read, and tells an outage from results: failures that may be either are held back until the vendor answers
 * something else, or no longer answers what it answered before.
 */
export class Caller {
  /** The identifiers in all replies. */
  readonly found = new FoundIds();
  /** The first error about a credential or setting that is missing. */
  missingCredential: ConfigurationError | undefined;
  /** The first error about a setting that cannot be used. */
  failure: ConfigurationError | undefined;
  /** Whether the vendor has answered anything, be it an error. */
  hasAnswered = false;
  readonly #settings: CallerSettings;
  readonly #doubts = new Doubts();
  /** The first call that was answered with each of the credentials. */
  readonly #answered = new Map<string, Answered>();
  readonly #earlier: AnyOperation[] = [];

  constructor(settings: CallerSettings) {
    this.#settings = settings;
  }

  /** Remembers an operation that an earlier walk has read, as one that the vendor should still answer. */
  remember(operation: AnyOperation): void {
    this.#earlier.push(operation);
  }

  /** Calls an operation. */
  async call(operation: AnyOperation, params: Parameters): Promise<Attempt> {
    const { shows, ...attempt } = await this.#send(operation, params);
    if (shows === "reply") {
      const auth = authOf(operation.declaration);
      if (!this.#answered.has(auth) && operation.declaration.media !== "binary")
        this.#answered.set(auth, { operation, params });
      this.#doubts.dispel();
    } else if (shows === "error") this.#doubts.dispelByError();
    return attempt;
  }

  async #send(operation: AnyOperation, params: Parameters): Promise<Sent> {
    const { client, names, signal } = this.#settings;
    try {
      const { data, response } = await operation(client, params, {
        validation: "off",
        signal,
      }).withResponse();
      this.hasAnswered = true;
      this.found.collect(operation.declaration.name, params, data);
      const finding = judgeReply(operation, params, { reply: data, status: response.status }, names);
      return { finding, shows: isReal(finding) ? "reply" : undefined };
    } catch (error) {
      return this.failed(error, operation.declaration);
    }
  }

  /** Judges a call that failed. */
  failed(error: unknown, declaration: AnyDeclaration): Sent {
    if (AbortedError.isInstance(error)) return notTried("interrupted");
    if (InvalidParamsError.isInstance(error)) return notTried(noneValid);
    if (ConfigurationError.isInstance(error)) {
      if (error.code === "missing-option" || error.code === "login-required") {
        this.missingCredential ??= error;
        return notTried("a credential or setting that it needs is missing");
      }
      this.failure ??= error;
      return notTried("a setting that it needs cannot be used");
    }
    const finding = judgeError(error, this.#settings.names);
    const outage = outageOf(error);
    if (outage === undefined || isFromVendor(outage)) this.hasAnswered = true;
    if (outage === undefined) return { finding, shows: ApiError.isInstance(error) ? "error" : undefined };
    return { finding, doubt: { outage, error, auth: authOf(declaration) } };
  }

  /**
   * Holds back a result that may be an outage.
   *
   * @param settle Called when it has turned out to be a result.
   * @throws The failure, if it is an outage.
   */
  async hold(doubt: Doubt, settle: () => void): Promise<void> {
    const count = this.#doubts.add(doubt, settle);
    // A rejected login is not tried again: some vendors lock the account.
    if (isRejectedLogin(doubt.error)) throw doubt.error;
    const hasProbe = this.#probeFor(doubt) !== undefined;
    if (count >= (hasProbe ? suspicious : mostFailures(doubt.outage))) await this.confirm(doubt);
  }

  /** What to ask in order to know whether the vendor still answers: what it has answered in this walk, else in an earlier one. */
  #probeFor({ auth }: Doubt): Answered | undefined {
    const source = { found: new FoundIds(), given: this.#settings.given };
    const earlier = this.#earlier.flatMap((operation): readonly Answered[] => {
      const ready = parametersFor(operation.declaration, source, false);
      return "calls" in ready && !ready.hasIds ? [{ operation, params: ready.calls[0] ?? {} }] : [];
    });
    const probes = [...this.#answered.values(), ...earlier];
    return probes.find(({ operation }) => authOf(operation.declaration) === auth) ?? probes[0];
  }

  /**
   * Asks again for what was answered before: if it still is, the failures were results of their operations.
   *
   * @throws The failure, if it is an outage.
   */
  async confirm(doubt: Doubt): Promise<void> {
    const probe = this.#probeFor(doubt);
    if (probe !== undefined) {
      const { finding } = await this.call(probe.operation, probe.params);
      if (isReal(finding) || this.#settings.signal.aborted) return;
    }
    throw doubt.error;
  }

  /**
   * Decides about the failures that nothing has explained until the end.
   *
   * @throws The first of them, if they are an outage.
   */
  async settleDoubts(): Promise<void> {
    const { first } = this.#doubts;
    if (first === undefined || this.#settings.signal.aborted) return;
    if (this.#probeFor(first) === undefined) this.#doubts.dispel();
    else await this.confirm(first);
  }
}
