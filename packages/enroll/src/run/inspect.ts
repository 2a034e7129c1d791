import { createHash } from "node:crypto";
import { keyOfRow } from "../journal/key.ts";
import type { CleanedRow, PlannedRow, RowIssue } from "../run-options.ts";
import type { SourceRecord } from "../source.ts";
import type { ParsedRow, Target } from "../target.ts";
import { CheckedSource } from "./checked-source.ts";
import { Issues } from "./issues.ts";
import { SeenRows } from "./seen-rows.ts";
import { contentOf, identityText, SeveralRows } from "./several-rows.ts";
import type { SteadySource } from "./steady-source.ts";

/** So many keys are compared with those of a journal. */
const keptKeys = 1000;

/** What an inspection is told, and whom it tells. */
export interface InspectOptions {
  /** Ends it early. */
  readonly signal: AbortSignal;
  /** Whether wrong records end it with an error, or are left out. */
  readonly isStrict: boolean;
  readonly onRecord?: (() => void) | undefined;
  readonly onIssue?: ((issue: RowIssue) => void) | undefined;
  readonly onCleaned?: ((cleaned: CleanedRow) => void) | undefined;
  readonly onPlanned?: ((row: PlannedRow) => void) | undefined;
}

/** The first reading of a source: collects what it says, and what is wrong with it. */
class Inspection<Row extends object> {
  readonly #target: Target<Row>;
  readonly #source: SteadySource;
  readonly #options: InspectOptions;
  readonly #issues: Issues;
  readonly #keys = createHash("sha256");
  readonly #firstKeys: string[] = [];
  readonly #several: SeveralRows<Row>;

  constructor(source: SteadySource, target: Target<Row>, options: InspectOptions) {
    this.#source = source;
    this.#target = target;
    this.#options = options;
    this.#issues = new Issues(options.onIssue);
    this.#several = new SeveralRows(target);
  }

  /** Reads it to its end. @returns Undefined when that was ended early. */
  async read(): Promise<CheckedSource<Row> | undefined> {
    const { signal } = this.#options;
    const seen = new SeenRows();
    try {
      for await (const chunk of this.#source.readFirst(signal)) {
        for (const record of chunk) if (!signal.aborted) this.#add(record, seen);
      }
    } finally {
      seen.close();
    }
    if (!signal.aborted && !this.#several.isEmpty) await this.#compare();
    if (signal.aborted) return undefined;
    // Where it is not strict, wrong records are left out.
    if (this.#options.isStrict) this.#issues.throwAny(this.#source.name);
    const keys = { digest: this.#keys.digest("hex"), first: this.#firstKeys };
    return new CheckedSource(this.#source, this.#target, { keys, several: this.#several });
  }

  #add({ line, record }: SourceRecord, seen: SeenRows): void {
    const target = this.#target;
    const parsed: ParsedRow<Row> = target.parse(record);
    this.#options.onRecord?.();
    this.#issues.addRecord(line, "issues" in parsed ? parsed.issues : []);
    if ("issues" in parsed) return;
    for (const cleaned of parsed.cleaned ?? []) this.#options.onCleaned?.({ line, ...cleaned });
    const identity = target.keyOf(parsed.row);
    const key = keyOfRow(target.name, identity);
    this.#keys.update(`${key}\n`);
    if (this.#firstKeys.length < keptKeys) this.#firstKeys.push(key);
    const sighting = seen.see(identityText(identity), contentOf(target, parsed.row));
    if (sighting === "new") this.#options.onPlanned?.({ line, ...identity });
    else if (sighting === "other") this.#several.note(identityText(identity), this.#source.name);
  }

  /** Looks again at rows that say different things of one learner and item: at their first ones too, which were not kept. */
  async #compare(): Promise<void> {
    for await (const chunk of this.#source.readAgain(this.#options.signal)) {
      for (const record of chunk) {
        const parsed = this.#target.parse(record.record);
        if ("row" in parsed) this.#several.add(record, parsed.row);
      }
    }
    for (const issue of this.#several.issues()) this.#issues.add(issue);
  }
}

/**
 * Reads a source to its end before anything is sent: checks every record, finds rows that are for the same learner and item
 * and say different things, and keeps what is needed to notice that a later reading says something else.
 *
 * @returns The source as it may be sent; undefined when the signal has ended it.
 * @throws InvalidRowsError when something is wrong and that is not left out. @throws SourceError when the source is.
 */
export async function inspect<Row extends object>(
  source: SteadySource,
  target: Target<Row>,
  options: InspectOptions,
): Promise<CheckedSource<Row> | undefined> {
  return new Inspection(source, target, options).read();
}
