/** A program in a README, and what it prints. */
export interface Snippet {
  readonly program: string;
  readonly output: string;
}

/** The first block that is marked as running, with the text block after it. @throws Error when the text has none. */
export function firstSnippet(markdown: string): Snippet {
  const found = /^```ts runs\n(?<program>[^]*?)^```\n\n```text\n(?<output>[^]*?)^```$/m.exec(
    markdown,
  )?.groups;
  const { program, output } = found ?? {};
  if (program === undefined || output === undefined)
    throw new Error("The README has no block `ts runs` that is followed by a block `text`.");
  return { program, output };
}
