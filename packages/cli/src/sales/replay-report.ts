import type { CommandContext, ExitCode } from "../context.ts";
import type { OutputForm } from "../output/form.ts";
import { tableText } from "../output/table.ts";
import { isAcknowledged, meaningOf } from "./answer.ts";
import type { SenderResult, SentDelivery } from "./sender.ts";

/** What was replayed. */
export interface ReplaySubject {
  /** The receiver's address, for people. */
  readonly shown: string;
  readonly seed: number | undefined;
  readonly form: OutputForm;
}

/** How many lines that were not acknowledged are shown to people. */
const mostShown = 20;

function answersTable({ answers }: SenderResult, context: CommandContext): string {
  const rows = [...answers.values()]
    .toSorted((one, other) => (one.answer.label < other.answer.label ? -1 : 1))
    .map(({ answer, count }) => ({
      answer: answer.label,
      count: String(count),
      meaning: meaningOf(answer),
    }));
  return tableText(rows, context);
}

/** Each delivery's last answer counts: what was acknowledged in the end is. */
interface Parts {
  readonly acknowledged: number;
  readonly refused: readonly SentDelivery[];
  readonly notSent: number;
}

function partsOf({ sent }: SenderResult): Parts {
  const refused = sent.filter(({ answer }) => answer !== undefined && !isAcknowledged(answer));
  const notSent = sent.filter(({ answer }) => answer === undefined).length;
  return { acknowledged: sent.length - refused.length - notSent, refused, notSent };
}

function refusedText(refused: readonly SentDelivery[]): readonly string[] {
  if (refused.length === 0) return [];
  const rest = refused.length - mostShown;
  return [
    "Not acknowledged; the receiver's own log says why:",
    ...refused
      .slice(0, mostShown)
      .map(({ delivery, answer }) => `  line ${delivery.line}: ${answer?.label ?? ""}`),
    ...(rest > 0 ? [`  … and ${rest} more. To get all of them, add --output json.`] : []),
  ];
}

function requestsOf({ sent }: SenderResult): number {
  return sent.reduce((sum, { attempts }) => sum + attempts, 0);
}

function summaryText(result: SenderResult, { acknowledged, refused, notSent }: Parts): string {
  const total = result.sent.length;
  const parts = [
    `${acknowledged} acknowledged`,
    ...(refused.length === 0 ? [] : [`${refused.length} not acknowledged`]),
    ...(notSent === 0 ? [] : [`${notSent} not sent`]),
  ];
  const deliveries = total === 1 ? "1 delivery" : `${total} deliveries`;
  const requests = requestsOf(result) === 1 ? "1 request" : `${requestsOf(result)} requests`;
  return `${deliveries} in ${requests}: ${parts.join(", ")}.`;
}

/** Prints what has become of the deliveries, and returns the exit code. */
export async function reportReplay(
  result: SenderResult,
  { shown, seed, form }: ReplaySubject,
  context: CommandContext,
): Promise<ExitCode> {
  const parts = partsOf(result);
  const { acknowledged, refused, notSent } = parts;
  if (form === "text") {
    const table = result.answers.size === 0 ? [] : [answersTable(result, context)];
    context.print([...table, summaryText(result, parts), ...refusedText(refused)].join("\n"));
  } else {
    for (const { delivery, answer, attempts } of refused) {
      const { line } = delivery;
      await context.write(
        `${JSON.stringify({ event: "delivery", line, answer: answer?.label, attempts })}\n`,
      );
    }
    const summary = {
      event: "summary",
      url: shown,
      deliveries: result.sent.length,
      requests: requestsOf(result),
      acknowledged,
      notAcknowledged: refused.length,
      notSent,
      answers: Object.fromEntries([...result.answers].map(([label, { count }]) => [label, count])),
      seed,
      stopped: result.stopped,
    };
    await context.write(`${JSON.stringify(summary)}\n`);
  }
  return acknowledged === result.sent.length ? 0 : 1;
}
