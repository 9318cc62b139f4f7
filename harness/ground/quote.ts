/** Quotes a word for a POSIX shell; plain words stay as they are. */
export const quote = (word: string): string =>
  /^[\w/.:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
