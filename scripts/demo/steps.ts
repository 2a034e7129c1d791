import { styleText } from "node:util";

/** Thrown when a step does not do what it is meant to show. */
class Surprise extends Error {
  override readonly name = "Surprise";
}

/** Ends the demo if a condition is false. */
export function expect(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Surprise(otherwise);
}

let taken = 0;

/** Returns how many steps have run. */
export function stepCount(): number {
  return taken;
}

/** Runs one step and prints it as a line: its title, its duration and its result. */
export async function step(title: string, run: () => Promise<string>): Promise<void> {
  const started = performance.now();
  const outcome = await run();
  taken += 1;
  const time = `${(performance.now() - started).toFixed(0)} ms`;
  console.log(
    `${styleText("green", "✓")} ${title.padEnd(42)} ${styleText("dim", time.padStart(8))}  ${outcome}`,
  );
}

/** Prints a heading. */
export function heading(text: string): void {
  console.log(`\n${styleText("bold", text)}`);
}
