function isDigit(text: string, at: number): boolean {
  // oxlint-disable-next-line unicorn/prefer-code-point -- a digit is one unit, and this runs over every reply
  const unit = text.charCodeAt(at);
  return unit >= 0x30 && unit <= 0x39;
}

/** How many digits a whole number has at least that a JavaScript number may not hold: 2^53 has 16. */
const longNumber = 16;

/** Whether a text holds a run of digits so long that a number in it may have been rounded. Looks at every 16th character. */
export function mayHoldLongNumbers(text: string): boolean {
  for (let at = longNumber - 1; at < text.length; at += longNumber) {
    if (!isDigit(text, at)) continue;
    let start = at;
    while (start > 0 && isDigit(text, start - 1)) start -= 1;
    let end = at + 1;
    while (end < text.length && isDigit(text, end)) end += 1;
    if (end - start >= longNumber) return true;
  }
  return false;
}
