import type { Limit, Part, Run } from "./project.ts";
import type { SeenOrder } from "./watched-mock.ts";

/** What a project's scenario reports. */
export interface ScenarioResult {
  readonly runtime?: string;
  readonly call?: string;
  readonly pages?: number;
  readonly caughtError?: { readonly name?: string; readonly isNotFound?: boolean };
  readonly lostReply?: {
    readonly name?: string;
    readonly outcome?: string;
    readonly isKelasError?: boolean;
  };
}

/** What was observed of a run, from outside and from inside. */
export interface Observation {
  /** What the failed command printed; absent when all succeeded. */
  readonly failure?: string;
  /** Absent when no result line was printed. */
  readonly result?: ScenarioResult;
  readonly order: SeenOrder;
}

/** The outcome of each part: undefined when it is as expected, otherwise what was observed instead; absent when not reached. */
export type Verdicts = Partial<Record<Part, string | undefined>>;

const expected = {
  call: "ckproduct0000000000000001",
  pages: 35,
  caughtError: { name: "NotFoundError", isNotFound: true },
  lostReply: {
    name: "ConnectionError",
    outcome: "unknown",
    isKelasError: true,
    requests: 1,
    hasKeptConnection: true,
  },
} as const;

/** Undefined when both have the same fields and values. */
function difference(seen: unknown, wanted: unknown): string | undefined {
  const [seenText, wantedText] = [canonical(seen), canonical(wanted)];
  return seenText === wantedText ? undefined : `${seenText} instead of ${wantedText}`;
}

function canonical(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  return Object.entries(value)
    .toSorted(([first], [second]) => (first < second ? -1 : 1))
    .map(([key, entry]) => `${key}: ${canonical(entry)}`)
    .join(", ");
}

/** Compares what was observed with what the scenario must report everywhere. */
export function verdictsOf({ failure, result, order }: Observation): Verdicts {
  if (result === undefined) {
    return { command: failure ?? "The commands succeeded without printing a result line." };
  }
  return {
    command: failure,
    call: difference(result.call, expected.call),
    pages: difference(result.pages, expected.pages),
    caughtError: difference(result.caughtError, expected.caughtError),
    lostReply: difference(
      {
        ...result.lostReply,
        requests: order.requests,
        hasKeptConnection: order.connection === "reused" || order.connection === "its own",
      },
      expected.lostReply,
    ),
  };
}

function limitProblem({ part, command = "", shows }: Limit, verdicts: Verdicts): string | undefined {
  if (!(part in verdicts)) return `${part} was not reached, but is declared as not working`;
  const seen = verdicts[part];
  if (seen === undefined) return `${part} works now: remove it from the limits in project.mts`;
  const [firstLine = ""] = seen.split("\n");
  if (!firstLine.includes(command)) {
    return `${part} must fail in the command "${command}", but reports: ${seen}`;
  }
  return seen.includes(shows) ? undefined : `${part} should show "${shows}", and shows: ${seen}`;
}

/** Where a run differs from what its project declares. */
export function problemsOf({ limits = [] }: Pick<Run, "limits">, verdicts: Verdicts): readonly string[] {
  const declared = new Set<string>(limits.map(({ part }) => part));
  const undeclared = Object.entries(verdicts).flatMap(([part, seen]) =>
    seen === undefined || declared.has(part) ? [] : [`${part}: ${seen}`],
  );
  return [...undeclared, ...limits.flatMap((limit) => limitProblem(limit, verdicts) ?? [])];
}
