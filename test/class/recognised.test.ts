// What students name their files and how classes come: nobody is lost, and what is not clear is named.

import { describe, expect, test } from "bun:test";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { openGradebook } from "../../grader/class/gradebook.ts";
import { noteIn } from "../../grader/class/notes.ts";
import { openPeople } from "../../grader/class/read/people.ts";
import { readRoster } from "../../grader/class/read/roster.ts";
import { labMeantBy } from "../../grader/class/read/which-lab.ts";
import { readClass, type Submission } from "../../grader/class/submissions.ts";
import { labNames } from "../../harness/lab/names.ts";
import { newFolder } from "../folder.ts";

const folder = newFolder("recognised");

/** A class with these files, each a script. */
function classOf(...files: string[]): string {
  const dir = mkdtempSync(join(folder, "class-"));
  for (const file of files) {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), "true\n");
  }
  return dir;
}

/** Of each student, what each file was taken for. */
const read = (dir: string, options?: Parameters<typeof readClass>[1]) =>
  Object.fromEntries(
    readClass(dir, options).students.map(({ id, submissions }) => [
      id,
      submissions.map(({ lab, file, problem }) => {
        const why = typeof problem === "object" ? noteIn("en", problem) : problem;
        return why ? `${file}: ${why}` : `${lab} ${file}`;
      }),
    ]),
  );

test.each([
  ["03-bridge.sh", { exactly: "03-bridge" }],
  ["05-mine.py", { exactly: "05-iflink" }],
  ["03.sh", { nearly: "03-bridge" }],
  ["03_bridge.sh", { nearly: "03-bridge" }],
  ["3.sh", { nearly: "03-bridge" }],
  ["bridge.sh", { nearly: "03-bridge" }],
  ["Bridge (1).sh", { nearly: "03-bridge" }],
  ["lab3.sh", { nearly: "03-bridge" }],
  ["Lab 03 final.sh", { nearly: "03-bridge" }],
  ["alice_lab3.sh", { nearly: "03-bridge" }],
  ["实验3.sh", { nearly: "03-bridge" }],
  ["第3次实验.sh", { nearly: "03-bridge" }],
  ["CrossHost.sh", { nearly: "07-cross-host" }],
  ["network_stack_v2.sh", { nearly: "01-network-stack" }],
  ["03-bridge.sh.txt", { exactly: "03-bridge" }],
  ["lab3/mine.sh", { nearly: "03-bridge", isByFolder: true }],
  ["０３－bridge.sh", { exactly: "03-bridge" }],
  ["实验３.sh", { nearly: "03-bridge" }],
  ["03-bridge.sh~", { nearly: "03-bridge" }],
  ["work/03-bridge.sh", { exactly: "03-bridge" }],
  ["lab3/solution/run.sh", { nearly: "03-bridge", isByFolder: true }],
  ["99-x.sh", { noSuchLab: "99" }],
  ["lab12.sh", { noSuchLab: "12" }],
  ["mine.sh", undefined],
  ["lab4_bridge.sh", undefined], // one or the other
  ["2026-11-03.sh", undefined],
  ["starch.sh", undefined], // no ARP
])("%s", (file, meant) => {
  expect(labMeantBy(file, labNames())).toEqual(meant as ReturnType<typeof labMeantBy>);
});

