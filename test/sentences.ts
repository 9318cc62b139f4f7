/** Fails the test with these sentences, one a line, where there are any. */
export function expectNone(sentences: readonly string[]): void {
  if (sentences.length > 0) throw new Error(sentences.join("\n"));
}
