/** Quotes a word for a POSIX shell; plain words stay as they are, and so does what makes a word an assignment: PATH='/my bin'. */
export function quote(word: string): string {
  const [, name = "", value = ""] = word.match(/^([A-Za-z_]\w*=)?([\s\S]*)$/) ?? [];
  return /^[\w/.:=@%+,-]+$/.test(word) ? word : `${name}'${value.replaceAll("'", "'\\''")}'`;
}
