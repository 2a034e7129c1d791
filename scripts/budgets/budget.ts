/** Something that can be counted, as it is now. */
export interface Count {
  readonly name: string;
  readonly value: number;
}

/** What is counted, and how far it may grow without a word. */
export type Unit = "bytes" | "instantiations" | "modules" | "requests" | "files" | "functions" | "calls";

export interface Measured extends Count {
  readonly unit: Unit;
}

/** What a count was when somebody last said why. */
export interface Recorded {
  readonly value: number;
  readonly unit: Unit;
  /** What it should come down to. */
  readonly goal?: number | undefined;
  /** Begins with the value that it explains, so that no value changes without its reason. */
  readonly reason: string;
}

export type Budgets = Readonly<Record<string, Recorded>>;

/** Growth by rounding and by an edited line, which nobody has to explain. */
const tolerances: Partial<Record<Unit, number>> = { bytes: 64, instantiations: 50 };

function allowed({ value, unit }: Recorded): number {
  return value + (tolerances[unit] ?? 0);
}

/** A reason that names its value. */
export function reasonFor(
  { value, unit }: { readonly value: number; readonly unit: Unit },
  why: string,
): string {
  return `${value} ${unit}: ${why}`;
}

function namesItsValue({ value, unit, reason }: Recorded): boolean {
  const why = reasonFor({ value, unit }, "");
  return reason.startsWith(why) && reason.length > why.length;
}

/** What has grown, is not recorded or is recorded without a reason, as sentences; none when all is well. */
export function budgetProblems(measured: readonly Measured[], budgets: Budgets): readonly string[] {
  return measured.flatMap(({ name, value, unit }) => {
    const recorded = budgets[name];
    if (!recorded) return [`${name}: ${value} ${unit} are not recorded.`];
    const { goal = Infinity, value: before } = recorded;
    if (!namesItsValue(recorded)) {
      return [`${name}: the reason must begin with "${reasonFor(recorded, "")}" and say why it is so many.`];
    }
    if (value > allowed(recorded))
      return [`${name}: ${value} ${unit}, ${value - before} more than recorded.`];
    // A goal that is met stays met: the tolerance does not reach beyond it.
    if (value > goal && before <= goal)
      return [`${name}: ${value} ${unit} are over the goal of ${goal}, which was met.`];
    return [];
  });
}

/** What could be recorded lower, and which goals are missed: worth a word, not an error. */
export function budgetNotes(measured: readonly Measured[], budgets: Budgets): readonly string[] {
  return measured.flatMap(({ name, value, unit }) => {
    const recorded = budgets[name];
    if (!recorded) return [];
    const notes: string[] = [];
    if (value + (tolerances[unit] ?? 0) < recorded.value) {
      notes.push(
        `${name}: ${value} ${unit}, ${recorded.value - value} fewer than recorded. Record it, so that it stays.`,
      );
    }
    if (value > (recorded.goal ?? Infinity)) {
      notes.push(`${name}: ${value - (recorded.goal ?? 0)} ${unit} over the goal of ${recorded.goal}.`);
    }
    return notes;
  });
}

/**
 * Records what was measured, with a reason for every value that changes. Goals stay.
 *
 * @throws Error when a goal that was met would be missed: then the goal has to be changed by hand, where all see it.
 */
export function recordBudgets(measured: readonly Measured[], budgets: Budgets, why: string): Budgets {
  const changed = measured.flatMap(({ name, value, unit }): readonly (readonly [string, Recorded])[] => {
    const before = budgets[name];
    if (before?.value === value && before.unit === unit && namesItsValue(before)) return [];
    const goal = before?.goal;
    if (before && goal !== undefined && before.value <= goal && value > goal) {
      throw new Error(`${name}: ${value} ${unit} are over the goal of ${goal}, which was met.`);
    }
    return [
      [
        name,
        { value, unit, ...(goal === undefined ? {} : { goal }), reason: reasonFor({ value, unit }, why) },
      ],
    ];
  });
  return { ...budgets, ...Object.fromEntries(changed) };
}
