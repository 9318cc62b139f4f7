/** A file's name for a student, whatever their folder is called: other signs than letters, digits, ".", "_", "-" become %41. */
export const fileNameOf = (student: string): string =>
  Array.from(new TextEncoder().encode(student), (byte, at) => {
    const sign = String.fromCharCode(byte);
    return /[\w-]/.test(sign) || (sign === "." && at > 0) ? sign : `%${byte.toString(16).padStart(2, "0")}`;
  })
    .join("")
    .slice(0, 200);

/** The same as a link from the class page: its percent signs are the file's own. */
export const linkTo = (student: string, lab?: string): string =>
  `students/${encodeURIComponent(fileNameOf(student))}.html${lab ? `#${lab}` : ""}`;
