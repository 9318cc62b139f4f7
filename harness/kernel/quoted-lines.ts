// Lines of a tool's output in which a comment may have several.

/** The lines of the text, where a line break between double quotes does not end one. */
export function quotedLines(text: string): string[] {
  const lines: string[] = [];
  let open: string[] = [];
  for (const part of text.split("\n")) {
    open.push(part);
    const line = open.join("\n");
    if (line.startsWith("#") || !isQuoting(line)) {
      lines.push(line);
      open = [];
    }
  }
  return [...lines, ...open];
}

/** Does it end between quotes? A backslash keeps the next character. */
const isQuoting = (line: string): boolean => line.replaceAll(/"(?:[^"\\]|\\[\s\S])*"/g, "").includes('"');
