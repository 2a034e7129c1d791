/** Counts line ends, even one whose two characters are in two pieces. */
export class LineCounter {
  /** The current line, from 1. */
  line = 1;
  #afterReturn = false;

  read(text: string): void {
    for (let at = 0; at < text.length; at += 1) {
      const character = text[at];
      if (character === "\r" || (character === "\n" && !this.#afterReturn)) this.line += 1;
      this.#afterReturn = character === "\r";
    }
  }
}
