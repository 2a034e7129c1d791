import {
  AbortedError,
  AuthenticationError,
  type Client,
  ConfigurationError,
  ConnectionError,
  InvalidParamsError,
} from "@kelaskit/core";
import { parametersOf } from "../call/schema.ts";
import type { AnyOperation } from "../vendors/vendor.ts";
import type { CleanNames } from "./clean-names.ts";
import { reasonNotToSend, routeOf } from "./eligible.ts";
import { FoundIds, idName } from "./found-ids.ts";
import { type Finding, judgeError, judgeReply } from "./judge.ts";
import { nameParts } from "./name-words.ts";
import { searchRoute, type SearchSettings } from "./suggest.ts";
import { type Parameters, parametersFor, type Readiness } from "./parameters.ts";
import type { Traffic } from "./traffic.ts";
import type { OperationRecord } from "./verdict.ts";

/** What a walk works with. */
export interface WalkSettings {
  readonly client: Client;
  readonly operations: readonly AnyOperation[];
  /** The routes of `--routes`. */
  readonly routes: Readonly<Record<string, string>>;
  /** The records of an earlier, interrupted walk. */
  readonly earlier: Readonly<Record<string, OperationRecord>>;
  /** Why an operation is left out by the user; undefined if it is not. */
  readonly leftOut: (name: string) => string | undefined;
  /** The values of parameters that the user gave. */
  readonly given: Readonly<Record<string, string>>;
  readonly maxRequests: number;
  readonly traffic: Traffic;
  readonly names: CleanNames;
  readonly signal: AbortSignal;
  /** Creates a client with other routes, to search for those that are not found; undefined if they are not searched. */
  readonly createClient: SearchSettings["createClient"] | undefined;
  /** The day, such as `2026-01-31`. */
  readonly date: string;
  /** Called with each record as it is made. */
  readonly onRecord: (name: string, record: OperationRecord) => void;
}

/** How a walk ended. */
export interface WalkResult {
  readonly records: ReadonlyMap<string, OperationRecord>;
  /** Whether every read was tried that could be. */
  readonly isComplete: boolean;
  /** What ended the walk, or kept an operation from being tried, after the vendor had answered; undefined if nothing did. */
  readonly failure: Error | undefined;
}

/** What one passage over the operations leaves. */
interface Pass {
  /** The operations that were not tried. */
  readonly left: readonly AnyOperation[];
  /** What they lack. */
  readonly missing: ReadonlyMap<AnyOperation, string>;
}

/** A vendor that rejects the credentials, or cannot be reached, this often in a row, is not asked again. */
const hopeless = 3;
/** How many identifiers are tried at a route that is only a guess. */
const idsOfGuess = 2;
/** How many lists are read until one has entries. */
const listsOfKind = 3;

/** How much an operation needs: lists the least, because they contain identifiers, then what requires the fewest of them. */
function needs({ declaration }: AnyOperation): number {
  const ids = parametersOf(declaration).filter(
    ({ name, required }) => required && idName(name) !== undefined,
  );
  return ids.length * 2 + (nameParts(declaration.name).isList ? 0 : 1);
}

function byNeeds(first: AnyOperation, second: AnyOperation): number {
  return needs(first) - needs(second);
}

/**
 * Calls the operations that only read, one after another: first those that need nothing, then those whose identifiers are in the
 * replies. Each list is read to its first page.
 */
export class Walk {
  readonly #settings: WalkSettings;
  readonly #records = new Map<string, OperationRecord>();
  readonly #found = new FoundIds();
  readonly #parameters = new Map<string, Parameters>();
  #failures: unknown[] = [];
  #missingCredential: ConfigurationError | undefined;
  #failure: Error | undefined;
  /** Whether an error ended the walk before its end. */
  #isCutShort = false;
  #hasAnswered = false;
  /** Whether a search for another route was stopped, and lacks ids. */
  #search = { isStopped: false, lacksIds: false };

  constructor(settings: WalkSettings) {
    this.#settings = settings;
  }