describe("in a student's folder", () => {
  test("files for one lab, for none, and what is no work", () => {
    const dir = classOf(
      ...["near/bridge.sh", "near/notes.md", "both/03-bridge.sh", "both/bridge-old.sh", "which/mine.sh", "no/99-x.sh"],
      ...["packed/lab3.zip", "words/README", "hidden/03-bridge.sh.txt", "deep/src/lab3/a.sh", "mac/__MACOSX/03-x.sh"],
    );
    mkdirSync(join(dir, "empty"));
    const { students } = readClass(dir);
    expect(read(dir)).toEqual({
      near: ["03-bridge bridge.sh"],
      both: ["03-bridge 03-bridge.sh"],
      which: ["mine.sh: which lab it is for cannot be told: name it 03-bridge.sh"],
      no: ["99-x.sh: there is no lab 99"],
      packed: ["lab3.zip: an archive: unpack it"],
      words: [],
      hidden: ["03-bridge 03-bridge.sh.txt"],
      deep: ["03-bridge src/lab3/a.sh"],
      mac: [],
      empty: [],
    });
    const notes = students.find(({ id }) => id === "words")!.notes!;
    expect(notes.map((note) => noteIn("en", note))).toEqual(["nothing to grade in it, but README"]);
  });

  test("its own name comes before its folder's, and the file before an editor's copy, whichever was written later", () => {
    const dir = classOf("ann/lab3/lab3.sh", "ann/lab3/helper.sh", "ben/03-bridge.sh", "ben/03-bridge.sh~");
    chmodSync(join(dir, "ben/03-bridge.sh~"), 0o755);
    for (const file of ["ann/lab3/lab3.sh", "ben/03-bridge.sh"]) utimesSync(join(dir, file), 1, 1);
    expect(read(dir)).toEqual({ ann: ["03-bridge lab3/lab3.sh"], ben: ["03-bridge 03-bridge.sh"] });
  });

  test("in a folder that is called like a file lies the file; a name's last space is none of it", () => {
    const dir = classOf("ann/03-bridge.sh/03-bridge.sh", "ben/03-bridge.sh ");
    expect(read(dir)).toEqual({
      ann: ["03-bridge.sh: it is not a file", "03-bridge 03-bridge.sh/03-bridge.sh"],
      ben: ["03-bridge 03-bridge.sh "],
    });
  });

  test("where one lab is graded, the only script is for it; of two it cannot be told", () => {
    const dir = classOf("one/mine.sh", "one/report.pdf", "two/a.sh", "two/b.sh", "other/04-arp.sh");
    expect(read(dir, { labs: ["03-bridge"] })).toEqual({
      one: ["03-bridge mine.sh"],
      two: [expect.stringContaining("a.sh: which lab"), expect.stringContaining("b.sh: which lab")],
      other: ["04-arp 04-arp.sh"],
    });
    const other = readClass(dir, { labs: ["03-bridge"] }).students.find(({ id }) => id === "other")!;
    expect(other.notes!.map((note) => noteIn("en", note))).toEqual([
      "nothing for what is graded, but for other labs: 04-arp.sh",
    ]);
  });

  test("a script that says what runs it needs no right to be executed, and no ending", () => {
    const dir = classOf("ann/03-bridge", "ben/bridge", "cy/03-x");
    for (const name of ["ann/03-bridge", "ben/bridge"]) writeFileSync(join(dir, name), "#!/bin/bash\ntrue\n");
    chmodSync(join(dir, "ann/03-bridge"), 0o644);
    expect(read(dir)).toEqual({
      ann: ["03-bridge 03-bridge"],
      ben: ["03-bridge bridge"],
      cy: [expect.stringContaining("it is not executable")],
    });
  });
});

