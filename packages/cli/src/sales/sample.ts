import { mockSale, type MockSaleStep } from "@kelaskit/scalev/mock";
import type { CommandContext, ExitCode } from "../context.ts";
import { requireOutputPlace, writeWhole } from "../io/files.ts";

/** The options of `kelaskit sales sample`. */
export interface SampleOptions {
  readonly variant: readonly string[];
  readonly quantity: number;
  readonly email?: string | undefined;
  readonly name?: string | undefined;
  readonly settled?: boolean | undefined;
  readonly refund?: boolean | undefined;
  readonly count: number;
  readonly out?: string | undefined;
  readonly force?: boolean | undefined;
}

/** The time between two sales, in milliseconds: longer than a sale takes. */
const spacing = 10_000;

function stepsOf({ settled, refund }: SampleOptions): readonly MockSaleStep[] {
  return [
    "created",
    "paid",
    "confirmed",
    ...(settled === true ? (["settled"] as const) : []),
    "completed",
    ...(refund === true ? (["canceled"] as const) : []),
  ];
}

/** The events of all sales, in the order in which they happened; the last sale has just ended. */
async function* linesOf(options: SampleOptions, onLine: () => void): AsyncGenerator<string, void> {
  const { variant, quantity, email, name, count } = options;
  const now = Date.now();
  for (let sale = 1; sale <= count; sale += 1) {
    const requests = mockSale({
      // The mock always signs. The signature is not written: replay signs with the secret of its user.
      secret: "sample",
      variants: Object.fromEntries(variant.map((id) => [id, quantity])),
      // With one address for all, the second sale of a course would have no effect.
      email: email ?? (count === 1 ? undefined : `learner-${sale}@example.com`),
      name,
      placedAt: new Date(now - (count - sale + 1) * spacing).toISOString(),
      steps: stepsOf(options),
    });
    for await (const request of requests) {
      onLine();
      yield `${await request.text()}\n`;
    }
  }
}

/** `kelaskit sales sample`: writes the events of invented sales. */
export async function sampleCommand(
  options: SampleOptions,
  { write, printError }: CommandContext,
): Promise<ExitCode> {
  const { out, force, count } = options;
  let written = 0;
  const lines = linesOf(options, () => {
    written += 1;
  });
  if (out === undefined) {
    for await (const line of lines) await write(line);
  } else {
    await requireOutputPlace(out, force);
    await writeWhole(out, lines);
  }
  const sales = count === 1 ? "1 sale" : `${count} sales`;
  const place = out === undefined ? "" : ` in ${out}`;
  printError(
    `${written} events of ${sales}${place}, all invented: they come from a mock, and no shop has sold anything.`,
  );
  return 0;
}