  get #mustStop(): "interrupted" | "the limit of --max-requests was reached" | undefined {
    const { signal, traffic, maxRequests } = this.#settings;
    if (signal.aborted) return "interrupted";
    return traffic.requests >= maxRequests ? "the limit of --max-requests was reached" : undefined;
  }

  #record(
    { declaration }: AnyOperation,
    finding: Finding,
    more: Partial<Pick<OperationRecord, "route" | "suggestionsTried">> = {},
  ): void {
    const { routes, date, onRecord } = this.#settings;
    const isObserved = finding.verdict === "answered" || finding.verdict === "drift";
    const record: OperationRecord = {
      route: routeOf(declaration, routes),
      declared: declaration.evidence,
      evidence: isObserved ? "observed" : declaration.evidence,
      ...(finding.verdict === "not-tried" ? {} : { date }),
      ...finding,
      ...more,
    };
    this.#records.set(declaration.name, record);
    onRecord(declaration.name, record);
  }

  /** Calls an operation with the first parameters for which there is a record. */
  async #try(
    operation: AnyOperation,
    { calls, hasIds }: Extract<Readiness, { calls: unknown }>,
  ): Promise<Finding> {
    const { evidence } = operation.declaration;
    const tries = evidence === "proposed" && hasIds ? calls.slice(0, idsOfGuess) : calls;
    let finding: Finding = { verdict: "not-tried" };
    let count = 0;
    for (const params of tries) {
      // Not found with some of the ids proves nothing yet: the same command tries all of them.
      if (count > 0 && this.#mustStop !== undefined)
        return finding.verdict === "not-found" ? { verdict: "not-tried", reason: "interrupted" } : finding;
      count += 1;
      this.#parameters.set(operation.declaration.name, params);
      finding = await this.#call(operation, params);
      const isUsual = finding.verdict !== "not-found" && finding.isEmpty !== true;
      if (isUsual || finding.status === 405 || (finding.isEmpty === true && count === listsOfKind)) break;
    }
    if (finding.verdict !== "not-found" || finding.status === 405) return finding;
    const ids = count === 1 ? "an id" : `${count} ids`;
    return {
      ...finding,
      triedIds: hasIds ? count : 0,
      reason: hasIds ? `no record for ${ids} of the vendor's own` : "the route is wrong",
    };
  }

  async #call(operation: AnyOperation, params: Parameters): Promise<Finding> {
    const { client, names, signal } = this.#settings;
    try {
      const { data, response } = await operation(client, params, {
        validation: "off",
        signal,
      }).withResponse();
      this.#hasAnswered = true;
      this.#found.collect(operation.declaration.name, params, data);
      return judgeReply(operation, params, { reply: data, status: response.status }, names);
    } catch (error) {
      return this.#failed(error);
    }
  }

  #failed(error: unknown): Finding {
    if (AbortedError.isInstance(error)) return { verdict: "not-tried", reason: "interrupted" };
    if (InvalidParamsError.isInstance(error))
      return { verdict: "not-tried", reason: "no valid parameters could be found" };
    if (ConfigurationError.isInstance(error)) {
      if (error.code === "missing-option" || error.code === "login-required") {
        this.#missingCredential ??= error;
        return { verdict: "not-tried", reason: "a credential or setting that it needs is missing" };
      }
      this.#failure ??= error;
      return { verdict: "not-tried", reason: "a setting that it needs cannot be used" };
    }
    const finding = judgeError(error, this.#settings.names);
    if (AuthenticationError.isInstance(error) || ConnectionError.isInstance(error)) {
      this.#failures.push(error);
      // A rejected login is not tried again: some vendors lock the account.
      const isLogin = AuthenticationError.isInstance(error) && error.cause !== undefined;
      if (!this.#hasAnswered && (isLogin || this.#failures.length >= hopeless)) throw error;
    } else {
      this.#hasAnswered = true;
    }
    return finding;
  }

  /** Tries those operations whose parameters are known, and returns the others. */
  async #pass(pending: readonly AnyOperation[], loosely: boolean): Promise<Pass> {
    const { given } = this.#settings;
    const left: AnyOperation[] = [];
    const missing = new Map<AnyOperation, string>();
    for (const operation of pending.toSorted(byNeeds)) {
      const ready = parametersFor(operation.declaration, { found: this.#found, given }, loosely);
      if (this.#mustStop !== undefined || "missing" in ready) {
        left.push(operation);
        if ("missing" in ready) missing.set(operation, ready.missing);
        continue;
      }
      const finding = await this.#try(operation, ready);
      if (finding.reason === "interrupted") left.push(operation);
      else this.#record(operation, finding);
    }
    return { left, missing };
  }

  /** Reads again what an earlier walk has read, for the identifiers in it. */
  async #readAgain(again: Set<AnyOperation>): Promise<boolean> {
    const { given } = this.#settings;
    for (const operation of [...again].toSorted(byNeeds)) {
      if (this.#mustStop !== undefined) return false;
      const ready = parametersFor(operation.declaration, { found: this.#found, given }, false);
      if ("missing" in ready) continue;
      again.delete(operation);
      await this.#call(operation, ready.calls[0] ?? {});
      return true;
    }
    return false;
  }

  /** Whether the route of an operation is a guess that was not found, for which no other route was searched yet. */
  #isToBeSearched({ declaration: { name, evidence } }: AnyOperation): boolean {
    const record = this.#records.get(name);
    return (
      evidence === "proposed" && record?.verdict === "not-found" && record.suggestionsTried === undefined
    );
  }

  /** Searches the routes that were not found, and returns whether one was found now. */
  async #searchRoutes(): Promise<boolean> {
    const { operations, createClient, names, signal, given } = this.#settings;
    if (createClient === undefined) return false;
    const taken = new Set(operations.map(({ declaration }) => routeOf(declaration, {})));
    const settings = { createClient, taken, names, signal, mustStop: () => this.#mustStop !== undefined };
    let hasFound = false;
    this.#search = { isStopped: false, lacksIds: false };
    for (const operation of operations.filter((one) => this.#isToBeSearched(one)).toSorted(byNeeds)) {
      const { name } = operation.declaration;
      const ready = parametersFor(operation.declaration, { found: this.#found, given }, true);
      const params = this.#parameters.get(name) ?? ("missing" in ready ? undefined : ready.calls[0]);
      if (params === undefined) {
        this.#search.lacksIds = true;
        continue;
      }
      const { tried, isStopped, answer } = await searchRoute(operation, params, settings);
      if (isStopped) {
        this.#search.isStopped = true;
        break;
      }
      if (answer === undefined) {
        const record = this.#records.get(name);
        if (record !== undefined) this.#records.set(name, { ...record, suggestionsTried: tried });
        continue;
      }
      hasFound = true;
      this.#found.collect(name, params, answer.reply);
      this.#record(operation, answer.finding, { route: answer.route, suggestionsTried: tried });
    }
    return hasFound;
  }

  /** Tries all operations, until nothing more can be tried; returns those that are left, with what they lack. */
  async #tryAll(untried: readonly AnyOperation[], again: Set<AnyOperation>): Promise<Pass> {
    let pass: Pass = { left: untried, missing: new Map() };
    let loosely = false;
    try {
      while (pass.left.length > 0 && this.#mustStop === undefined) {
        const before = pass.left.length;
        pass = await this.#pass(pass.left, loosely);
        if (pass.left.length < before) loosely = false;
        else if ((await this.#readAgain(again)) || (await this.#searchRoutes())) continue;
        else if (loosely) break;
        else loosely = true;
      }
      await this.#searchRoutes();
      // The ids that a search lacks are in lists that an earlier walk has read.
      while (this.#search.lacksIds && (await this.#readAgain(again))) await this.#searchRoutes();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      this.#failure = error;
      this.#isCutShort = true;
    }
    return { ...pass, left: pass.left.filter(({ declaration }) => !this.#records.has(declaration.name)) };
  }

  /**
   * Walks.
   *
   * @throws ConfigurationError when no operation has its credentials; AuthenticationError or ConnectionError when the vendor
   * rejects them, or cannot be reached, before it has answered anything.
   */
  async run(): Promise<WalkResult> {
    const { operations, routes, earlier, leftOut } = this.#settings;
    const untried: AnyOperation[] = [];
    const again = new Set<AnyOperation>();
    for (const operation of operations) {
      const { name } = operation.declaration;
      const known = earlier[name];
      const reason = reasonNotToSend(operation.declaration, routes) ?? leftOut(name);
      if (known !== undefined && known.verdict !== "not-tried") {
        this.#records.set(name, known);
        if (known.verdict === "answered" || known.verdict === "drift") again.add(operation);
      } else if (reason === undefined) untried.push(operation);
      else this.#record(operation, { verdict: "not-tried", reason });
    }
    const { left: pending, missing } = await this.#tryAll(untried, again);
    if (!this.#hasAnswered) {
      const failure = this.#missingCredential ?? this.#failure;
      if (failure !== undefined) throw failure;
    }
    const stopped = this.#mustStop ?? (this.#isCutShort ? "a failure ended the run" : undefined);
    for (const operation of pending) {
      const reason = stopped ?? missing.get(operation) ?? "no valid parameters could be found";
      this.#record(operation, { verdict: "not-tried", reason });
    }
    return {
      records: this.#records,
      isComplete: !this.#search.isStopped && (pending.length === 0 || stopped === undefined),
      failure: this.#failure,
    };
  }
}