describe("the class as it comes", () => {
  test("from Moodle: folders, or files without them; two of one name", () => {
    const dir = classOf(
      ...["Ann Lee_101_assignsubmission_file_/mine.sh", "Ben Ng_102_assignsubmission_file/03.sh"],
      ...["Ben Ng_102_assignsubmission_onlinetext/onlinetext.html", "王伟_103_assignsubmission_file_bridge.sh"],
      ...["Li Na_104_assignsubmission_file_/03.sh", "Li Na_105_assignsubmission_file_/03.sh"],
    );
    expect(read(dir, { labs: ["03-bridge"] })).toEqual({
      "Ann Lee": ["03-bridge mine.sh"],
      "Ben Ng": ["03-bridge 03.sh"],
      王伟: ["03-bridge 王伟_103_assignsubmission_file_bridge.sh"],
      "Li Na_104": ["03-bridge 03.sh"],
      "Li Na_105": ["03-bridge 03.sh"],
    });
    expect(readClass(dir).students.map(({ account }) => account)).toEqual(["101", "102", "104", "105", "103"]);
  });

  test("from Canvas: late where the name says so, handed in again", () => {
    const dir = classOf("leeann_11_901_03-bridge.sh", "ngben_LATE_12_902_bridge.sh", "ngben_LATE_12_903_bridge-1.sh");
    const [ann, ben] = readClass(dir).students;
    expect(ann).toMatchObject({ id: "leeann", account: "11", submissions: [{ lab: "03-bridge", isLate: false }] });
    expect(ben!.submissions.map(({ lab, isLate, again }) => [lab, isLate, again])).toEqual([
      ["03-bridge", true, undefined],
      ["03-bridge", true, 1],
    ]);
  });

  test("from Canvas: of what was handed in again the highest counts, whenever its file was written", () => {
    const names = ["", "-1", "-2", "-10"].map((again, at) => `ngben_12_90${at}_bridge${again}.sh`);
    const dir = classOf(...names);
    for (const [at, name] of names.entries()) utimesSync(join(dir, name), 99 - at, 99 - at);
    const book = openGradebook(join(dir, "../canvas.sqlite"));
    book.setClass(readClass(dir).students);
    const files = book.class().flatMap(({ submissions }) => submissions.map(({ file }) => file));
    book.close();
    expect(files).toEqual(names);
  });

  test("a flat folder: the lab before or behind the name; a lab's file without one is nobody's", () => {
    const dir = classOf(
      "ann_03.sh",
      "lab3-ben.sh",
      "03-bridge-cy.sh",
      "dora.bridge.sh",
      "20260001_lab4.py",
      "03-bridge.sh",
    );
    expect(read(dir)).toEqual({
      ann: ["03-bridge ann_03.sh"],
      ben: ["03-bridge lab3-ben.sh"],
      cy: ["03-bridge 03-bridge-cy.sh"],
      dora: ["03-bridge dora.bridge.sh"],
      "20260001": ["04-arp 20260001_lab4.py"],
    });
    expect(readClass(dir).strays).toEqual(["03-bridge.sh"]);
    expect(read(classOf("ann.sh", "ben.sh"), { labs: ["03-bridge"] })).toEqual({
      ann: ["03-bridge ann.sh"],
      ben: ["03-bridge ben.sh"],
    });
  });

  test("a flat folder: what stands behind the name is no part of it; Windows' zip files have whole paths for names", () => {
    expect(read(classOf("ann_03.sh", "ann_03 (1).sh", "hal-03-bridge-final.sh", "eve_lab3_v2.sh"))).toEqual({
      ann: ["03-bridge ann_03 (1).sh", "03-bridge ann_03.sh"],
      hal: ["03-bridge hal-03-bridge-final.sh"],
      eve: ["03-bridge eve_lab3_v2.sh"],
    });
    expect(read(classOf("Ann Lee\\03-bridge.sh", "Ben Ng_102_assignsubmission_file\\lab3\\mine.sh"))).toEqual({
      "Ann Lee": ["03-bridge 03-bridge.sh"],
      "Ben Ng": ["03-bridge lab3/mine.sh"],
    });
  });

  test("git repositories: the time is that of the commit; the repository's settings run nothing", () => {
    const dir = classOf("ann/03-bridge.sh", "ben/03-bridge.sh");
    const proof = join(folder, "was-run");
    const git = (student: string, ...line: string[]) =>
      Bun.spawnSync(["git", "-c", "user.name=a", "-c", "user.email=a@example.org", ...line], {
        cwd: join(dir, student),
        env: { ...process.env, GIT_COMMITTER_DATE: "2026-11-02T10:00:00Z", GIT_AUTHOR_DATE: "2026-11-02T10:00:00Z" },
      });
    for (const student of ["ann", "ben"]) {
      git(student, "init", "-q");
      git(student, "commit", "-qm", "begun", "--allow-empty");
      git(student, "add", ".");
      git(student, "commit", "-qm", "done");
      for (const [name, value] of Object.entries({
        "core.fsmonitor": `touch ${proof}`,
        "gpg.program": `touch ${proof}`,
        "log.showSignature": "true",
      }))
        git(student, "config", name, value);
    }
    writeFileSync(join(dir, "ben/03-bridge.sh"), "changed\n");
    const [ann, ben] = readClass(dir).students;
    const timeOf = ({ file, submitted }: Submission) => `${file} ${submitted.toISOString()}`;
    expect(ann!.submissions.map(timeOf)).toEqual(["03-bridge.sh 2026-11-02T10:00:00.000Z"]);
    expect(ann!.submissions[0]!.note).toBeUndefined();
    expect(ben!.submissions).toMatchObject([{ note: { what: "no-commit" } }]);
    expect(existsSync(proof)).toBe(false);
    // a repository for each lab, and a clone of the last commit alone
    const nested = classOf("ann/mine/03-bridge.sh");
    Bun.spawnSync(["git", "clone", "-q", "--depth", "1", `file://${join(dir, "ann")}`, join(nested, "ann/mine/x")]);
    Bun.spawnSync(["mv", join(nested, "ann/mine/x/.git"), join(nested, "ann/mine")]);
    expect(readClass(nested).students[0]!.submissions.map(timeOf)).toContain(
      "mine/03-bridge.sh 2026-11-02T10:00:00.000Z",
    );
    const near = classOf("cy/bridge.sh");
    Bun.spawnSync(["cp", "-r", join(dir, "ben/.git"), join(near, "cy")]);
    expect(noteIn("en", readClass(near).students[0]!.submissions[0]!.note!)).toBe(
      "taken as lab 03-bridge, by its name; the time is the file's: no commit has it as it is",
    );
  });
});

