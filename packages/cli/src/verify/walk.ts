import type { Client } from "@kelaskit/core";
import type { AnyOperation } from "../vendors/vendor.ts";
import type { CleanNames } from "./clean-names.ts";
import { type Attempt, Caller } from "./caller.ts";
import { reasonNotToSend, routeOf } from "./eligible.ts";
import { type Finding, isReal } from "./judge.ts";
import { byNeeds, interleaved } from "./needs.ts";
import { hasNewValue, withGivenValue } from "./open.ts";
import {
  type GivenValues,
  type Missing,
  mostCalls,
  noneValid,
  type Parameters,
  parametersFor,
  type Ready,
  wantedBy,
} from "./parameters.ts";
import { Sources } from "./sources.ts";
import { searchRoute, type SearchSettings } from "./suggest.ts";
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
  readonly given: GivenValues;
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
  readonly missing: ReadonlyMap<AnyOperation, Missing>;
}

/** How many identifiers are tried at a route that is only a guess. */
const idsOfGuess = 2;
/** How many lists are read until one has entries. */
const listsOfKind = 3;
const notYet: Attempt = { finding: { verdict: "not-tried", reason: "interrupted" } };

/** Why there was no record. */
function reasonNotFound({ hasIds, isGiven }: Ready, count: number): string {
  if (isGiven) return withGivenValue;
  const ids = count === 1 ? "an id" : `${count} ids`;
  return hasIds ? `no record for ${ids} of the vendor's own` : "the route is wrong";
}

/**
 * Calls the operations that only read, one after another: first those that need nothing, then those whose identifiers are in the
 * replies. Each list is read to its first page.
 */
export class Walk {
  readonly #settings: WalkSettings;
  readonly #records = new Map<string, OperationRecord>();
  readonly #caller: Caller;
  readonly #parameters = new Map<string, Parameters>();
  /** The operations that an earlier walk has read, and whose replies were not read again yet. */
  readonly #again = new Sources();
  /** The operations that the user left out, once something is missing. */
  #leftOut: Sources | undefined;
  #failure: Error | undefined;
  /** Whether an error ended the walk before its end. */
  #isCutShort = false;
  /** Whether a search for another route was stopped. */
  #isSearchStopped = false;
  /** How much this walk has found out: it goes on until that is something, even if the ids for it cost all requests. */
  #gains = 0;

  constructor(settings: WalkSettings) {
    this.#settings = settings;
    this.#caller = new Caller(settings);
  }

