// What a student handed in: their files, each for the lab that it is clearly for; what is not clear is told.

import { reasonOf } from "../../../harness/ground/error.ts";
import { labNames } from "../../../harness/lab/names.ts";
import { isExecutable } from "../../grading/catalogue.ts";
import { canRun, readScript } from "../../submissions/run-script.ts";
import type { Guess, Note, Problem } from "../notes.ts";
import { type Student, type Submission, scriptOf, sha256Of } from "../submissions.ts";
import { openRepositories, type Repositories } from "./commits.ts";
import { type FoundWork, foldersOfOneLab, namedApart } from "./folders.ts";
import { isArchive, isScriptName, saysWhatRunsIt } from "./kind.ts";
import type { Handed, Owner } from "./layout.ts";
import { labMeantBy, type Meant } from "./which-lab.ts";

/** What lies in a student's folder, or folders. */
export function handedBy(
  student: string,
  owners: Owner[],
  labs: readonly string[],
): Pick<Student, "submissions" | "problem" | "notes"> {
  const problems = owners.flatMap(({ problem }) => problem ?? []);
  const read = owners.map((owner) => submissionsOf(student, owner, labs));
  const found = read.flatMap(({ found }) => found);
  const submissions = namedApart(found);
  const others = read.flatMap(({ others }) => others);
  const folders = foldersOfOneLab(found);
  const isElsewhere = labs.length > 0 && found.length > 0 && found.every(({ lab }) => isOther(lab, labs));
  const notes: Note[] = [
    ...(owners.every(({ isAll }) => isAll) ? [] : [{ what: "too-deep" as const }]),
    ...(folders.length > 1 ? [{ what: "folders" as const, names: folders }] : []),
    ...(isElsewhere ? [{ what: "other-labs" as const, names: found.slice(0, shown).map(({ file }) => file) }] : []),
    ...(others.length && !submissions.length ? [{ what: "other-files" as const, names: others.slice(0, shown) }] : []),
  ];
  const [problem] = problems;
  return {
    submissions,
    ...(problem && { problem: problem === "link" ? { what: "link" } : problem }),
    ...(notes.length && { notes }),
  };
}

const shown = 20; // names

/** A lab that there is, and that is not graded now. */
const isOther = (lab: string, labs: readonly string[]): boolean => lab.includes("-") && !labs.includes(lab);

function submissionsOf(student: string, { handed, folder, problem }: Owner, labs: readonly string[]) {
  const others: string[] = [];
  const found: FoundWork[] = [];
  const repositories = folder && !problem ? openRepositories(folder) : undefined;
  const scripts = handed.filter((one) => isWork(one) && !isArchive(one.file));
  const all = labNames();
  try {
    for (const one of handed) {
      const meant = labMeantBy(one.labName ?? one.file, all);
      const isExact =
        meant !== undefined && ("exactly" in meant || ("noSuchLab" in meant && /^\d\d-/.test(one.labName ?? one.file)));
      if (!isExact && !isWork(one)) {
        others.push(one.file);
        continue;
      }
      const isOnly = !meant && labs.length === 1 && scripts.length === 1 && scripts[0] === one;
      const rank = isExact ? 2 : meant && "nearly" in meant && !meant.isByFolder ? 1 : 0;
      const { under } = one;
      found.push({
        ...readSubmission(student, one, isOnly ? labs[0]! : meant, repositories),
        ...(under !== undefined && { under }),
        rank,
      });
    }
  } finally {
    repositories?.close();
  }
  // where a lab's file has the name that it should have, others that are only called like it are not meant; nor those that only
  // lie in a folder that is called so
  const best = (wanted: string) =>
    Math.max(0, ...found.filter(({ lab, problem }) => lab === wanted && !problem).map(({ rank }) => rank));
  return { found: found.filter(({ lab, rank }) => rank >= best(lab)), others };
}

/** Something that a student may have meant to be graded: a script or an archive, not what lies about. */
const isWork = ({ file, path, stat }: Handed): boolean =>
  isScriptName(file) ||
  isArchive(file) ||
  (stat.isFile() && !/\.\w+$/.test(file) && (isExecutable(path) || hasInterpreter(path, file)));

function hasInterpreter(path: Buffer, file: string): boolean {
  try {
    return saysWhatRunsIt(readScript(path, file).bytes);
  } catch {
    return false;
  }
}

function readSubmission(
  student: string,
  { file, path, stat, isByLayout, isLate, again }: Handed,
  meant: string | Meant,
  repositories: Repositories | undefined,
): Submission {
  const lab =
    typeof meant === "string"
      ? meant
      : !meant
        ? ""
        : "exactly" in meant
          ? meant.exactly
          : "nearly" in meant
            ? meant.nearly
            : meant.noSuchLab;
  const found = {
    ...{ student, lab, file, path, submitted: stat.mtime },
    ...(isLate !== undefined && { isLate }),
    ...(again && { again }),
  };
  const noteOf = (): Guess | undefined => {
    if (typeof meant === "string") return { what: "the-only-one", lab };
    if (meant && "nearly" in meant && !isByLayout) return { what: "nearly", lab };
    return undefined;
  };
  const guessed = noteOf();
  const noted = (isTimeOfFile: boolean): Note | undefined =>
    !isTimeOfFile ? guessed : guessed ? { ...guessed, isTimeOfFile } : { what: "no-commit" };
  try {
    const script = scriptOf(found);
    const committed = repositories?.committed(path, file, script.bytes);
    const problem: Problem | undefined = isArchive(file)
      ? { what: "archive" }
      : lab === ""
        ? { what: "unclear" }
        : !lab.includes("-")
          ? { what: "no-such-lab", number: lab }
          : canRun(script, isExecutable(path) || saysWhatRunsIt(script.bytes));
    const told = noted(committed !== undefined && !committed.time);
    return {
      ...found,
      ...(committed?.time && { submitted: committed.time }),
      sha256: sha256Of(script.bytes),
      ...(problem && { problem }),
      ...(told && { note: told }),
    };
  } catch (error) {
    return {
      ...found,
      problem: reasonOf(error).replace(/^Cannot read the script ".*": /s, ""),
      ...(guessed && { note: guessed }),
    };
  }
}