describe("the roster", () => {
  const roster = (text: string | Uint8Array) => {
    const file = join(mkdtempSync(join(folder, "roster-")), "roster.csv");
    writeFileSync(file, text);
    return readRoster(file);
  };

  test("who has no folder is there, and a folder that nobody owns is named", () => {
    const list = roster(
      "name,id,email\nAnn Lee,2026001,ann@example.org\nBen Ng,2026002,\n王伟,2026003,wei@example.org\n",
    );
    const dir = classOf("Lee Ann/03.sh", "2026002-ben/03.sh", "somebody/03.sh");
    const { students } = readClass(dir, { roster: list });
    expect(
      students.map(({ id, name, notes, submissions }) => [id, name, submissions.length, notes?.[0]?.what]),
    ).toEqual([
      ["2026001", "Ann Lee", 1, undefined],
      ["2026002", "Ben Ng", 1, undefined],
      ["2026003", "王伟", 0, undefined],
      ["somebody", undefined, 1, "outside-roster"],
    ]);
  });

  test("two folders of one student, each with a file of the same name: both are there, and it is told", () => {
    const dir = classOf("Ann Lee/03-bridge.sh", "s1/03-bridge.sh");
    const students = roster("name,id\nAnn Lee,s1\n");
    expect(read(dir, { roster: students })).toEqual({
      s1: ["03-bridge Ann Lee/03-bridge.sh", "03-bridge s1/03-bridge.sh"],
    });
    const [ann] = readClass(dir, { roster: students }).students;
    expect(ann!.notes!.map((note) => noteIn("en", note))).toEqual(["more than one folder is theirs: Ann Lee, s1"]);
    const book = openGradebook(join(dir, "../folders.sqlite"));
    book.setClass([ann!]);
    expect(book.class()[0]!.submissions).toHaveLength(2);
    book.close();
  });

  test("of two whom the platform has apart nobody is taken for the one of the roster by the order of the name", () => {
    const dir = classOf(
      "Lee Ann_101_assignsubmission_file/03-bridge.sh",
      "Ann Lee_107_assignsubmission_file/03-bridge.sh",
    );
    const { students } = readClass(dir, { roster: roster("First name,Surname,ID number\nAnn,Lee,s1\n伟,王,s2\n") });
    expect(students.map(({ id, name, submissions }) => [id, name, submissions.length])).toEqual([
      ["s1", "Ann Lee", 0],
      ["s2", "王伟", 0],
      ["Ann Lee", undefined, 1],
      ["Lee Ann", undefined, 1],
    ]);
    expect(noteIn("en", students[2]!.notes![0]!)).toBe("Ann Lee (s1) of the roster fits, but another's folder too");
    const byNumber = readClass(dir, { roster: roster("Student,ID\nAnn Lee,101\n") }).students;
    expect(byNumber.map(({ id, submissions }) => [id, submissions.length])).toEqual([
      ["101", 1],
      ["Ann Lee", 1],
    ]);
  });

  test("in GBK with semicolons, without a head, and with names in two columns", () => {
    const gbk = Buffer.concat([Buffer.from("d0d5c3fb3bd1a7bac50acdf5ceb03b", "hex"), Buffer.from("7\n")]); // 姓名;学号 王伟;7
    expect(roster(gbk)).toMatchObject([{ id: "7", name: "王伟" }]);
    expect(roster("Ann Lee,7,ann@example.org\n")).toMatchObject([
      { id: "7", name: "Ann Lee", email: "ann@example.org" },
    ]);
    expect(roster('First name,Last name,ID number\r\n"Ann",Lee,7\r\n')).toMatchObject([{ id: "7", name: "Ann Lee" }]);
  });

  test("as spreadsheets and platforms export it: lines above the head, numbers kept as they are, rows of nobody", () => {
    expect(roster('sep=;\r\nClass 7;;\r\nName;ID\r\nAnn Lee;="007"\r\n')).toMatchObject([
      { id: "007", name: "Ann Lee" },
    ]);
    const canvas = 'Student,SIS User ID,ID,SIS Login ID,Lab\n    Points Possible,,,,10\n"Lee, Ann",u1,101,ann,\n';
    expect(roster(canvas)).toMatchObject([{ id: "u1", name: "Lee, Ann", ids: ["u1", "101", "ann"] }]);
    for (const text of ["Vorname,Nachname,Matrikelnummer\nAnn,Lee,1\n", "s1,Ann Lee\n"])
      expect(() => roster(text)).toThrow("Cannot tell the columns of the roster");
  });

  test("two who could be meant are named, and nobody is taken for the other", () => {
    const find = openPeople(roster("name,id\nLi Na,1\nNa Li,2\nAnn O'Neil,3\nÉva Kiss,4\n"));
    const ids = (name: string) => find({ ids: [], names: [name] }).map(({ id }) => id);
    expect(ids("Li Na")).toEqual(["1", "2"]);
    expect(ids("oneilann")).toEqual(["3"]);
    expect(ids("E\u0301va Kiss")).toEqual(["4"]);
    expect(ids("lab03-Ann O'Neil")).toEqual(["3"]);
    expect(ids("Li")).toEqual([]);
  });
});