  get #mustStop(): "interrupted" | "the limit of --max-requests was reached" | undefined {
    const { signal, traffic, maxRequests } = this.#settings;
    if (signal.aborted) return "interrupted";
    return traffic.requests >= maxRequests && this.#gains > 0
      ? "the limit of --max-requests was reached"
      : undefined;
  }

  #record(
    { declaration }: AnyOperation,
    finding: Finding,
    more: Partial<Pick<OperationRecord, "route" | "suggestionsTried">> = {},
  ): void {
    const { routes, date, onRecord } = this.#settings;
    const record: OperationRecord = {
      route: routeOf(declaration, routes),
      declared: declaration.evidence,
      evidence: isReal(finding) ? "observed" : declaration.evidence,
      ...(finding.verdict === "not-tried" ? {} : { date }),
      ...finding,
      ...more,
    };
    this.#records.set(declaration.name, record);
    if (finding.verdict !== "not-tried") this.#gains += 1;
    onRecord(declaration.name, record);
  }

  /** What can be sent with the identifiers that were found. */
  #parametersOf({ declaration }: AnyOperation, loosely: boolean): Ready | Missing {
    return parametersFor(declaration, { found: this.#caller.found, given: this.#settings.given }, loosely);
  }

  /** Finds the parameters of an operation, and reads again for them what an earlier walk has read, no more than they need. */
  async #ready(operation: AnyOperation, loosely: boolean): Promise<Ready | Missing> {
    let ready = this.#parametersOf(operation, loosely);
    // A learner's id and a course's are of no use unless the learner is in the course.
    while (("missing" in ready || !ready.isTogether) && (await this.#readAgain(operation, loosely)))
      ready = this.#parametersOf(operation, loosely);
    return ready;
  }

  /** The operations whose replies contain what an operation requires, and were not read again yet. */
  #sourcesOf({ declaration }: AnyOperation, loosely: boolean): readonly AnyOperation[] {
    return this.#again.of(declaration, this.#settings.given, loosely);
  }

  /** Reads again the likeliest source of the identifiers that an operation requires; returns whether there was one. */
  async #readAgain(operation: AnyOperation, loosely: boolean): Promise<boolean> {
    const [source] = this.#sourcesOf(operation, loosely);
    if (source === undefined || this.#mustStop !== undefined) return false;
    this.#again.delete(source);
    const attempt = await this.#try(source, loosely);
    if ("doubt" in attempt && attempt.doubt !== undefined)
      await this.#caller.hold(attempt.doubt, () => undefined);
    return true;
  }

  /** Calls an operation with the first parameters for which there is a record. */
  async #try(operation: AnyOperation, loosely: boolean): Promise<Attempt | Missing> {
    let ready = await this.#ready(operation, loosely);
    if ("missing" in ready) return ready;
    const { name, evidence } = operation.declaration;
    const most = evidence === "proposed" && ready.hasIds ? idsOfGuess : mostCalls;
    const tried = new Set<string>();
    let attempt: Attempt = notYet;
    while (tried.size < most) {
      const params = ready.calls.find((call) => !tried.has(JSON.stringify(call)));
      const mayContinue = params !== undefined || this.#sourcesOf(operation, loosely).length > 0;
      // Not found with some of the ids proves nothing yet: the same command tries all of them.
      if (mayContinue && this.#mustStop !== undefined)
        return attempt.finding.verdict === "not-found" ? notYet : attempt;
      if (params === undefined) {
        if (!(await this.#readAgain(operation, loosely))) break;
        const more = this.#parametersOf(operation, loosely);
        if ("calls" in more) ready = more;
        continue;
      }
      tried.add(JSON.stringify(params));
      this.#parameters.set(name, params);
      attempt = await this.#caller.call(operation, params);
      const { verdict, isEmpty, status } = attempt.finding;
      const isUsual = verdict !== "not-found" && isEmpty !== true;
      if (isUsual || status === 405 || (isEmpty === true && tried.size === listsOfKind)) break;
    }
    const { finding } = attempt;
    if (finding.verdict !== "not-found" || finding.status === 405) return attempt;
    const triedIds = ready.hasIds || ready.isGiven ? tried.size : 0;
    return { finding: { ...finding, triedIds, reason: reasonNotFound(ready, tried.size) } };
  }

  /** Tries those operations whose parameters are known, and returns the others. */
  async #pass(pending: readonly AnyOperation[], loosely: boolean): Promise<Pass> {
    const left: AnyOperation[] = [];
    const missing = new Map<AnyOperation, Missing>();
    for (const operation of pending.toSorted(byNeeds)) {
      if (this.#mustStop !== undefined) {
        left.push(operation);
        continue;
      }
      const attempt = await this.#try(operation, loosely);
      if ("missing" in attempt) {
        left.push(operation);
        missing.set(operation, attempt);
      } else if (attempt.finding.reason === "interrupted") left.push(operation);
      else if (attempt.doubt === undefined) this.#record(operation, attempt.finding);
      else
        await this.#caller.hold(attempt.doubt, () => {
          this.#record(operation, attempt.finding);
        });
    }
    return { left, missing };
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
    const { operations, createClient, names, signal } = this.#settings;
    if (createClient === undefined) return false;
    const taken = new Set(operations.map(({ declaration }) => routeOf(declaration, {})));
    const settings = { createClient, taken, names, signal, mustStop: () => this.#mustStop !== undefined };
    let hasFound = false;
    this.#isSearchStopped = false;
    for (const operation of operations.filter((one) => this.#isToBeSearched(one)).toSorted(byNeeds)) {
      const { name } = operation.declaration;
      const params = this.#parameters.get(name) ?? (await this.#parametersToSearch(operation));
      if (params === undefined && this.#mustStop === undefined) continue;
      const { tried, isStopped, answer, failure } =
        params === undefined
          ? { tried: [], isStopped: true }
          : await searchRoute(operation, params, settings);
      if (isStopped) {
        this.#isSearchStopped = true;
        break;
      }
      if (answer === undefined) {
        const { doubt } = failure === undefined ? {} : this.#caller.failed(failure, operation.declaration);
        if (doubt !== undefined) await this.#caller.confirm(doubt);
        const record = this.#records.get(name);
        if (record !== undefined) this.#records.set(name, { ...record, suggestionsTried: tried });
        this.#gains += 1;
        continue;
      }
      hasFound = true;
      this.#caller.found.collect(name, params ?? {}, answer.reply);
      this.#record(operation, answer.finding, { route: answer.route, suggestionsTried: tried });
    }
    return hasFound;
  }

  /** The parameters of an operation that an earlier walk has not found. */
  async #parametersToSearch(operation: AnyOperation): Promise<Parameters | undefined> {
    for (const loosely of [false, true]) {
      const ready = await this.#ready(operation, loosely);
      if ("calls" in ready) return ready.calls[0];
    }
    return undefined;
  }

  /** Tries all operations, until nothing more can be tried; returns what those lack that are left. */
  async #tryAll(untried: readonly AnyOperation[]): Promise<Pass["missing"]> {
    let pass: Pass = { left: untried, missing: new Map() };
    let loosely = false;
    try {
      while (pass.left.length > 0 && this.#mustStop === undefined) {
        const before = pass.left.length;
        pass = await this.#pass(pass.left, loosely);
        if (pass.left.length < before) loosely = false;
        else if (await this.#searchRoutes()) continue;
        else if (loosely) break;
        else loosely = true;
      }
      await this.#searchRoutes();
      await this.#caller.settleDoubts();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      this.#failure = error;
      this.#isCutShort = true;
    }
    return pass.missing;
  }

  /** The operations that the user left out, of which only the declarations tell what they contain. */
  #sourcesLeftOut(): Sources {
    const { operations, routes, leftOut } = this.#settings;
    const sources = new Sources();
    for (const operation of operations) {
      const { declaration } = operation;
      if (leftOut(declaration.name) !== undefined && reasonNotToSend(declaration, routes) === undefined)
        sources.add(operation, undefined);
    }
    return sources;
  }

  /** What an operation lacks, and which of those that the user left out may contain it. */
  #whatIsMissing({ declaration }: AnyOperation, missing: Missing | undefined): string {
    if (missing === undefined) return noneValid;
    const { leftOut, given } = this.#settings;
    const wanted = [...wantedBy(declaration, given)].flatMap(([name, ids]) =>
      missing.lacking.includes(name) ? [ids] : [],
    );
    this.#leftOut ??= this.#sourcesLeftOut();
    const [source] = this.#leftOut.with(wanted, false);
    if (source === undefined) return missing.missing;
    const { name } = source.declaration;
    return `${missing.missing}; ${name}, which may contain it, is ${leftOut(name)}`;
  }

  /**
   * Walks.
   *
   * @throws ConfigurationError when no operation has its credentials; AuthenticationError, ConnectionError, TimeoutError or
   * RateLimitError when the vendor rejects them, cannot be reached or refuses all requests before it has answered anything.
   */
  async run(): Promise<WalkResult> {
    const { operations, routes, earlier, leftOut, given } = this.#settings;
    const untried: AnyOperation[] = [];
    for (const operation of operations) {
      const { name } = operation.declaration;
      const known = earlier[name];
      const reason = reasonNotToSend(operation.declaration, routes) ?? leftOut(name);
      const isUntried = known === undefined || known.verdict === "not-tried";
      if (reason === undefined && (isUntried || hasNewValue(operation.declaration, known, given)))
        untried.push(operation);
      else if (isUntried) this.#record(operation, { verdict: "not-tried", reason });
      else {
        this.#records.set(name, known);
        if (!isReal(known)) continue;
        this.#again.add(operation, known.shape);
        this.#caller.remember(operation);
      }
    }
    const missing = await this.#tryAll(interleaved(untried));
    const failure = this.#failure ?? this.#caller.failure;
    if (!this.#caller.hasAnswered) {
      const { missingCredential = failure } = this.#caller;
      if (missingCredential !== undefined) throw missingCredential;
    }
    const pending = untried.filter(({ declaration }) => !this.#records.has(declaration.name));
    const stopped = this.#isCutShort ? "a failure ended the run" : this.#mustStop;
    for (const operation of pending) {
      const reason = stopped ?? this.#whatIsMissing(operation, missing.get(operation));
      this.#record(operation, { verdict: "not-tried", reason });
    }
    const isStopped = this.#isCutShort || this.#isSearchStopped;
    return {
      records: this.#records,
      isComplete: !isStopped && (pending.length === 0 || stopped === undefined),
      failure,
    };
  }
}
