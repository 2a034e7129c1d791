/** The units that are counted. */
type Unit = "bytes" | "instantiations" | "modules" | "requests" | "files" | "functions" | "calls";

/** Something that is counted, as it is now. */
export interface Measured {
  readonly name: string;
  readonly value: number;
  readonly unit: Unit;
  /** The most that it should be. */
  readonly goal?: number | undefined;
}

/** The recorded count, with the reason for it. */
export interface Recorded {
  readonly value: number;
  readonly unit: Unit;
  readonly goal?: number | undefined;
  /** Begins with the value that it explains, so that a value cannot change without a reason. */
  readonly reason: string;
}

export type Budgets = Readonly<Record<string, Recorded>>;

/** How much a count may grow without a reason: rounding, an edited line. */
const tolerances: Partial<Record<Unit, number>> = { bytes: 64, instantiations: 50 };

function allowed({ value, unit }: Recorded): number {
  return value + (tolerances[unit] ?? 0);
}

/** A reason that names its value. */
function reasonFor({ value, unit }: { readonly value: number; readonly unit: Unit }, why: string): string {
  return `${value} ${unit}: ${why}`;
}

function namesItsValue({ value, unit, reason }: Recorded): boolean {
  const why = reasonFor({ value, unit }, "");
  return reason.startsWith(why) && reason.length > why.length;
}

/** What has grown, is not recorded or is recorded without a reason, as sentences. */
export function budgetProblems(measured: readonly Measured[], budgets: Budgets): readonly string[] {
  return measured.flatMap(({ name, value, unit, goal }) => {
    const recorded = budgets[name];
    if (!recorded) return [`${name}: ${value} ${unit}, not recorded.`];
    if (recorded.goal !== goal)
      return [`${name}: the goal is ${goal ?? "none"}, not ${recorded.goal ?? "none"}.`];
    if (!namesItsValue(recorded)) {
      return [`${name}: the reason must begin with "${reasonFor(recorded, "")}" and explain the number.`];
    }
    if (value > allowed(recorded)) {
      return [`${name}: ${value} ${unit}, ${value - recorded.value} more than recorded.`];
    }
    return value > recorded.value ? givenUp({ name, value, unit, goal }, recorded) : [];
  });
}

/** What is recorded but no longer counted. */
export function forgottenBudgets(measured: readonly Measured[], budgets: Budgets): readonly string[] {
  const names = new Set(measured.map(({ name }) => name));
  return Object.keys(budgets).filter((name) => !names.has(name));
}

/** A goal that is met must stay met: neither a tolerance nor a reason excuses missing it again. */
function givenUp({ name, value, unit, goal }: Measured, before: Recorded | undefined): readonly string[] {
  if (!before || goal === undefined || before.value > goal || value <= goal) return [];
  return [`${name}: ${value} ${unit} are over the goal of ${goal}, which was met.`];
}

/** What could be recorded lower, and which goals are missed: notes, not errors. */
export function budgetNotes(measured: readonly Measured[], budgets: Budgets): readonly string[] {
  return measured.flatMap(({ name, value, unit, goal }) => {
    const recorded = budgets[name];
    const notes: string[] = [];
    if (recorded && value + (tolerances[unit] ?? 0) < recorded.value) {
      notes.push(
        `${name}: ${value} ${unit}, ${recorded.value - value} fewer than recorded. Record it to keep it so.`,
      );
    }
    if (goal !== undefined && value > goal)
      notes.push(`${name}: ${value - goal} ${unit} over the goal of ${goal}.`);
    return notes;
  });
}

/**
 * Records what was measured, with a reason for every value that changes.
 *
 * @throws Error when a goal that was met would be missed: change the goal itself, in the source.
 */
export function recordBudgets(measured: readonly Measured[], budgets: Budgets, why: string): Budgets {
  const problems = measured.flatMap((count) => givenUp(count, budgets[count.name]));
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const recorded = measured.map(({ name, value, unit, goal }): readonly [string, Recorded] => {
    const before = budgets[name];
    const isExplained = before?.value === value && before.unit === unit && namesItsValue(before);
    const reason = isExplained ? before.reason : reasonFor({ value, unit }, why);
    return [name, { value, unit, ...(goal === undefined ? {} : { goal }), reason }];
  });
  return { ...budgets, ...Object.fromEntries(recorded) };
}
