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

/** At most this many keys are compared with those of a journal. */
const keptKeys = 1000;

/** Settings and listeners of an inspection. */
export interface InspectOptions {
  /** Ends the inspection early. */
  readonly signal: AbortSignal;
  /** Whether invalid records end it with an error, or are left out. */
  readonly isStrict: boolean;
  /** Whether leaving invalid records out is not possible at all, so that the error must not advise it. @default false */
  readonly mustBeWhole?: boolean | undefined;
  readonly onRecord?: (() => void) | undefined;
  readonly onIssue?: ((issue: RowIssue) => void) | undefined;
  readonly onCleaned?: ((cleaned: CleanedRow) => void) | undefined;
  readonly onPlanned?: ((row: PlannedRow) => void) | undefined;
}

/** The first reading of a source: collects its keys and its errors. */
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

  /** Reads the source to its end. @returns Undefined when that was ended early. */
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
    // Otherwise invalid records are left out.
    if (this.#options.isStrict)
      this.#issues.throwAny(this.#source.name, { mayBeSkipped: this.#options.mustBeWhole !== true });
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
    const occurrence = seen.see(identityText(identity), contentOf(target, parsed.row));
    if (occurrence === "new") this.#options.onPlanned?.({ line, ...identity });
    else if (occurrence === "other") this.#several.note(identityText(identity), this.#source.name);
  }

  /** Reads rows with different values for one learner and item again, including the first ones, which were not kept. */
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
 * Reads a source to its end before anything is sent: checks every record, finds rows with different values for the same
 * learner and item, and keeps what is needed to detect that a later reading differs.
 *
 * @returns The source, ready to be sent; undefined when the signal ended the inspection.
 * @throws InvalidRowsError when records are invalid and are not to be left out. @throws SourceError when the source is.
 */
export async function inspect<Row extends object>(
  source: SteadySource,
  target: Target<Row>,
  options: InspectOptions,
): Promise<CheckedSource<Row> | undefined> {
  return new Inspection(source, target, options).read();
}
