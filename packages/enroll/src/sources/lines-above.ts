/** Skips the lines above a line of a text, and remembers how much was skipped. */
export class LinesAbove {
  /** How many lines are skipped. */
  readonly lines: number;
  /** How many bytes of UTF-8 were skipped. */
  bytes = 0;

  /** @param firstLine - The first line that is not skipped, from 1. */
  constructor(firstLine: number) {
    this.lines = firstLine - 1;
  }

  async *skip(text: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
    let left = this.lines;
    let isAfterReturn = false;
    for await (const piece of text) {
      let at = 0;
      while (at < piece.length && (left > 0 || (isAfterReturn && piece[at] === "\n"))) {
        const character = piece[at];
        if (character === "\r" || (character === "\n" && !isAfterReturn)) left -= 1;
        isAfterReturn = character === "\r";
        at += 1;
      }
      this.bytes += Buffer.byteLength(piece.slice(0, at));
      if (at < piece.length) {
        isAfterReturn = false;
        yield piece.slice(at);
      }
    }
  }
}
