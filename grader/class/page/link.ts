import { createHash } from "node:crypto";

const longest = 200; // signs: a file's name may have 255 bytes, with its ending

/**
 * A file's name for a student, whatever their folder is called, and nobody else's: other signs than letters, digits, ".", "_",
 * "-" become %41. What is too long ends with its hash.
 */
export function fileNameOf(student: string): string {
  const name = Array.from(new TextEncoder().encode(student), (byte, at) => {
    const sign = String.fromCharCode(byte);
    return /[\w-]/.test(sign) || (sign === "." && at > 0) ? sign : `%${byte.toString(16).padStart(2, "0")}`;
  });
  if (name.join("").length <= longest) return name.join("");
  const hash = createHash("sha256").update(student).digest("hex").slice(0, 16);
  let kept = "";
  for (const sign of name) {
    if (kept.length + sign.length + 1 + hash.length > longest) break;
    kept += sign;
  }
  return `${kept}-${hash}`;
}

/** The same as a link from the class page: its percent signs are the file's own. */
export const linkTo = (student: string, lab?: string): string =>
  `students/${encodeURIComponent(fileNameOf(student))}.html${lab ? `#${lab}` : ""}`;
