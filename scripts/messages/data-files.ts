// Files whose texts are data, not messages.

/** Each with the reason, below packages/. */
const dataFiles: readonly (readonly [RegExp, string])[] = [
  [/\/src\/mock\/(?:fixtures|.*samples|sampled)\.ts$/, "what the mocks contain at the start"],
  [/^academy-of-mine\/src\/routes\/match\/words\.ts$/, "words by which titles of routes are compared"],
  [
    /^academy-of-mine\/src\/routes\/traffic\/(?:curl-options|path-words)\.ts$/,
    "options of curl, and words of paths",
  ],
  [/^core\/src\/scrub\/html-entities\.ts$/, "names of HTML entities"],
  [/^enroll\/src\/run\/content\.ts$/, "the form in which rows are compared"],
];

/** Whether the page of messages leaves a file out. */
export function isData(file: string): boolean {
  return dataFiles.some(([pattern]) => pattern.test(file.replace(/^packages\//, "")));
}
